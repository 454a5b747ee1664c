/** What was judged of labels, as reports tell it. */
import * as z from 'zod';
import { Estimate } from '../evaluation/estimate.ts';

const time = z.string();

/** A watched metric of a span against the held-out rows. */
export const JudgedMetric = z.object({
  metric: z.string(),
  heldOut: Estimate,
  measured: Estimate,
  /** How much worse: points of AUC and accuracy, for errors the share by which they grew. */
  decline: z.number(),
  /** What a decline must surely exceed, and what it must measure, to be called. */
  margin: z.number(),
  least: z.number(),
  /** Of "declined by at most the margin"; absent where too few rows tell. */
  p: z.number().optional(),
  called: z.boolean(),
});
export type JudgedMetric = z.infer<typeof JudgedMetric>;

export const JudgedLabels = z.object({
  span: z.enum(['now', 'month']),
  from: time,
  to: time,
  /** Days with labels. */
  days: z.number().int(),
  rows: z.number().int(),
  labelled: z.number().int(),
  coverage: z.number().optional(),
  delayHours: z.object({ median: z.number(), p90: z.number() }).optional(),
  /** Chance of a false call in it. */
  level: z.number(),
  metrics: z.array(JudgedMetric),
});
export type JudgedLabels = z.infer<typeof JudgedLabels>;

export const WATCH_OUTCOMES = ['decline', 'no-decline', 'not-sure', 'not-enough-labels', 'no-held-out-scores'] as const;

/** The newest daily look, in short. */
export const Watched = z.object({
  /** What served then. */
  version: z.number().int(),
  window: z.object({ from: time, to: time }),
  outcome: z.enum(WATCH_OUTCOMES),
  judged: z.array(JudgedLabels),
});
