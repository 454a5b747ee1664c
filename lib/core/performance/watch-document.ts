/** What the daily look at a stage's performance found. */
import * as z from 'zod';
import { ConfigurationPerformance } from './document.ts';
import { JudgedLabels, WATCH_OUTCOMES } from './judged.ts';

const time = z.string();

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
