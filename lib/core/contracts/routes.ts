/** The routes of the API and who may use them. Router, managed policies and the OpenAPI document are rendered from this table. */
export const PERSONAS = ['DataScientist', 'Approver', 'Operator', 'Application'] as const;
export type Persona = (typeof PERSONAS)[number];

export type RouteFunction =
  | 'api-models'
  | 'api-uploads'
  | 'api-queries'
  | 'api-approvals'
  | 'api-releases'
  | 'api-predictions'
  | 'api-performance';

export interface Route {
  method: 'GET' | 'PUT' | 'POST';
  /** Below `/v1`; `{name}` is a path parameter. */
  path: string;
  function: RouteFunction;
  personas: readonly Persona[];
}

const READERS = ['DataScientist', 'Approver', 'Operator'] as const;

export const ROUTES = [
  { method: 'GET', path: '/openapi.json', function: 'api-queries', personas: PERSONAS },
  { method: 'GET', path: '/models', function: 'api-queries', personas: READERS },
  { method: 'PUT', path: '/models/{model}', function: 'api-models', personas: ['DataScientist', 'Operator'] },
  { method: 'GET', path: '/models/{model}', function: 'api-queries', personas: READERS },
  { method: 'POST', path: '/models/{model}/uploads', function: 'api-uploads', personas: ['DataScientist'] },
  { method: 'GET', path: '/models/{model}/uploads/{upload}', function: 'api-queries', personas: READERS },
  {
    method: 'POST',
    path: '/models/{model}/uploads/{upload}/retries',
    function: 'api-uploads',
    personas: ['DataScientist', 'Operator'],
  },
  { method: 'GET', path: '/models/{model}/contract', function: 'api-queries', personas: READERS },
  {
    method: 'POST',
    path: '/models/{model}/contract/acceptances',
    function: 'api-uploads',
    personas: ['DataScientist', 'Operator'],
  },
  { method: 'GET', path: '/models/{model}/runs', function: 'api-queries', personas: READERS },
  { method: 'GET', path: '/models/{model}/runs/{run}', function: 'api-queries', personas: READERS },
  { method: 'GET', path: '/models/{model}/runs/{run}/report', function: 'api-queries', personas: READERS },
  { method: 'GET', path: '/models/{model}/runs/{run}/difference/{before}', function: 'api-queries', personas: READERS },
  { method: 'GET', path: '/models/{model}/versions', function: 'api-queries', personas: READERS },
  { method: 'GET', path: '/models/{model}/versions/{version}', function: 'api-queries', personas: READERS },
  { method: 'GET', path: '/models/{model}/stages', function: 'api-queries', personas: READERS },
  { method: 'GET', path: '/models/{model}/stages/{stage}', function: 'api-queries', personas: READERS },
  {
    method: 'POST',
    path: '/models/{model}/stages/{stage}/approvals',
    function: 'api-approvals',
    personas: ['DataScientist', 'Operator'],
  },
  { method: 'GET', path: '/models/{model}/stages/{stage}/approvals', function: 'api-queries', personas: READERS },
  {
    method: 'GET',
    path: '/models/{model}/stages/{stage}/approvals/{approval}',
    function: 'api-queries',
    personas: READERS,
  },
  {
    method: 'POST',
    path: '/models/{model}/stages/{stage}/approvals/{approval}/decisions',
    function: 'api-approvals',
    personas: ['Approver'],
  },
  {
    method: 'POST',
    path: '/models/{model}/stages/{stage}/releases',
    function: 'api-releases',
    personas: ['DataScientist', 'Approver', 'Operator'],
  },
  { method: 'GET', path: '/models/{model}/stages/{stage}/releases', function: 'api-queries', personas: READERS },
  {
    method: 'GET',
    path: '/models/{model}/stages/{stage}/releases/{release}',
    function: 'api-queries',
    personas: READERS,
  },
  {
    method: 'POST',
    path: '/models/{model}/stages/{stage}/predictions',
    function: 'api-predictions',
    personas: ['Application', 'DataScientist', 'Operator'],
  },
  {
    method: 'POST',
    path: '/models/{model}/labels',
    function: 'api-performance',
    personas: ['Application', 'DataScientist', 'Operator'],
  },
  {
    method: 'GET',
    path: '/models/{model}/stages/{stage}/performance',
    function: 'api-performance',
    personas: READERS,
  },
  { method: 'GET', path: '/models/{model}/drift', function: 'api-queries', personas: READERS },
  { method: 'GET', path: '/models/{model}/stages/{stage}/drift', function: 'api-queries', personas: READERS },
  { method: 'GET', path: '/models/{model}/stages/{stage}/drift/trend', function: 'api-queries', personas: READERS },
  { method: 'GET', path: '/models/{model}/events', function: 'api-queries', personas: READERS },
] as const satisfies readonly Route[];

type NameOf<R> = R extends { method: infer M extends string; path: infer P extends string } ? `${M} ${P}` : never;
/** `GET /models/{model}`: how a route is named everywhere else. With a function: the routes it answers. */
export type RouteName<F extends RouteFunction = RouteFunction> = NameOf<
  Extract<(typeof ROUTES)[number], { function: F }>
>;
