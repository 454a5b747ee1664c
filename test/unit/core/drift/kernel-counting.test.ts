/** Rows of a reader are counted in its memory by the kernel, others here: both must give the same. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CellBatch } from '../../../../lib/core/data/cell-batch.ts';
import { type CaptureTally, captureReader } from '../../../../lib/core/data/readers/capture.ts';
import { baselineColumns } from '../../../../lib/core/drift/baseline.ts';
import { DriftWindow } from '../../../../lib/core/drift/window.ts';
import { runs } from '../../../_properties.ts';
import { bytesOf, pieces } from '../data/bytes.ts';
import { categoryProfile, numberProfile, profileOf } from './profile.ts';

const columns = ['size', 'balance', 'none', 'since', 'plan', 'member'];
const BASELINE = baselineColumns(
  profileOf(
    numberProfile('size', [1, 2, 2, 3, 5]),
    numberProfile('balance', [-1e6, -20, -0.5, 0, 0.001, 7]),
    numberProfile('none', [0]),
    numberProfile('since', [0, 86_400]),
    categoryProfile('plan', { basic: 3, pro: 2 }),
    categoryProfile('member', { '1': 3, '0': 2 }),
  ),
  [
    { name: 'size', type: 'integer' },
    { name: 'balance', type: 'number' },
    { name: 'none', type: 'number' },
    { name: 'since', type: 'timestamp' },
    { name: 'plan', type: 'category' },
    { name: 'member', type: 'boolean' },
  ],
);
const LEAST_ROWS = 256;

const number = fc.oneof(
  fc.constantFrom('', ' ', '0', '-0', '1e-31', '-1e-31', '3.4e38', '-3.4e38', '1e-20', 'x', '1,5', '1e99', '5', '-20'),
  fc.integer({ min: -50, max: 50 }).map(String),
  fc.double({ noNaN: true, min: -1e7, max: 1e7 }).map(String),
  fc.float({ noNaN: true, noDefaultInfinity: true }).map(String),
);
const time = fc.constantFrom('', '1970-01-01', '1970-01-02T03:04:05Z', '2026-11-21', '1960-05-05', 'noon');
const level = fc.oneof(
  fc.constantFrom('', ' ', 'basic', 'pro', 'gold', 'é'.repeat(20), 'y'.repeat(300), 'null'),
  fc.nat(30).map((n) => `new ${n}`),
);
const truth = fc.constantFrom('', 'true', 'NO', '1', ' 0 ', 'maybe');
const row = fc.tuple(number, number, number, time, level, truth);

const record = (cells: readonly string[]): string =>
  JSON.stringify({
    captureData: {
      endpointInput: {
        observedContentType: 'text/csv',
        mode: 'INPUT',
        data: cells.map(quoted).join(','),
        encoding: 'CSV',
      },
    },
    eventMetadata: { eventId: 'e', inferenceTime: '2026-11-21T12:00:00Z' },
    eventVersion: '0',
  });
const quoted = (cell: string): string => (cell.includes(',') ? `"${cell}"` : cell);

test('the counts of a file are the same with the kernel and without', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 40 }), fc.nat(3), async (rows, more) => {
      // The first is read as a text.
      const lines = Array.from({ length: 1 + LEAST_ROWS + more * rows.length }, (_, i) => rows[i % rows.length] ?? []);
      const bytes = bytesOf(lines.map(record).join('\n'));
      const [within, beside] = [new DriftWindow(BASELINE), new DriftWindow(BASELINE)];
      const tally: CaptureTally = { requests: 0, skipped: {} };
      const reader = captureReader(columns, { from: 0, to: Date.parse('2027-01-01') });
      let most = 0;
      // Twice: what was counted in the memory of the first file is still there after the second.
      for (let file = 0; file < 2; file++)
        for await (const batch of reader.read(pieces(bytes, [bytes.length]), tally)) {
          if (batch.arena) most = Math.max(most, batch.rows);
          within.addBatch(batch);
          beside.addBatch(withoutArena(batch));
        }
      expect(most).toBeGreaterThanOrEqual(LEAST_ROWS);
      expect(tally).toEqual({ requests: 2 * lines.length, skipped: {} });
      expect(within.counts()).toEqual(beside.counts());
      expect(within.counts()).toEqual(beside.counts());
    }),
    { numRuns: runs(40) },
  );
});

function withoutArena(batch: CellBatch): CellBatch {
  const { arena, ...beside } = batch;
  return beside;
}
