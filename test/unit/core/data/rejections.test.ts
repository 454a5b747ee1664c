/** Rows that were set aside from one line on are told as what they are: columns that moved. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Rejections,
  type RejectReason,
  type RowFaultAt,
  rejections,
} from '../../../../lib/core/data/rejections.ts';

const fault = (column: string, reason: RejectReason = 'not-a-number', more: Partial<RowFaultAt> = {}): RowFaultAt => ({
  column,
  reason,
  ...more,
});
const BROKEN = [fault('age'), fault('plan', 'not-an-allowed-value'), fault('since', 'not-a-timestamp')];

const filled = (lines: readonly number[], faultsOf: (line: number) => RowFaultAt[] = () => BROKEN): Rejections => {
  const rejected = rejections();
  for (const line of lines) rejected.add(line, faultsOf(line));
  return rejected;
};
const linesFrom = (from: number, to: number, every = 1): number[] =>
  Array.from({ length: Math.floor((to - from) / every) + 1 }, (_, i) => from + i * every);
const shifted = (rejected: Rejections, last: number) =>
  rejected.findings(last).filter(({ rule }) => rule === 'columns-shifted');

describe('columns that moved', () => {
  it.each([60, 1002, 77_777])('are the likely cause of rows set aside from line %i to the end', (line) => {
    const rejected = filled(linesFrom(line, 100_000));
    expect(rejected.findings(100_000)[0]).toMatchObject({
      rule: 'columns-shifted',
      seen: `about from line ${line} on most rows break 3 columns: age, plan, since`,
      lines: [line],
      count: 100_001 - line,
    });
    expect(rejected.findings(100_000)[0]?.cause).toMatch(/^columns shifted by one from that line on/);
  });

  it('also where some rows fit by chance, and some before were set aside for something else', () => {
    const before = linesFrom(13, 4000, 97);
    const behind = linesFrom(4321, 9000).filter((line) => line % 5 !== 0);
    const rejected = filled([...before, ...behind], (line) => (line < 4001 ? [fault('income')] : BROKEN));
    const [found] = shifted(rejected, 9000);
    expect(found?.lines?.[0]).toBeGreaterThanOrEqual(4300);
    expect(found?.lines?.[0]).toBeLessThanOrEqual(4400);
  });

  it.each<[string, Rejections, number]>([
    ['all rows', filled(linesFrom(2, 500)), 500],
    ['a block within the file', filled(linesFrom(300, 600)), 5000],
    ['rows throughout the file', filled(linesFrom(7, 5000, 7)), 5000],
    ['one column alone', filled(linesFrom(300, 600), () => [fault('age')]), 600],
    [
      'a decimal comma from a line on',
      filled(linesFrom(300, 600), () => BROKEN.map((of) => ({ ...of, cause: 'decimal comma?' }))),
      600,
    ],
    ['a few rows at the end', filled(linesFrom(590, 600)), 600],
    ['rows with too many cells', filled(linesFrom(300, 600), () => [{ reason: 'wrong-cell-count' }]), 600],
  ])('are not thought of for %s', (_, rejected, last) => {
    expect(shifted(rejected, last)).toEqual([]);
  });

  it('are found in ranges that are put together as in one pass', () => {
    const some = fc.uniqueArray(fc.integer({ min: 2, max: 3000 }), { maxLength: 400 });
    fc.assert(
      fc.property(some, fc.nat(3000), fc.array(fc.nat(3000), { maxLength: 4 }), (scattered, from, cuts) => {
        const lines = [...new Set([...scattered, ...linesFrom(from + 2, 3002)])].sort((a, b) => a - b);
        const borders = [0, ...cuts.sort((a, b) => a - b), Number.POSITIVE_INFINITY];
        const joined = rejections();
        borders.slice(1).forEach((to, i) => {
          joined.merge(filled(lines.filter((line) => line >= (borders[i] ?? 0) && line < to)).state());
        });
        expect(joined.state()).toEqual(filled(lines).state());
        expect(joined.findings(3002)).toEqual(filled(lines).findings(3002));
      }),
    );
  });
});
