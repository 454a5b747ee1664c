/** stdout is the answer, stderr the talk. */
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { canRedraw, terminalConsole } from '../../../lib/cli/output/console.ts';
import type { ColourMode } from '../../../lib/cli/output/tones.ts';

function open(json: boolean, colour: ColourMode = 'auto') {
  const streams = { out: new PassThrough(), err: new PassThrough() };
  const read = (stream: PassThrough): string => String(stream.read() ?? '');
  return {
    console: terminalConsole({ json, colour }, streams),
    out: () => read(streams.out),
    err: () => read(streams.err),
  };
}

describe('for people', () => {
  it('prints the answer and says the rest elsewhere', () => {
    const { console, out, err } = open(false);
    console.say('local');
    console.print('done');
    console.table([{ title: 'n' }], [['1']]);
    console.document({ a: 1 });
    console.event({ b: 1 });
    expect([out(), err()]).toEqual(['done\nn\n1\n', 'local\n']);
  });

  it.each([
    ['always', '\u001b[31mALARM\u001b[39m\n'],
    ['never', 'ALARM\n'],
    ['auto', 'ALARM\n'],
  ] as const)('colours %s', (colour, text) => {
    const { console, err } = open(false, colour);
    console.say('ALARM');
    expect(err()).toBe(text);
  });
});

describe('for programs', () => {
  it('is events, a line each, and one document', () => {
    const { console, out } = open(true);
    console.print('done');
    console.event({ state: 'running' });
    expect(console.answered).toBe(false);
    console.document([]);
    expect(console.answered).toBe(true);
    expect(out()).toBe('{"state":"running"}\n[]\n');
    expect(() => console.document({})).toThrow(/one document/);
  });
});

it.each([
  [true, {}, true],
  [false, {}, false],
  [true, { TERM: 'dumb' }, false],
  [true, { CI: 'true' }, false],
])('terminal %s with %j may be redrawn: %s', (isTTY, environment, expected) =>
  expect(canRedraw({ isTTY }, environment)).toBe(expected),
);
