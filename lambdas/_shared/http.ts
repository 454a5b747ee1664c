/** A function behind the HTTP API. It hides the event: handlers see a request, use cases throw problems. */
import middy from '@middy/core';
import type { APIGatewayProxyEventV2WithIAMAuthorizer, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { Problem } from '../../lib/core/contracts/problems.ts';
import { type QueryOf, querySchema } from '../../lib/core/contracts/queries.ts';
import type { RouteFunction, RouteName } from '../../lib/core/contracts/routes.ts';
import { requestPart } from '../../lib/core/usecases/request-fields.ts';
import { jsonBody } from './json-body.ts';
import { principalOf } from './principal.ts';
import { problemResponses } from './problem-responses.ts';
import { requestLog } from './request-log.ts';

type Event = APIGatewayProxyEventV2WithIAMAuthorizer;
type Result = APIGatewayProxyStructuredResultV2;

/** @typeParam Q the query, as contracts/queries parses it for the route */
export interface HttpRequest<Q = unknown> {
  /** Path parameters, decoded. */
  params: Readonly<Record<string, string>>;
  query: Q;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  bytes: Uint8Array;
  /** The body as JSON. @throws Problem */
  json(): unknown;
  principal: string;
  idempotencyKey: string | undefined;
}

export interface HttpResponse {
  status: number;
  /** Sent as JSON, unless it is bytes. */
  body: unknown;
  headers?: Record<string, string>;
}

type RouteHandler<R extends RouteName> = (request: HttpRequest<QueryOf<R>>) => Promise<HttpResponse>;

/** What a function answers with, for each of its routes: none can be forgotten. */
export interface HttpApp<F extends RouteFunction> {
  routes: { readonly [R in RouteName<F>]: RouteHandler<R> };
  sessionNameRoles: readonly string[];
}

/** @throws Problem invalid-request for a query parameter the route does not know */
function requestOf<R extends RouteName>(event: Event, route: R, sessionNameRoles: readonly string[]) {
  const { headers, body, isBase64Encoded, pathParameters = {}, queryStringParameters = {} } = event;
  const bytes = Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
  const request: HttpRequest<QueryOf<R>> = {
    params: pathParameters as Record<string, string>,
    query: requestPart(querySchema(route), queryStringParameters, '?') as QueryOf<R>,
    headers: headers as Record<string, string>,
    bytes,
    json: () => jsonBody(bytes, headers['content-type']),
    principal: principalOf(event.requestContext.authorizer.iam, sessionNameRoles),
    idempotencyKey: headers['idempotency-key'],
  };
  return request;
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
      const name = routeOf(event);
      if (!Object.hasOwn(app.routes, name)) throw new Problem('unknown-route', `there is no route ${name}`);
      const route = name as RouteName<F>;
      // The compiler cannot see that the query was parsed by the schema of this very route.
      const handle = app.routes[route] as unknown as (request: HttpRequest) => Promise<HttpResponse>;
      return resultOf(await handle(requestOf(event, route, app.sessionNameRoles)));
    });
}
