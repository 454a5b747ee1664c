/** Middleware: logs what a function throws, and lets it pass. */
import type { MiddlewareObj } from '@middy/core';
import { errorFields, log } from './log.ts';

export const failureLog = (): MiddlewareObj => ({
  onError: ({ error, context }) => {
    log('error', 'the function failed', { request: context?.awsRequestId, ...errorFields(error) });
  },
});
