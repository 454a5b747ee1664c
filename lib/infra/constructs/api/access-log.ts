/** One JSON object a request: who, what, answer, how long. No bodies and no query strings. */
export const ACCESS_LOG_FORMAT = JSON.stringify({
  time: '$context.requestTime',
  requestId: '$context.requestId',
  caller: '$context.identity.userArn',
  route: '$context.routeKey',
  path: '$context.path',
  status: '$context.status',
  error: '$context.error.messageString',
  integrationError: '$context.integrationErrorMessage',
  milliseconds: '$context.responseLatency',
  responseBytes: '$context.responseLength',
});
