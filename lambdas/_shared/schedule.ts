/** A function that a rule invokes on a schedule: the event says nothing that matters. */
import middy from '@middy/core';
import { failureLog } from './failure-log.ts';

/** @example export const handler = scheduleHandler(() => scheduleWindows(dependencies())); */
export const scheduleHandler = (fn: () => Promise<void>) =>
  middy<unknown, void>()
    .use(failureLog())
    .handler(async () => fn());
