/** The whole API over memory adapters: requests go in as API Gateway's events, as on AWS. */
import type { APIGatewayProxyEventV2WithIAMAuthorizer, Context } from 'aws-lambda';
import { vi } from 'vitest';
import { httpHandler } from '../../../lambdas/_shared/http.ts';
import { approvalsApp } from '../../../lambdas/api/approvals/handler.ts';
import { modelsApp } from '../../../lambdas/api/models/handler.ts';
import { performanceApp } from '../../../lambdas/api/performance/handler.ts';
import { predictionsApp } from '../../../lambdas/api/predictions/handler.ts';
import { queriesApp } from '../../../lambdas/api/queries/routes.ts';
import { releasesApp } from '../../../lambdas/api/releases/handler.ts';
import { uploadsApp } from '../../../lambdas/api/uploads/handler.ts';
import { memoryExecutions } from '../../../lib/adapters/memory/executions.ts';
import { memoryObjects } from '../../../lib/adapters/memory/objects.ts';
import { memoryPredictions } from '../../../lib/adapters/memory/predictions.ts';
import { memoryRegistry } from '../../../lib/adapters/memory/registry.ts';
import { countingIds, memoryPublisher, noBackoff, testClock } from '../../../lib/adapters/memory/services.ts';
import { Policy } from '../../../lib/core/contracts/policy.ts';
import { ROUTES } from '../../../lib/core/contracts/routes.ts';
import type { ChainHead } from '../../../lib/core/registry/chain.ts';
import { change } from '../../../lib/core/registry/change.ts';
import { create, read, replace } from '../../../lib/core/registry/documents.ts';
import { Release, Stage, type Version } from '../../../lib/core/registry/entities.ts';
import type { RegistryEvent } from '../../../lib/core/registry/event.ts';
import { SK } from '../../../lib/core/registry/keys.ts';
import { unlocked } from '../../../lib/core/registry/stage-lock.ts';
import { assertDocumented } from './_documented.ts';

/** Members of any answer, as tests read them; each answer has some of them. */
interface AnswerBody {
  type: string;
  state: string;
  mend: string;
  errors: { pointer: string }[];
  upload: string;
  run: string;
  release: string;
  configuration: string;
  approval: string;
  code: { url: string; headers: Record<string, string> };
  items: (RegistryEvent & { version: number; configuration: string })[];
  cursor: string;
  serving: { since: string };
  head: ChainHead;
  reports: unknown[];
}

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: AnswerBody;
}

export interface Call {
  body?: unknown;
  raw?: string | Uint8Array;
  headers?: Record<string, string>;
  query?: Record<string, string>;
  user?: string;
  account?: string;
}

/** Matches `GET /models/churn` to its row of the route table. */
function matched(method: string, path: string) {
  for (const route of ROUTES) {
    const pattern = new RegExp(`^${route.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]*)')}$`);
    const found = route.method === method ? pattern.exec(path) : null;
    if (found) return { route, params: { ...found.groups } };
  }
  throw new Error(`no route ${method} ${path}`);
}

function eventOf(method: string, path: string, call: Call): APIGatewayProxyEventV2WithIAMAuthorizer {
  const { route, params } = matched(method, path);
  const {
    body,
    raw = body === undefined ? undefined : JSON.stringify(body),
    headers = {},
    query,
    user = 'anna',
    account = '1',
  } = call;
  return {
    version: '2.0',
    routeKey: `${method} /v1${route.path}`,
    rawPath: `/v1${path}`,
    rawQueryString: '',
    headers,
    pathParameters: params,
    ...(query ? { queryStringParameters: query } : {}),
    isBase64Encoded: raw instanceof Uint8Array,
    ...(raw === undefined ? {} : { body: raw instanceof Uint8Array ? Buffer.from(raw).toString('base64') : raw }),
    requestContext: {
      requestId: 'r-1',
      authorizer: { iam: { userId: 'AIDAX', userArn: `arn:aws:iam::${account}:user/${user}` } },
    },
  } as unknown as APIGatewayProxyEventV2WithIAMAuthorizer;
}

export const STATE_MACHINE = 'arn:aws:states:eu-west-1:1:stateMachine:release';

/** @param policy what differs from the default policy */
export function testPlatform(policy: Partial<Policy> = {}) {
  for (const level of ['info', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
  const clock = testClock();
  const registry = memoryRegistry();
  const executions = memoryExecutions();
  const predictions = memoryPredictions();
  const objects = memoryObjects({ now: clock.now });
  const ports = {
    registry,
    clock,
    executions,
    predictions,
    objects,
    backoff: noBackoff,
    ids: countingIds(clock),
    publisher: memoryPublisher(),
    origin: { platform: 'sluice', account: '123456789012', region: 'eu-west-1' },
    policy: Policy.parse(policy),
    platform: 'sluice',
    stateMachine: STATE_MACHINE,
    dataBucket: 'data',
    artifactBucket: 'artifacts',
    captureBucket: 'capture',
  };
  const dependencies = { ports, sessionNameRoles: [] };
  const handlers = {
    'api-models': httpHandler(() => modelsApp(dependencies)),
    'api-uploads': httpHandler(() => uploadsApp(dependencies)),
    'api-queries': httpHandler(() => queriesApp(dependencies)),
    'api-approvals': httpHandler(() => approvalsApp(dependencies)),
    'api-releases': httpHandler(() => releasesApp(dependencies)),
    'api-predictions': httpHandler(() => predictionsApp(dependencies)),
    'api-performance': httpHandler(() => performanceApp(dependencies)),
  };

  async function call(method: 'GET' | 'PUT' | 'POST', path: string, request: Call = {}): Promise<Answer> {
    const { route } = matched(method, path);
    const handler = handlers[route.function];
    const result = await handler(eventOf(method, path, request), {} as Context);
    const { statusCode = 0, headers = {}, body = '', isBase64Encoded } = result;
    const text = isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
    const json = /json/.test(String(headers['content-type']));
    const answer = {
      status: statusCode,
      headers: headers as Record<string, string>,
      body: json ? JSON.parse(text) : text,
    };
    assertDocumented(route, answer);
    return answer;
  }

  return { ports, call, registry, executions, predictions, objects, clock };
}
export type TestPlatform = ReturnType<typeof testPlatform>;

export const codeOf = ({ body }: Answer): string => body.type?.replace('urn:sluice:', '');

export const manifest = (more: Record<string, unknown> = {}) => ({
  sluice: 1,
  model: 'churn',
  task: 'binary-classification',
  data: { target: 'churned' },
  training: { algorithm: 'xgboost' },
  evaluation: { gates: ['auc >= 0.80'] },
  stages: {
    staging: {},
    production: { serving: { count: 2 }, rollout: { strategy: 'canary', size: 50, bakeMinutes: 10 } },
  },
  ...more,
});

export const applied = async (platform: TestPlatform): Promise<void> => {
  const { status } = await platform.call('PUT', '/models/churn', { body: manifest() });
  if (status !== 201) throw new Error(`apply answered ${status}`);
};

/** Registers a version as the training workflow does. */
export async function registered({ ports }: TestPlatform, version: number, more: Partial<Version> = {}): Promise<void> {
  await change(ports, 'churn', async ({ time }) => ({
    event: { kind: 'version-registered', actor: 'sluice', data: { version } },
    writes: [
      create(SK.version(version), {
        v: 1 as const,
        model: 'churn',
        version,
        run: 'R',
        author: 'anna',
        registered: time,
        task: 'binary-classification',
        manifestRevision: 1,
        manifestDigest: 'd',
        dataset: 'd',
        datasetLocation: 'l',
        code: 'c',
        image: 'i',
        job: 'j',
        parameters: {},
        artifact: { uri: 's3://a', digest: 'd' },
        sagemakerModel: 'm',
        metrics: { auc: { value: 0.9, low: 0.8, high: 0.95 } },
        gates: [{ gate: 'auc >= 0.80', outcome: 'met', text: 'auc 0.90 >= 0.80' }],
        evaluation: 's3://e',
        ...more,
      }),
    ],
    result: undefined,
  }));
}

/** Ends the release that is under way as the release workflow does: the stage serves its version. */
export async function wentLive(platform: TestPlatform, release: string): Promise<void> {
  const { ports, executions } = platform;
  await change(ports, 'churn', async ({ time }) => {
    const asked = await read(ports.registry, 'churn', SK.release('production', release), Release);
    if (!asked) throw new Error(`no release ${release}`);
    const { stage: name, version, configuration } = asked.document;
    const stage = await read(ports.registry, 'churn', SK.stage(name), Stage);
    if (!stage) throw new Error(`no stage ${name}`);
    const serving = { version, configuration, since: time, release };
    const history = { v: 1 as const, model: 'churn', stage: name, time, version, configuration, release };
    return {
      event: { kind: 'release-live', actor: 'sluice', data: { release, version } },
      writes: [
        replace(SK.release(name, release), { ...asked.document, state: 'live' as const, ended: time }, asked),
        replace(SK.stage(name), { ...unlocked(stage.document, release, time), serving }, stage),
        create(SK.history(name, time), history),
      ],
      result: undefined,
    };
  });
  executions.finish(`churn-production-${release}`, 'SUCCEEDED');
}

export async function live(platform: TestPlatform, version: number, body: object = { version }): Promise<void> {
  const answer = await platform.call('POST', '/models/churn/stages/production/releases', { body });
  if (answer.status !== 202) throw new Error(`release of ${version} answered ${JSON.stringify(answer.body)}`);
  platform.clock.advance(60_000);
  await wentLive(platform, answer.body.release);
}
