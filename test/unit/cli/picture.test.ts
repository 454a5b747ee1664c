/** The README's picture, and how a terminal is drawn. */
import { readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { renderTerminal } from '../../../lib/cli/output/svg.ts';
import { painted, painter, toned } from '../../../lib/cli/output/tones.ts';
import { PICTURE, readRecording, rollbackPicture } from '../../../lib/demo/picture.ts';

describe('lib/docs/rollback.svg', () => {
  it('shows what the command line says today', () => {
    const redraw = 'the texts changed; draw it again: node_modules/.bin/node lib/demo/picture.ts';
    expect(readFileSync(PICTURE, 'utf8'), redraw).toBe(rollbackPicture(readRecording()));
  });

  it('is of a rollback with its alarm, and of nothing else', () => {
    const seen = readRecording();
    const svg = rollbackPicture(seen);
    for (const part of ['ROLLED BACK', 'ALARM', 'limit 2 %', 'Cause: alarm errors']) expect(svg).toContain(part);
    expect(() => rollbackPicture(seen.slice(0, -1).map((look) => ({ ...look, state: 'live' as const })))).toThrow(
      /ends with live/,
    );
  });
});

describe('a drawn terminal', () => {
  it('has each word at its column, for any monospace font', () => {
    const svg = renderTerminal({ title: 't', lines: [[{ text: 'a b  cd' }, { text: ' OK', tone: 'good' }]] });
    expect(
      [...svg.matchAll(/<text class="(\w+)" x="([\d.]+)" .*?textLength="([\d.]+)".*?>(.*)<\/text>/g)].map((m) =>
        m.slice(1),
      ),
    ).toEqual([
      ['plain', '18', '25.2', 'a b'],
      ['plain', '60', '16.8', 'cd'],
      ['good', '85.2', '16.8', 'OK'],
    ]);
  });

  it('lets no text become markup or steer a terminal', () => {
    const svg = renderTerminal({ title: '<b>"&', lines: [[{ text: '<script>\u001b[2J&' }]] });
    for (const part of ['<script', '<b>', '\u001b']) expect(svg).not.toContain(part);
    expect(svg).toContain('&lt;script&gt;');
  });

  it('asks for nothing: no script, no font, no address but the name of SVG', () => {
    const svg = renderTerminal({ title: 't', lines: [[{ text: 'x' }]] });
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|url\(|@import|@font-face|<script/);
  });
});

describe('state words', () => {
  it.each(['errors ALARM (limit 2 %) · latency OK', '$ sluice', '', 'ROLLED BACK: x\n  mend: y'])(
    'keep the text as it is: %j',
    (text) => {
      expect(
        toned(text)
          .map((span) => span.text)
          .join(''),
      ).toBe(text);
      expect(painted(text, painter('auto', new PassThrough()))).toBe(text);
    },
  );
  it('are whole words', () =>
    expect(toned('OKAY errors OK')).toEqual([{ text: 'OKAY errors ' }, { text: 'OK', tone: 'good' }]));
});
