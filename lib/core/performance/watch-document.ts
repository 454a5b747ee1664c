/** What the daily look at a stage's performance found. */
import * as z from 'zod';
import { ConfigurationPerformance } from './document.ts';

const time = z.string();
const Estimate = z.object({ value: z.number(), low: z.number(), high: z.number() });

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

export const PerformanceWatch = z.object({
  v: z.literal(1),
  model: z.string(),
  stage: z.string(),
  /** What serves. */
  version: z.number().int(),
  configuration: z.string(),
  /** The day that closed; ISO 8601 with milliseconds, Z. */
  window: z.object({ from: time, to: time }),
  /**
   * `not-sure`: nothing is called, but a metric of "now" is still lower than what is told, so an open incident stays.
   * `not-enough-labels`: fewer than 200 ripe ones.
   */
  outcome: z.enum(WATCH_OUTCOMES),
  judged: z.array(JudgedLabels),
  budget: z.object({ falseAlarmsPerYear: z.number(), windowsPerYear: z.number(), spent: z.number() }),
  /** End of the days that were called as "now": they are not judged again. */
  told: time.optional(),
  /** Each configuration that answered in the day, the one that serves first. */
  configurations: z.array(ConfigurationPerformance),
  labels: z.object({ known: z.number().int(), corrected: z.number().int(), unreadable: z.number().int() }),
});
export type PerformanceWatch = z.infer<typeof PerformanceWatch>;
