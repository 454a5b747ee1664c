/** What NannyML estimated of one of its sample data sets, in chunks. */
import * as z from 'zod';
import type { BinaryRows } from '../../../../lib/core/evaluation/rows.ts';

const Figure = z.strictObject({ value: z.number(), error: z.number() });
/** By metric. */
export const Figures = z.record(z.string(), Figure);
export type Figures = z.infer<typeof Figures>;

export interface Sample {
  name: string;
  reference: BinaryRows;
  /** Whether NannyML calibrates the scores of this reference. */
  calibrates: boolean;
  chunks: { rows: Pick<BinaryRows, 'scores' | 'predicted'>; metrics: Figures }[];
}

const numbers = z.array(z.number());
/** A line that `nannyml_cbpe.py` writes. */
const Line = z.strictObject({
  name: z.string(),
  reference: z.strictObject({ scores: numbers, predicted: numbers, actual: numbers }),
  calibrates: z.boolean(),
  chunks: z.array(z.strictObject({ scores: numbers, predicted: numbers, metrics: Figures })),
});

export function sampleOf(line: string): Sample {
  const { name, reference, calibrates, chunks } = Line.parse(JSON.parse(line));
  return {
    name,
    calibrates,
    reference: {
      scores: Float64Array.from(reference.scores),
      predicted: Uint8Array.from(reference.predicted),
      actual: Uint8Array.from(reference.actual),
    },
    chunks: chunks.map(({ scores, predicted, metrics }) => ({
      rows: { scores: Float64Array.from(scores), predicted: Uint8Array.from(predicted) },
      metrics,
    })),
  };
}
