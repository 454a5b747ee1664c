import type { IncomingHttpHeaders } from 'node:http';
import type { Route } from '../engine/routes.ts';
import { InvocationTimeout, type ModelAnswer } from '../processes/model-server.ts';
import type { Service } from '../service.ts';
import { header } from '../wire/caller.ts';
import { ApiError } from '../wire/errors.ts';
import type { Endpoint, Instance, RunningFleet } from './parts.ts';

const TIMEOUT_MS = 60_000;
/** The model's limit for a body of InvokeEndpoint. */
export const BODY_LIMIT = 6_291_456;

export interface Invocation {
  readonly endpointName: string;
  readonly headers: IncomingHttpHeaders;
  /** Undefined when it is over the limit. */
  readonly body: Buffer | undefined;
  /** `performance.now()` when the request arrived. */
  readonly arrivedAt: number;
}

export interface InvocationAnswer {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * InvokeEndpoint: chooses a route by its share and an instance in turn, forwards the request and measures it.
 * @throws ApiError ValidationError, ModelError, ServiceUnavailable
 */
export async function invokeEndpoint(service: Service, invocation: Invocation): Promise<InvocationAnswer> {
  const { headers, body } = invocation;
  if (body === undefined) {
    throw new ApiError(
      'ValidationError',
      `The body is longer than the ${BODY_LIMIT} bytes that InvokeEndpoint takes.`,
      413,
    );
  }
  refuseUnsupported(headers);
  const inferenceId = header(headers, 'x-amzn-sagemaker-inference-id');
  if (inferenceId !== undefined && !/^[ -~]{1,64}$/.test(inferenceId)) {
    throw new ApiError('ValidationError', 'InferenceId must have 1 to 64 visible ASCII characters.');
  }
  const endpoint = service.endpoints.get(invocation.endpointName);
  const routes = endpoint?.routes() ?? [];
  if (!endpoint || routes.length === 0) {
    const { account } = service.scope;
    throw new ApiError('ValidationError', `Endpoint ${invocation.endpointName} of account ${account} not found.`);
  }
  const route = chooseRoute(routes, header(headers, 'x-amzn-sagemaker-target-variant'), Math.random());
  if (!route) {
    throw new ApiError(
      'ValidationError',
      `Variant ${header(headers, 'x-amzn-sagemaker-target-variant')} not found for endpoint ${endpoint.name}.`,
    );
  }
  // The fleet is kept in hand: it may be gone from the endpoint by the time the answer is here.
  const fleet = endpoint.fleet(route.fleet);
  const instance = fleet?.next(route.variant, route.instances);
  if (!fleet || !instance) {
    throw new ApiError('ServiceUnavailable', `No instance of variant ${route.variant} can take a request now.`, 503);
  }

  const inferenceTime = Date.now();
  const sentAt = performance.now();
  const outcome = await ask(instance, headers, body);
  const answeredAt = performance.now();
  service.metrics.record({
    endpoint: endpoint.name,
    variant: route.variant,
    configuration: route.configuration,
    modelStatus: outcome instanceof Error ? 0 : outcome.status,
    modelLatencyMicroseconds: Math.round((answeredAt - sentAt) * 1000),
    overheadMicroseconds: Math.round((sentAt - invocation.arrivedAt) * 1000),
  });
  if (outcome instanceof Error) throw noAnswer(service, endpoint, outcome);
  if (outcome.status < 200 || outcome.status >= 300) throw badAnswer(service, endpoint, outcome);

  const contentType = header(outcome.headers, 'content-type') ?? 'application/octet-stream';
  const attributes = header(outcome.headers, 'x-amzn-sagemaker-custom-attributes');
  capture(service, endpoint, fleet, route, { body, headers, outcome, inferenceId, inferenceTime, contentType });
  return {
    body: outcome.body,
    headers: {
      'content-type': contentType,
      'x-amzn-invoked-production-variant': route.variant,
      ...(attributes === undefined ? {} : { 'x-amzn-sagemaker-custom-attributes': attributes }),
    },
  };
}

/** The route that a number from 0 to 1 falls on; with a target variant, among its routes only. */
export function chooseRoute(routes: readonly Route[], variant: string | undefined, random: number): Route | undefined {
  const eligible = variant === undefined ? routes : routes.filter((route) => route.variant === variant);
  let left = random * eligible.reduce((sum, route) => sum + route.share, 0);
  for (const route of eligible) {
    left -= route.share;
    if (left < 0) return route;
  }
  return eligible.at(-1);
}

/** Headers of InvokeEndpoint that mean something this server does not do. */
const UNSUPPORTED = [
  'target-model',
  'target-container-hostname',
  'enable-explanations',
  'inference-component',
  'session-id',
];

function refuseUnsupported(headers: IncomingHttpHeaders): void {
  const found = UNSUPPORTED.find((name) => header(headers, `x-amzn-sagemaker-${name}`) !== undefined);
  if (found) {
    throw new ApiError(
      'ValidationError',
      `X-Amzn-SageMaker-${found} is not supported by the local SageMaker server yet.`,
    );
  }
}

async function ask(instance: Instance, headers: IncomingHttpHeaders, body: Buffer): Promise<ModelAnswer | Error> {
  const forwarded: Record<string, string> = {
    'content-type': header(headers, 'content-type') ?? 'application/octet-stream',
  };
  for (const name of ['accept', 'x-amzn-sagemaker-custom-attributes', 'x-amzn-sagemaker-inference-id']) {
    const value = header(headers, name);
    if (value !== undefined) forwarded[name] = value;
  }
  try {
    return await instance.use((server) => server.invoke(body, forwarded, TIMEOUT_MS));
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function badAnswer(service: Service, endpoint: Endpoint, answer: ModelAnswer): ApiError {
  const text = answer.body.toString('utf8');
  const side = answer.status >= 500 ? 'server' : 'client';
  return modelError(
    service,
    endpoint,
    answer.status,
    text,
    `Received ${side} error (${answer.status}) from primary with message "${text}".`,
  );
}

function noAnswer(service: Service, endpoint: Endpoint, error: Error): ApiError {
  const text =
    error instanceof InvocationTimeout
      ? 'Your invocation timed out while waiting for a response from container primary. Review the latency metrics for each container in Amazon CloudWatch, resolve the issue, and try again.'
      : `The container broke the connection: ${error.message}`;
  return modelError(service, endpoint, 0, text, `Received server error (0) from primary with message "${text}"`);
}

function modelError(service: Service, endpoint: Endpoint, status: number, original: string, message: string): ApiError {
  const { account, region } = service.scope;
  const group = `/aws/sagemaker/Endpoints/${endpoint.name}`;
  const see = `See https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#logEventViewer:group=${group} in account ${account} for more information.`;
  return new ApiError('ModelError', `${message} ${see}`, 424, {
    OriginalStatusCode: status,
    OriginalMessage: original,
    LogStreamArn: `arn:aws:logs:${region}:${account}:log-group:${group}`,
  });
}

interface Answered {
  readonly body: Buffer;
  readonly headers: IncomingHttpHeaders;
  readonly outcome: ModelAnswer;
  readonly contentType: string;
  readonly inferenceId: string | undefined;
  readonly inferenceTime: number;
}

/** Hands the pair to the capture writer, which writes in the background. */
function capture(service: Service, endpoint: Endpoint, fleet: RunningFleet, route: Route, answered: Answered): void {
  const config = fleet.config.input.DataCaptureConfig;
  const session = fleet.session(route.variant);
  if (!config || !session) return;
  service.capture.record({
    endpoint: endpoint.name,
    variant: route.variant,
    config,
    session,
    input: { contentType: header(answered.headers, 'content-type') ?? 'application/octet-stream', body: answered.body },
    output: { contentType: answered.contentType, body: answered.outcome.body },
    inferenceId: answered.inferenceId,
    customAttributes: header(answered.headers, 'x-amzn-sagemaker-custom-attributes'),
    inferenceTime: answered.inferenceTime,
  });
}
