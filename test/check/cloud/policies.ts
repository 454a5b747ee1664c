/** Every IAM statement of the templates, with intrinsic functions as text. */
import type { Cloud } from './cloud.ts';

export interface Statement {
  /** Where it stands: `<stack>/<logical id>`. */
  readonly at: string;
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly services: readonly string[];
  /** Who else: `*`, accounts and ARNs. */
  readonly principals: readonly string[];
  /** Elements that turn a statement round: NotAction, NotResource, NotPrincipal. */
  readonly negations: readonly string[];
  readonly sid: string | undefined;
}

interface Document {
  Version?: string;
  Statement: Record<string, unknown>[];
}

const list = (value: unknown): unknown[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

function othersOf(principal: unknown): unknown[] {
  if (typeof principal !== 'object' || principal === null) return list(principal);
  return Object.entries(principal).flatMap(([kind, who]) => (kind === 'Service' ? [] : list(who)));
}

function statements(cloud: Cloud, part: string, id: string, document: Document): Statement[] {
  return document.Statement.map((raw) => ({
    at: `${part}/${id}`,
    effect: String(raw.Effect),
    actions: list(raw.Action).map(String),
    resources: list(raw.Resource).map((resource) => cloud.text(resource)),
    conditions: Object.fromEntries(
      Object.entries((raw.Condition ?? {}) as Record<string, Record<string, unknown>>).map(([operator, keys]) => [
        operator,
        Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, list(values).map((v) => cloud.text(v))])),
      ]),
    ),
    services: list((raw.Principal as { Service?: unknown } | undefined)?.Service).map((s) => cloud.text(s)),
    principals: othersOf(raw.Principal).map((principal) => cloud.text(principal)),
    negations: ['NotAction', 'NotResource', 'NotPrincipal'].filter((element) => element in raw),
    sid: raw.Sid as string | undefined,
  }));
}

/** What roles and managed policies allow. */
export const identityStatements = (cloud: Cloud): Statement[] => [
  ...cloud
    .all('AWS::IAM::Role')
    .flatMap(({ part, id, Properties }) =>
      list(Properties.Policies).flatMap((policy) =>
        statements(cloud, part, id, (policy as { PolicyDocument: Document }).PolicyDocument),
      ),
    ),
  ...cloud
    .all('AWS::IAM::ManagedPolicy')
    .flatMap(({ part, id, Properties }) => statements(cloud, part, id, Properties.PolicyDocument)),
  ...cloud
    .all('AWS::IAM::Policy')
    .flatMap(({ part, id, Properties }) => statements(cloud, part, id, Properties.PolicyDocument)),
];

/** Who may become a role. */
export const trustStatements = (cloud: Cloud): Statement[] =>
  cloud
    .all('AWS::IAM::Role')
    .flatMap(({ part, id, Properties }) => statements(cloud, part, id, Properties.AssumeRolePolicyDocument));

/** Policies of buckets, queues and topics. */
export const resourceStatements = (cloud: Cloud): Statement[] =>
  ['AWS::S3::BucketPolicy', 'AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy'].flatMap((type) =>
    cloud.all(type).flatMap(({ part, id, Properties }) => statements(cloud, part, id, Properties.PolicyDocument)),
  );

/** IAM's `*` and `?`, which know no segments. */
export function matches(pattern: string, text: string): boolean {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`, 's').test(text);
}
