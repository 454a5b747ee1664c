/** Lines of a file of labels that are none, kept beside the labels that are. */
import * as z from 'zod';

export const RefusedLabels = z.object({
  v: z.literal(1),
  model: z.string(),
  /** Of the file, in the data bucket. */
  key: z.string(),
  /** Labels of it that count. */
  labels: z.number().int(),
  /** Lines that do not, and the first 10,000 of them. */
  wrong: z.number().int(),
  faults: z.array(
    z.object({
      line: z.number().int(),
      column: z.enum(['inferenceId', 'row', 'label']).optional(),
      fault: z.string(),
      mend: z.string(),
    }),
  ),
});
export type RefusedLabels = z.infer<typeof RefusedLabels>;
