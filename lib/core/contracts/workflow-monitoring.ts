/** Messages of the queues of monitoring. */
import * as z from 'zod';
import { DRILL_PATTERN } from './drill.ts';

const instant = z.iso.datetime();

/**
 * Asks for a drift report about the live traffic of a stage with inference time in [from, to). `configuration` and
 * `version` name what served then; absent: what serves now.
 */
export const DriftRequest = z.strictObject({
  v: z.literal(1),
  model: z.string(),
  stage: z.string(),
  configuration: z.string().optional(),
  version: z.number().int().positive().optional(),
  from: instant,
  to: instant,
  /**
   * Which look at the window this is: 1 (or absent) when it has closed, 2 a window later, with the files that came late.
   * From the second only the report follows: a newer window has spoken by then.
   */
  reading: z.literal([1, 2]).optional(),
  /**
   * Until then it is not judged before all that was captured of it is there: a window that has just closed, asked for by
   * the schedule. Absent: it is judged as it is.
   */
  waitUntil: instant.optional(),
  /** Only when the window was not measured meanwhile: it is asked for again and again until it was. */
  ifMissing: z.literal(true).optional(),
  /** The window holds nothing but what this drill planted: no incident of the stage follows, and no metric. */
  drill: z.string().regex(DRILL_PATTERN).optional(),
});
export type DriftRequest = z.infer<typeof DriftRequest>;

/** Asks how well what a stage serves did, by the labels that are known when a day of inference time, [from, to), has closed. */
export const PerformanceRequest = z.strictObject({
  v: z.literal(1),
  model: z.string(),
  stage: z.string(),
  from: instant,
  to: instant,
  /** Only when the day was not looked at meanwhile: it is asked for again and again until it was. */
  ifMissing: z.literal(true).optional(),
});
export type PerformanceRequest = z.infer<typeof PerformanceRequest>;
