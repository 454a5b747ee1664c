/** How well the versions of a stage do: what was measured on late labels, beside what is estimated without. */
import * as z from 'zod';
import { Estimate } from '../evaluation/estimate.ts';
import { Watched } from './judged.ts';

/** One configuration of the endpoint in the window: canary and champion are two. */
export const ConfigurationPerformance = z.object({
  configuration: z.string(),
  version: z.number().int(),
  /** Requests that were read, each record once, and their rows. */
  requests: z.number().int(),
  rows: z.number().int(),
  /** Requests whose rows count nowhere else, by reason. */
  unread: z.record(z.string(), z.number()),
  /** Rows whose label is known and can be one of this model; those whose label cannot. */
  labelled: z.number().int(),
  strangeLabels: z.number().int(),
  /** Labelled rows of all rows, 0 to 1; absent without rows. */
  coverage: z.number().optional(),
  /** From the prediction to its label, in hours; absent without labels. */
  delayHours: z.object({ median: z.number(), p90: z.number() }).optional(),
  /** On the labelled rows, by metric, with 95 % intervals. */
  measured: z.record(z.string(), Estimate),
  /** On all rows, without labels (CBPE), by metric, with 95 % intervals and the standard error. */
  estimated: z.record(z.string(), Estimate.extend({ error: z.number() })),
  /** Why nothing is estimated. */
  notEstimated: z.enum(['no-rows', 'regression', 'no-held-out-scores']).optional(),
  /** On the held-out rows, before it was released. */
  heldOut: z.record(z.string(), Estimate),
});
export type ConfigurationPerformance = z.infer<typeof ConfigurationPerformance>;

export const PerformanceReport = z.object({
  model: z.string(),
  stage: z.string(),
  /** [from, to) by inference time, ISO 8601, Z. */
  window: z.object({ from: z.string(), to: z.string() }),
  /** Newest release first. */
  configurations: z.array(ConfigurationPerformance),
  /** The newest daily look at what the stage serves; absent before the first. */
  watched: Watched.optional(),
  labels: z.object({
    /** Rows of any stage and time that have a label. */
    known: z.number().int(),
    repeated: z.number().int(),
    corrected: z.number().int(),
    /** Of rows that were not read here: another stage, another time, or a request that never was. */
    unmatched: z.number().int(),
    /** Lines of the files that are no labels, and the first of them. */
    unreadable: z.number().int(),
    faults: z.array(
      z.object({
        key: z.string(),
        line: z.number().int(),
        column: z.string().optional(),
        fault: z.string(),
        mend: z.string().optional(),
      }),
    ),
  }),
});
export type PerformanceReport = z.infer<typeof PerformanceReport>;
