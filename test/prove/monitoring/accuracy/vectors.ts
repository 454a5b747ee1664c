/** The figures of SciPy that are part of the checkout: write-vectors.ts makes them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { ROOT } from '../../../../lib/local/paths.ts';
import { type Case, caseOf, type Figures } from './case.ts';

export const VECTORS = path.join(ROOT, 'test', 'unit', 'core', 'drift', 'statistics', 'scipy.json');

const Values = z.array(z.number()).transform((values) => Float64Array.from(values));
const Vectors = z.object({
  scipy: z.string(),
  vectors: z.array(
    z.object({
      shape: z.string(),
      nulls: z.object({ baseline: z.number(), now: z.number() }),
      baseline: Values,
      now: Values,
      figures: z.record(z.string(), z.number()),
    }),
  ),
});

export function readVectors(): { shape: string; case: Case; figures: Figures }[] {
  return Vectors.parse(JSON.parse(readFileSync(VECTORS, 'utf8'))).vectors.map(({ shape, figures, ...pair }) => ({
    shape,
    case: caseOf(pair),
    figures,
  }));
}
