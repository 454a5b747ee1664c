/** Middleware: what a use case throws becomes a problem document; what nobody foresaw becomes a 500 that tells nothing. */
import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { Problem, problemDetails } from '../../lib/core/contracts/problems.ts';
import { Busy } from '../../lib/core/registry/change.ts';
import { errorFields, log } from './log.ts';

const RETRY_SECONDS = 2;

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof Busy)
    return new Problem('busy', error.message, { mend: 'send the same request again, with the same Idempotency-Key' });
  return new Problem('internal', 'Sluice could not do this; nothing tells whether it was done', {
    mend: 'send the same request again, with the same Idempotency-Key; the log has the reason under this instance',
  });
}

export const problemResponses = (): MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> => ({
  onError: (request) => {
    const id = request.event.requestContext?.requestId ?? 'unknown';
    const problem = problemOf(request.error);
    if (problem.status >= 500) log('error', 'a request failed', { request: id, ...errorFields(request.error) });
    request.response = {
      statusCode: problem.status,
      headers: {
        'content-type': 'application/problem+json',
        ...(problem.code === 'busy' || problem.code === 'endpoint-busy'
          ? { 'retry-after': String(RETRY_SECONDS) }
          : {}),
      },
      body: JSON.stringify(problemDetails(problem, id)),
    };
  },
});
