/**
 * The API as OpenAPI 3.1, rendered from the route table, the zod schemas and the operations. Nothing is written twice:
 * what a function parses is what the document says.
 */
import { PAGE_DEFAULT, PAGE_LIMIT, QUERIES, type querySchema } from '../queries.ts';
import { PERSONAS, ROUTES, type Route, type RouteName } from '../routes.ts';
import { componentSchemas, inlineSchema, refOf } from './components.ts';
import { EXAMPLES, type Example } from './examples.ts';
import { ANSWER_HEADERS, REQUEST_HEADERS } from './headers.ts';
import type { Operation, RequestBody } from './operation.ts';
import { OPERATIONS } from './operations/index.ts';
import { PATH_PARAMETERS } from './path-parameters.ts';
import { bytesSchema, JSON_TYPE, responsesOf } from './responses.ts';
import { TAGS } from './tags.ts';

type Fragment = Record<string, unknown>;

const ABOUT = `Serverless MLOps in your own AWS account: upload data, get a model; release it behind alarms; watch it.

**Signing.** Every request is signed with AWS Signature Version 4 for the service \`execute-api\`. Who may call what is a
matter of IAM: each operation names the personas whose managed policy allows it.

**Errors** are problem details (RFC 9457) with \`type\` \`urn:sluice:<code>\`. Act on the code; \`detail\` is for people,
\`mend\` says what to do, \`errors\` names the places. What API Gateway answers by itself has only a \`message\`.

**Strictness.** A query parameter or a member of a body that is not described is refused. Answers may gain members.

**Pages.** \`limit\` is 1 to 100, 20 when absent. Where an answer has a \`cursor\`, there is more: send it back with the
same filters.

**Repeating.** GET and PUT may be repeated. A POST with an \`Idempotency-Key\` may be repeated with it for 7 days.

**Media types.** Answers are JSON whatever \`Accept\` says; predictions pass it on to the model.

**Methods.** A method or path that is not described, HEAD among them, is answered 404 by API Gateway.`;

/** Version of the API, not of the platform: members are added within it, never taken away. */
const API_VERSION = '1.0.0';

const QUERY_TEXTS: Readonly<Record<string, string>> = {
  limit: 'Most items of the page; for drift, most reports and most incidents of each kind.',
  cursor: 'The `cursor` of the page before.',
  state: 'Only runs of this state.',
  since: 'Only what began at this time or later, ISO 8601 with an offset.',
  at: 'What served at this time, ISO 8601 with an offset.',
  from: 'Only what was asked at this time or later, ISO 8601 with an offset; absent, of the seven days before `to`.',
  to: 'Only what was asked before this time, ISO 8601 with an offset; absent, until now.',
};

/** Texts of digits, which is what a query is made of, are numbers to whoever reads the document. */
const NUMBERS: Readonly<Record<string, Fragment>> = {
  limit: { type: 'integer', minimum: 1, maximum: PAGE_LIMIT, default: PAGE_DEFAULT },
};

function queryParameters(route: RouteName, example: Example | undefined): Fragment[] {
  const schema = (QUERIES as Partial<Record<RouteName, ReturnType<typeof querySchema>>>)[route];
  if (!schema) return [];
  const { properties = {} } = inlineSchema(schema) as { properties?: Record<string, Fragment> };
  return Object.entries(properties).map(([name, found]) => ({
    name,
    in: 'query',
    description: described(QUERY_TEXTS, name, route),
    schema: NUMBERS[name] ?? found,
    ...exampleOf(example?.request.query?.[name], NUMBERS[name] !== undefined),
  }));
}

function pathParameters(route: RouteName, path: string, example: Example | undefined): Fragment[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => {
    const { description, schema } = described(PATH_PARAMETERS, name, route);
    return {
      name,
      in: 'path',
      required: true,
      description,
      schema,
      ...exampleOf(example?.request.path?.[name], schema['type'] === 'integer'),
    };
  });
}

const exampleOf = (value: string | undefined, numeric: boolean): Fragment =>
  value === undefined ? {} : { example: numeric ? Number(value) : value };

function described<T>(table: Readonly<Record<string, T>>, name: string, route: string): T {
  const found = table[name];
  if (found === undefined) throw new Error(`${route}: the parameter ${name} is not described`);
  return found;
}

function requestBody({ description, schema, media = [] }: RequestBody, examples: readonly Example[]): Fragment {
  const sent = (type: string): Fragment => {
    const those = examples.filter(
      ({ request, answer }) => answer.status < 300 && (request.headers?.['content-type'] ?? JSON_TYPE) === type,
    );
    return those.length === 0
      ? {}
      : {
          examples: Object.fromEntries(
            those.map(({ name, summary, request }) => [name, { summary, value: request.body }]),
          ),
        };
  };
  const content = schema
    ? { [JSON_TYPE]: { schema: refOf(schema), ...sent(JSON_TYPE) } }
    : Object.fromEntries(media.map((type) => [type, { schema: bytesSchema(type), ...sent(type) }]));
  return { description, required: true, content };
}

const nameOf = ({ method, path }: Route): RouteName => `${method} ${path}` as RouteName;

function operationObject(route: Route, operation: Operation): Fragment {
  const name = nameOf(route);
  const examples = EXAMPLES[operation.id] ?? [];
  const taken = examples.find(({ answer }) => answer.status < 300);
  const parameters = [
    ...pathParameters(name, route.path, taken),
    ...queryParameters(name, examples.find(({ request }) => request.query) ?? taken),
    ...(operation.headers ?? []).map((header) => ({ $ref: `#/components/parameters/${header}` })),
  ];
  const callers = route.personas.length === PERSONAS.length ? 'every persona' : route.personas.join(', ');
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    description: `${operation.description}\n\nFor: ${callers}.`,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(operation.body ? { requestBody: requestBody(operation.body, examples) } : {}),
    responses: responsesOf(operation, examples),
  };
}

function paths(): Fragment {
  const found: Record<string, Fragment> = {};
  for (const route of ROUTES) {
    const operation = OPERATIONS[nameOf(route)];
    found[route.path] = { ...found[route.path], [route.method.toLowerCase()]: operationObject(route, operation) };
  }
  return found;
}

const headerParameters = (): Fragment =>
  Object.fromEntries(
    Object.entries(REQUEST_HEADERS).map(([id, { name, description, schema, example }]) => [
      id,
      { name, in: 'header', description, schema, example },
    ]),
  );
const answerHeaders = (): Fragment =>
  Object.fromEntries(
    Object.entries(ANSWER_HEADERS).map(([id, { description, schema, example }]) => [
      id,
      { description, schema, example, required: id !== 'RetryAfter' },
    ]),
  );

interface OpenApiDocument {
  openapi: string;
  paths: Record<string, Record<string, Record<string, unknown>>>;
  components: { schemas: Record<string, Record<string, unknown>> } & Fragment;
  [member: string]: unknown;
}

/** Served at `GET /v1/openapi.json`; takes about 20 ms, so it is made once and at the first call. */
export function openApiDocument(): OpenApiDocument {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sluice',
      version: API_VERSION,
      summary: 'Train, release and watch models in your own AWS account.',
      description: ABOUT,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    // Relative to where the document was read: the platform that served it.
    servers: [{ url: '/v1' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    security: [{ sigv4: [] }],
    paths: paths() as OpenApiDocument['paths'],
    components: {
      schemas: componentSchemas(),
      parameters: headerParameters(),
      headers: answerHeaders(),
      securitySchemes: {
        // As API Gateway exports it; OpenAPI has no word of its own for it.
        sigv4: {
          type: 'apiKey',
          name: 'Authorization',
          in: 'header',
          description: 'AWS Signature Version 4 for the service `execute-api`.',
          'x-amazon-apigateway-authtype': 'awsSigv4',
        },
      },
    },
  };
}
