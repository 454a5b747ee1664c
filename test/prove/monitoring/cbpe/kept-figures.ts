/**
 * One of NannyML's data sets with its estimates, as it is kept beside this file. Its scores have two digits, so rows are
 * counted instead of listed. Made anew by: node test/prove/monitoring/cbpe/kept-figures.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { byNannyml } from './nannyml.ts';
import { Figures, type Sample } from './sample.ts';

const FILE = path.join(import.meta.dirname, 'kept-figures.json');
const NAME = 'synthetic binary';

/** Score, predicted, actual (0 where it is not known), rows. */
const Count = z.tuple([z.number(), z.number(), z.number(), z.number()]);
type Count = z.infer<typeof Count>;
const Kept = z.strictObject({
  by: z.string(),
  name: z.string(),
  calibrates: z.boolean(),
  reference: z.array(Count),
  chunks: z.array(z.strictObject({ rows: z.array(Count), metrics: Figures })),
});

export function keptFigures(): Sample {
  const { name, calibrates, reference, chunks } = Kept.parse(JSON.parse(readFileSync(FILE, 'utf8')));
  return {
    name: `${name}, kept`,
    calibrates,
    reference: listed(reference),
    chunks: chunks.map(({ rows, metrics }) => ({ rows: listed(rows), metrics })),
  };
}

function listed(counts: readonly Count[]) {
  const column = (of: (count: Count) => number): number[] =>
    counts.flatMap((count) => new Array<number>(count[3]).fill(of(count)));
  return {
    scores: Float64Array.from(column(([score]) => score)),
    predicted: Uint8Array.from(column(([, predicted]) => predicted)),
    actual: Uint8Array.from(column(([, , actual]) => actual)),
  };
}

function counted(rows: { scores: Float64Array; predicted: Uint8Array; actual?: Uint8Array }): Count[] {
  const found = new Map<string, Count>();
  for (const [row, score] of rows.scores.entries()) {
    const cell = [score, rows.predicted[row] ?? 0, rows.actual?.[row] ?? 0] as const;
    const count = found.get(cell.join()) ?? [...cell, 0];
    count[3] += 1;
    found.set(cell.join(), count);
  }
  return [...found.values()].sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
}

async function record(): Promise<void> {
  const made = await byNannyml();
  if ('missing' in made) throw new Error(made.missing);
  const sample = made.find(({ name }) => name === NAME);
  if (!sample) throw new Error(`NannyML has no data set ${NAME}`);
  const { name, calibrates, reference, chunks } = sample;
  const kept: z.infer<typeof Kept> = {
    by: 'NannyML 0.13.1',
    name,
    calibrates,
    reference: counted(reference),
    chunks: chunks.map(({ rows, metrics }) => ({ rows: counted(rows), metrics })),
  };
  writeFileSync(FILE, `${JSON.stringify(kept)}\n`);
}

if (import.meta.main) await record();
