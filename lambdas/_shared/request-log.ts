/** Middleware: one line a request, with who, what, the answer's status and the time it took. Never bodies or headers. */
import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2WithIAMAuthorizer, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { log } from './log.ts';

export const requestLog = (): MiddlewareObj<
  APIGatewayProxyEventV2WithIAMAuthorizer,
  APIGatewayProxyStructuredResultV2
> => {
  let started = 0;
  const write = ({
    event,
    response,
  }: {
    event: APIGatewayProxyEventV2WithIAMAuthorizer;
    response?: APIGatewayProxyStructuredResultV2 | null | undefined;
  }): void => {
    log('info', 'request', {
      request: event.requestContext?.requestId,
      route: event.routeKey,
      path: event.rawPath,
      caller: event.requestContext?.authorizer?.iam?.userArn,
      status: response?.statusCode,
      ms: Math.round(performance.now() - started),
    });
  };
  return {
    before: () => {
      started = performance.now();
    },
    after: write,
    onError: write,
  };
};
