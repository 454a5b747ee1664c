/** What is redrawn on a terminal, and what is said where nothing can be. */
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { terminalConsole } from '../../../lib/cli/output/console.ts';
import { liveArea } from '../../../lib/cli/output/live.ts';
import { keyName } from '../../../lib/cli/upload/key-name.ts';
import { progressLine, sendProgress } from '../../../lib/cli/upload/progress.ts';

/** A terminal of so many columns that understands what a live area writes. */
function terminal(columns = 40) {
  const lines: string[] = [];
  let writes = 0;
  return {
    columns,
    screen: () => lines.join('\n'),
    writes: () => writes,
    write(text: string) {
      writes += 1;
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what terminals are steered by
      const up = /^\u001b\[(\d+)A\u001b\[0J/.exec(text);
      if (up) lines.splice(lines.length - Number(up[1]));
      const rest = text.slice(up?.[0].length ?? 0);
      if (rest !== '') lines.push(...rest.replace(/\n$/, '').split('\n'));
    },
  };
}

describe('the live part', () => {
  it('takes the place of its last frame, below what is said', () => {
    let now = 0;
    const screen = terminal();
    const area = liveArea(
      screen,
      (text) => text,
      () => now,
    );
    area.draw('a 1\nb 1');
    now += 200;
    area.draw('a 2');
    area.above('said\n');
    now += 200;
    area.draw('a 3\nb 3\nc 3');
    expect(screen.screen()).toBe('said\na 3\nb 3\nc 3');
    area.settle();
    area.above('after\n');
    expect(screen.screen()).toBe('said\na 3\nb 3\nc 3\nafter');
  });

  it('is drawn at most 5 times a second, and its last frame always', () => {
    let now = 0;
    const screen = terminal();
    const area = liveArea(
      screen,
      (text) => text,
      () => now,
    );
    for (; now < 1000; now += 10) area.draw(`at ${now}`);
    expect(screen.writes()).toBe(5);
    area.settle();
    expect(screen.screen()).toBe('at 990');
  });

  it('cuts what would wrap, and what would steer the terminal', () => {
    const screen = terminal(10);
    liveArea(screen, (text) => text).draw(`${'x'.repeat(50)}\n\u001b[2Jy`);
    expect(screen.screen()).toBe('xxxxxxxxx\n [2Jy');
  });
});

describe('the progress of a file', () => {
  it('says share, amount, speed and what is left', () => {
    expect(progressLine(30e6, 60e6, { from: 10e6, passedMs: 2000 })).toBe(
      '[##########          ]  50 %  30 MB of 60 MB  10 MB/s  3.0 s left',
    );
    expect(progressLine(0, 0, { from: 0, passedMs: 0 })).toBe('[####################] 100 %  0 kB of 0 kB');
  });

  it('is a sign of life each minute where nothing is redrawn, and one line at the end', () => {
    let now = 0;
    const err = new PassThrough();
    const out = terminalConsole({ json: false }, { out: new PassThrough(), err });
    const progress = sendProgress(out, 'data.csv', () => now);
    for (; now <= 150_000; now += 1000) progress.at(now * 1000, 200e6);
    progress.end();
    const lines = String(err.read()).trim().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^data\.csv {2}\[.*30 %/);
    expect(lines[2]).toBe('sent 150 MB of data.csv in 2 min 31 s');
  });
});

it.each([
  ['2026-11.csv', '2026-11.csv'],
  ['Kunden Übersicht (neu).csv', 'Kunden-Ubersicht-neu-.csv'],
  ['.hidden', 'hidden'],
  ['é'.repeat(200), 'e'.repeat(128)],
  ['数据', 'data.csv'],
])('the key of %j ends in a plain name', (name, key) => {
  expect(keyName(name)).toBe(key);
});
