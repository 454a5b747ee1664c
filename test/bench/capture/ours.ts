/** The drift monitor's reading and counting as a process of its own: `ours.ts RECORDS EDGES`. Prints what `answer.ts` says. */
import { type CaptureTally, captureReader } from '../../../lib/core/data/readers/capture.ts';
import { eventIds } from '../../../lib/core/data/readers/event-ids.ts';
import { DriftWindow } from '../../../lib/core/drift/window.ts';
import { piecesOf } from '../pieces.ts';
import { printAnswer } from './answer.ts';
import { baseline, COLUMNS, edgesIn } from './records.ts';

const [, , file = '', edges = ''] = process.argv;
const columns = baseline(edgesIn(edges));
const window = new DriftWindow(columns);
const tally: CaptureTally = { requests: 0, skipped: {} };
const reader = captureReader(COLUMNS, { from: Date.UTC(2026, 0), to: Date.UTC(2027, 0) }, eventIds());
for await (const rows of reader.read(piecesOf(file), tally, () => true)) window.addBatch(rows);

const counts = window.counts();
printAnswer({
  rows: counts.rows,
  numbers: counts.columns.flatMap((column) =>
    column.kind === 'number'
      ? [{ ...column, min: column.min ?? 0, max: column.max ?? 0, mean: column.mean ?? 0, bins: [...column.counts] }]
      : [],
  ),
  categories: counts.columns.flatMap((column, at) => {
    const known = columns[at];
    if (column.kind !== 'category' || known?.kind !== 'category') return [];
    const listed = known.levels.map((level, index): [string, number] => [level, column.counts[index] ?? 0]);
    return [{ name: column.name, levels: Object.fromEntries([...listed, ...column.others]) }];
  }),
});
