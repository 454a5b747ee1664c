/** Query parameters, route by route. A name that is not here is refused, so that a typing error never passes as "no filter". */
import * as z from 'zod';
import { RUN_STATES } from '../registry/entities.ts';
import type { RouteName } from './routes.ts';

/** A whole number as text: digits only, where `Number` would also take ` 5`, `5e0` and `0x5`. */
const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'is not a whole number')
    .transform(Number)
    .pipe(z.number().int().min(min).max(max));

/** Times are compared as text in UTC, which holds for years of four digits; an offset may lead beyond. */
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
const time = z.iso
  .datetime({ offset: true, error: 'is not an ISO 8601 time, such as 2026-05-03T12:00:00Z' })
  .refine((text) => !(Date.parse(text) > LATEST), 'is after the year 9999');

export const PAGE_LIMIT = 100;
export const PAGE_DEFAULT = 20;
const CURSOR_MAX = 1024;
const limit = integer(1, PAGE_LIMIT).default(PAGE_DEFAULT);
const cursor = z.string().min(1).max(CURSOR_MAX).optional();

/** `cursor` comes from the page before and belongs to the same list with the same filters. */
export const PageQuery = z.strictObject({ limit, cursor });
export type PageQuery = z.infer<typeof PageQuery>;

/** `since`: runs that started then or later. */
export const RunsQuery = PageQuery.extend({ state: z.enum(RUN_STATES).optional(), since: time.optional() });
export type RunsQuery = z.infer<typeof RunsQuery>;

/** `since`: events from then on; the cursor counts when it is further on. */
export const EventsQuery = PageQuery.extend({ since: time.optional() });
export type EventsQuery = z.infer<typeof EventsQuery>;

/** `limit`: most incidents and most reports of a stage; windows within [from, to) by inference time, or those that hold `at`. */
export const DriftQuery = PageQuery.extend({ from: time.optional(), to: time.optional(), at: time.optional() });
export type DriftQuery = z.infer<typeof DriftQuery>;
/** `limit`: of each stage. */
export const DriftOfStagesQuery = z.strictObject({ limit });
export type DriftOfStagesQuery = z.infer<typeof DriftOfStagesQuery>;

/** [from, to) by inference time; absent: the last thirty days. */
export const TrendQuery = z.strictObject({ from: time.optional(), to: time.optional() });
export type TrendQuery = z.infer<typeof TrendQuery>;

/** `at`: what served then. */
export const StageQuery = z.strictObject({ at: time.optional() });

/** [from, to) by inference time; absent: the last seven days. */
export const PerformanceQuery = z.strictObject({ from: time.optional(), to: time.optional() });
export type PerformanceQuery = z.infer<typeof PerformanceQuery>;

export const QUERIES = {
  'GET /models': PageQuery,
  'GET /models/{model}/runs': RunsQuery,
  'GET /models/{model}/versions': PageQuery,
  'GET /models/{model}/stages/{stage}': StageQuery,
  'GET /models/{model}/stages/{stage}/approvals': PageQuery,
  'GET /models/{model}/stages/{stage}/releases': PageQuery,
  'GET /models/{model}/drift': DriftOfStagesQuery,
  'GET /models/{model}/stages/{stage}/drift': DriftQuery,
  'GET /models/{model}/stages/{stage}/drift/trend': TrendQuery,
  'GET /models/{model}/stages/{stage}/performance': PerformanceQuery,
  'GET /models/{model}/events': EventsQuery,
} as const satisfies Partial<Record<RouteName, z.ZodObject>>;

const NoQuery = z.strictObject({});
/** What a route makes of its query. */
export type QueryOf<R extends RouteName> = R extends keyof typeof QUERIES
  ? z.output<(typeof QUERIES)[R]>
  : z.output<typeof NoQuery>;

export const querySchema = (route: RouteName): z.ZodObject =>
  (QUERIES as Partial<Record<RouteName, z.ZodObject>>)[route] ?? NoQuery;
