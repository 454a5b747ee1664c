/**
 * What a function is promised and what it needs, as data. The infrastructure renders environment and policy from it, the
 * handler parses its environment with it, and tests hold both against the calls that are really made.
 */
import * as z from 'zod';

/** Every environment variable a function may have. One name, one meaning, one schema. */
export const ENVIRONMENT = {
  PLATFORM: z.string().min(1),
  ACCOUNT: z.string().min(1),
  REGION: z.string().min(1),
  REGISTRY_TABLE: z.string().min(1),
  EVENTS_TABLE: z.string().min(1),
  DATA_BUCKET: z.string().min(1),
  ARTIFACT_BUCKET: z.string().min(1),
  CAPTURE_BUCKET: z.string().min(1),
  TRAINING_STATE_MACHINE: z.string().min(1),
  RELEASE_STATE_MACHINE: z.string().min(1),
  NOTIFICATIONS_TOPIC: z.string().min(1),
  DRIFT_QUEUE_URL: z.string().min(1),
  PERFORMANCE_QUEUE_URL: z.string().min(1),
  DRILL_QUEUE_URL: z.string().min(1),
  /** Of the queue the function reads itself: what it puts off, it sends there. */
  UPLOAD_QUEUE_URL: z.string().min(1),
  /** JSON of contracts/policy. */
  POLICY: z.string().min(2),
  TRAINING_ROLE: z.string().min(1),
  SERVING_ROLE: z.string().min(1),
  /** Image URI of the default algorithm. */
  XGBOOST_IMAGE: z.string().min(1),
  /** s3:// address of the default algorithm's code (a tar.gz) and its SHA-256 in hex. */
  RUNTIME_CODE: z.string().min(1),
  RUNTIME_CODE_DIGEST: z.string().min(1),
  /** Comma-separated ids of where containers have their network interfaces; both empty: SageMaker's own network. */
  VPC_SUBNETS: z.string(),
  VPC_SECURITY_GROUPS: z.string(),
  /** Comma-separated role names whose session name counts as the person (context `sessionNameRoles`); may be empty. */
  SESSION_NAME_ROLES: z.string(),
} as const;
export type EnvironmentName = keyof typeof ENVIRONMENT;

/**
 * A resource of the platform by its role in it. `infra` turns it into an ARN; `suffix` is appended to a bucket's ARN as
 * a key pattern, and for `endpoint`, `model-...` and alarms the ARN prefix is `<platform>-*`.
 */
export const RESOURCES = [
  'registry-table',
  'registry-index',
  'events-table',
  'data-bucket',
  'data-objects',
  'artifact-bucket',
  'artifact-objects',
  'capture-bucket',
  'capture-objects',
  'training-state-machine',
  'training-executions',
  'release-state-machine',
  'release-executions',
  'notifications-topic',
  'drift-queue',
  'performance-queue',
  'drill-queue',
  'upload-queue',
  'platform-endpoints',
  'event-bus',
  'platform-alarms',
  'any',
] as const;
export type ResourceName = (typeof RESOURCES)[number];

export interface Need {
  actions: readonly string[];
  on: ResourceName;
  /** `*-objects`: key patterns, e.g. `*` + `/uploads/*`. Buckets: none. */
  keys?: readonly string[];
  /** IAM condition block, e.g. `{ StringEquals: { 'cloudwatch:namespace': 'Sluice' } }`. */
  condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export interface FunctionContract<E extends readonly EnvironmentName[] = readonly EnvironmentName[]> {
  /** `<area>-<function>`; the handler is `lambdas/<area>/<function>/handler.ts`. */
  id: string;
  area: string;
  name: string;
  description: string;
  env: E;
  needs: readonly Need[];
  timeoutSeconds: number;
  memoryMb: number;
}

export type EnvironmentOf<E extends readonly EnvironmentName[]> = { [K in E[number]]: string };

/** Makes a contract; keeps the literal types of its environment. */
export function functionContract<const E extends readonly EnvironmentName[]>(
  contract: Omit<FunctionContract<E>, 'id'>,
): FunctionContract<E> {
  return { id: `${contract.area}-${contract.name}`, ...contract };
}

/** Parses a process environment by a contract. @throws Error naming every variable that is missing. */
export function parseEnvironment<const E extends readonly EnvironmentName[]>(
  contract: FunctionContract<E>,
  env: Readonly<Record<string, string | undefined>>,
): EnvironmentOf<E> {
  const missing = contract.env.filter((name) => !ENVIRONMENT[name].safeParse(env[name]).success);
  if (missing.length > 0) throw new Error(`function ${contract.id}: environment lacks ${missing.join(', ')}`);
  return Object.fromEntries(contract.env.map((name) => [name, env[name]])) as EnvironmentOf<E>;
}
