/** A drill: a fault is planted beside the traffic of a stage, and followed until people were told of it. */
import * as z from 'zod';

/** Names a drill: when it was asked for, in UTC with milliseconds. Text order is time order. */
export const DRILL_PATTERN = /^\d{8}T\d{9}Z$/;
export const drillName = (asked: Date): string => asked.toISOString().replaceAll(/[-:.]/g, '');

/** When it was asked for, ISO 8601. @param drill keeps `DRILL_PATTERN` */
export const drillTime = (drill: string): string =>
  drill.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z$/, '$1-$2-$3T$4:$5:$6.$7Z');

const WINDOW_MS = 100;
/** The window of the planted requests: the last tenth of a second before it was asked for. */
export function drillWindow(drill: string): { from: string; to: string } {
  const to = drillTime(drill);
  return { from: new Date(Date.parse(to) - WINDOW_MS).toISOString(), to };
}

/** A message of the drill queue: begin this drill, or see how far it is. */
export const DrillStep = z.strictObject({
  v: z.literal(1),
  model: z.string(),
  stage: z.string(),
  drill: z.string().regex(DRILL_PATTERN),
});
export type DrillStep = z.infer<typeof DrillStep>;

/** What has to happen, in this order. */
export const DRILL_HOPS = ['captured', 'called', 'event', 'message', 'closed', 'end-message', 'cleaned'] as const;
export type DrillHop = (typeof DRILL_HOPS)[number];

/** All hops together may take so long: what a person would wait for after a first bad window. */
export const DRILL_SECONDS = 300;
export const DRILL_EVERY_DAYS = 7;
/** A drill that was asked for so long ago and has no end is told of. */
export const DRILL_LOST_HOURS = 24;

/** Where a drill's captured requests, counts and reports lie: a stage of no policy, for a name of one has no point. */
export const drillStage = (stage: string): string => `${stage}.drill`;
/** The endpoint configuration that the planted requests are said to have reached. */
export const drillConfiguration = (drill: string): string => `drill-${drill.toLowerCase()}`;
