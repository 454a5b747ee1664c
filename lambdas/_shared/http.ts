/** A function behind the HTTP API. It hides the event: handlers see a request, use cases throw problems. */
import middy from '@middy/core';
import type { APIGatewayProxyEventV2WithIAMAuthorizer, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { Problem } from '../../lib/core/contracts/problems.ts';
import type { ROUTES, RouteFunction } from '../../lib/core/contracts/routes.ts';
import { jsonBody } from './json-body.ts';
import { principalOf } from './principal.ts';
import { problemResponses } from './problem-responses.ts';
import { requestLog } from './request-log.ts';

type Event = APIGatewayProxyEventV2WithIAMAuthorizer;
type Result = APIGatewayProxyStructuredResultV2;

type KeyOf<R> = R extends { method: infer M extends string; path: infer P extends string } ? `${M} ${P}` : never;
/** `GET /models/{model}`, for each route of the function in contracts/routes. */
export type RouteKey<F extends RouteFunction> = KeyOf<Extract<(typeof ROUTES)[number], { function: F }>>;

export interface HttpRequest {
  /** Path parameters, decoded. */
  params: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  bytes: Uint8Array;
  /** The body as JSON. @throws Problem */
  json(): unknown;
  principal: string;
  idempotencyKey: string | undefined;
  ifMatch: string | undefined;
}

export interface HttpResponse {
  status: number;
  /** Sent as JSON, unless it is bytes. */
  body: unknown;
  headers?: Record<string, string>;
}

export type RouteHandler = (request: HttpRequest) => Promise<HttpResponse>;

/** What a function answers with, for each of its routes: none can be forgotten. */
export interface HttpApp<F extends RouteFunction> {
  routes: Readonly<Record<RouteKey<F>, RouteHandler>>;
  sessionNameRoles: readonly string[];
}

function requestOf(event: Event, sessionNameRoles: readonly string[]): HttpRequest {
  const { headers, body, isBase64Encoded, pathParameters = {}, queryStringParameters = {} } = event;
  const bytes = Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
  return {
    params: pathParameters as Record<string, string>,
    query: queryStringParameters as Record<string, string>,
    headers: headers as Record<string, string>,
    bytes,
    json: () => jsonBody(bytes),
    principal: principalOf(event.requestContext.authorizer.iam, sessionNameRoles),
    idempotencyKey: headers['idempotency-key'],
    ifMatch: headers['if-match'],
  };
}

function resultOf({ status, body, headers = {} }: HttpResponse): Result {
  if (body instanceof Uint8Array)
    return { statusCode: status, headers, body: Buffer.from(body).toString('base64'), isBase64Encoded: true };
  return {
    statusCode: status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}

/** `GET /v1/models/{model}` of the event, as the route table names it. */
const routeOf = ({ routeKey }: Event): string => routeKey.replace(' /v1/', ' /');

/**
 * @param setUp makes routes and their dependencies; it is called once, at the first request
 * @example export const handler = httpHandler<'api-models'>(() => modelsApp(dependencies(process.env)));
 */
export function httpHandler<F extends RouteFunction>(setUp: () => HttpApp<F>) {
  let app: HttpApp<F> | undefined;
  return middy<Event, Result>()
    .use(requestLog())
    .use(problemResponses())
    .handler(async (event: Event) => {
      app ??= setUp();
      const route = routeOf(event);
      const handle = Object.hasOwn(app.routes, route) ? app.routes[route as RouteKey<F>] : undefined;
      if (!handle) throw new Problem('unknown-route', `there is no route ${route}`);
      return resultOf(await handle(requestOf(event, app.sessionNameRoles)));
    });
}
