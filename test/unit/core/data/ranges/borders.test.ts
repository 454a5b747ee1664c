/** Rows are found the same from any cut of a file as from its first byte on. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowTexts, type TextRow } from '../../../../../lib/core/data/cell-text.ts';
import { planRanges } from '../../../../../lib/core/data/ranges/plan-ranges.ts';
import { rangeSurveyor } from '../../../../../lib/core/data/ranges/range-survey.ts';
import { type RowRange, resolveBorders } from '../../../../../lib/core/data/ranges/resolve-borders.ts';
import { csvAutomaton, type RowAutomaton } from '../../../../../lib/core/data/ranges/row-automaton.ts';
import { openCsv } from '../../../../../lib/core/data/readers/csv.ts';
import { UnreadableFile } from '../../../../../lib/core/data/readers/unreadable-file.ts';
import type { ByteRange } from '../../../../../lib/core/ports/objects.ts';
import { csvBytes, cutsOf } from './_csv-texts.ts';

const LONGEST = 1024 * 1024;
const comma = csvAutomaton(',');

function resolved(bytes: Buffer, ranges: ByteRange[], longest = LONGEST, automaton: RowAutomaton = comma): RowRange[] {
  const surveys = ranges.map(({ from, to }) => {
    const surveyor = rangeSurveyor(automaton, from, longest);
    for (let at = from; at < to; at += 7) surveyor.add(bytes.subarray(at, Math.min(to, at + 7)));
    return surveyor.finish();
  });
  return resolveBorders(automaton, ranges, surveys, longest);
}

const behindMark = (bytes: Buffer): number => (bytes[0] === 0xef ? 3 : 0);

/** The rows up to where the file is refused, if it is. */
async function rowsUntilRefused(bytes: Buffer): Promise<TextRow[]> {
  const rows: TextRow[] = [];
  try {
    for await (const row of eachRow(bytes)) rows.push(row);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
  }
  return rows;
}

/** The first row that was given up since text stands behind a quote that it opened lines before: its line alone is cut. */
async function firstGivenUp(bytes: Buffer): Promise<number | undefined> {
  const lines = bytes.toString().split(/\r\n|\n|\r/);
  for (const { line, fault } of await rowsUntilRefused(bytes)) {
    if (fault !== 'text-after-quote') continue;
    const alone = rowsOf(Buffer.from(`a,b,c\n${lines[line - 1]}`));
    const isCut = await alone.then(
      () => false,
      (error) => error instanceof UnreadableFile && error.reason === 'cut',
    );
    if (isCut) return line;
  }
  return undefined;
}

async function rowsOf(bytes: Buffer): Promise<TextRow[]> {
  const rows: TextRow[] = [];
  for await (const row of eachRow(bytes)) rows.push(row);
  return rows;
}

async function* eachRow(bytes: Buffer): AsyncGenerator<TextRow> {
  const file = await openCsv(
    (async function* () {
      yield bytes;
    })(),
  );
  for await (const batch of file.batches) yield* rowTexts(batch);
}

/** A header like the file's is put before a range, to read it by itself. */
async function rowsOfRange(bytes: Buffer, { from, to, line }: RowRange): Promise<TextRow[]> {
  const rows = await rowsOf(Buffer.concat([Buffer.from('a,b,c\n'), bytes.subarray(from, to)]));
  return rows.map((row) => ({ ...row, line: row.line - 2 + line }));
}

describe('ranges of a CSV file', () => {
  it('hold the rows of the file, each once, with its line, wherever the cuts fall; or one is refused that the reader gives up', async () => {
    const cutFiles = csvBytes.chain((bytes) => fc.tuple(fc.constant(bytes), cutsOf(behindMark(bytes), bytes.length)));
    await fc.assert(
      fc.asyncProperty(cutFiles, async ([bytes, ranges]) => {
        const givenUp = await firstGivenUp(bytes);
        if (givenUp !== undefined) {
          expect(() => resolved(bytes, ranges)).toThrowError(
            new RegExp(`begins in line ${givenUp} has text behind a closing quote`),
          );
          return;
        }
        const whole = await rowsOf(bytes);
        const parts = resolved(bytes, ranges);
        const [head, ...rest] = parts;
        const first = head ? await rowsOf(bytes.subarray(head.from, head.to)) : [];
        const others = await Promise.all(rest.map((part) => rowsOfRange(bytes, part)));
        expect([...first, ...others.flat()]).toEqual(whole);
        let before = 0;
        for (const part of parts) {
          expect(part.rowsBefore).toBe(before);
          before += part.rows;
        }
        expect(before).toBe(whole.length + 1);
      }),
    );
  });

  it('refuse a row that is longer than the limit, with its line, whatever ranges it lies in', () => {
    const bytes = Buffer.from(`a,b\n1,2\n3,"${'x\n'.repeat(300)}\n4,5\n`.repeat(2));
    fc.assert(
      fc.property(cutsOf(0, bytes.length), (ranges) => {
        expect(() => resolved(bytes, ranges, 500)).toThrowError(/begins in line 3 is longer than 500 bytes/);
      }),
    );
  });

  it('refuse a quote that is never closed, with the line its row begins on', () => {
    const bytes = Buffer.from(`a,b\n1,2\n\n3,"${'x\n'.repeat(30)}`);
    fc.assert(
      fc.property(cutsOf(0, bytes.length), (ranges) => {
        expect(() => resolved(bytes, ranges)).toThrowError(/ends within a quoted cell; its row begins in line 4/);
      }),
    );
  });

  it('refuse a stray quote that another one closes lines later, with the line its row begins on', () => {
    const swallowed = '5,6\n'.repeat(40);
    const bytes = Buffer.from(`a,b\n1,2\n\n3,"4\n${swallowed}7,"8\n9,10\n`);
    const late = Buffer.from(`a,b\n1,2\n\n"3"x,"4\n${swallowed}"`);
    fc.assert(
      fc.property(cutsOf(0, bytes.length), cutsOf(0, late.length), (ranges, others) => {
        expect(() => resolved(bytes, ranges)).toThrowError(/begins in line 4 has text behind a closing quote/);
        expect(() => resolved(late, others)).toThrowError(/begins in line 4 has text behind a closing quote/);
      }),
    );
  });

  it('allow many blank lines between two rows', () => {
    const bytes = Buffer.from(`a,b\n1,2\n${'\n'.repeat(2000)}3,4\n`);
    const parts = resolved(bytes, planRanges({ from: 0, to: bytes.length }, 100), 50);
    expect(parts).toMatchObject([
      { from: 0, line: 1, rows: 2 },
      { line: 2003, rows: 1, rowsBefore: 2, to: bytes.length },
    ]);
  });
});

describe('planned ranges', () => {
  it('cover the file without gaps, none longer than asked for', () => {
    fc.assert(
      fc.property(
        fc.nat(3),
        fc.integer({ min: 4, max: 1e12 }),
        fc.integer({ min: 1e9, max: 1e10 }),
        (start, size, most) => {
          const ranges = planRanges({ from: start, to: size }, most);
          let at = start;
          for (const { from, to } of ranges) {
            expect(from).toBe(at);
            expect(to - from).toBeGreaterThan(0);
            expect(to - from).toBeLessThanOrEqual(most);
            at = to;
          }
          expect(at).toBe(size);
          expect(ranges.length).toBe(Math.ceil((size - start) / most));
        },
      ),
    );
  });
});
