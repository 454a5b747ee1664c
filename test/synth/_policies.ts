/** Every IAM statement of the templates, with intrinsic functions as text. */
import type { Part, Synthesised } from './_synth.ts';

export interface Statement {
  /** Where it stands: `<stack>/<logical id>`. */
  readonly at: string;
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly services: readonly string[];
}

interface Document {
  Statement: Record<string, unknown>[];
}

const list = (value: unknown): unknown[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

function statements(synth: Synthesised, part: Part, id: string, document: Document): Statement[] {
  return document.Statement.map((raw) => ({
    at: `${part}/${id}`,
    effect: String(raw.Effect),
    actions: list(raw.Action).map(String),
    resources: list(raw.Resource).map((resource) => synth.text(resource)),
    conditions: Object.fromEntries(
      Object.entries((raw.Condition ?? {}) as Record<string, Record<string, unknown>>).map(([operator, keys]) => [
        operator,
        Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, list(values).map((v) => synth.text(v))])),
      ]),
    ),
    services: list((raw.Principal as { Service?: unknown } | undefined)?.Service).map((s) => synth.text(s)),
  }));
}

/** What roles and managed policies allow. */
export const identityStatements = (synth: Synthesised): Statement[] => [
  ...synth
    .all('AWS::IAM::Role')
    .flatMap(({ part, id, Properties }) =>
      list(Properties.Policies).flatMap((policy) =>
        statements(synth, part, id, (policy as { PolicyDocument: Document }).PolicyDocument),
      ),
    ),
  ...synth
    .all('AWS::IAM::ManagedPolicy')
    .flatMap(({ part, id, Properties }) => statements(synth, part, id, Properties.PolicyDocument)),
  ...synth
    .all('AWS::IAM::Policy')
    .flatMap(({ part, id, Properties }) => statements(synth, part, id, Properties.PolicyDocument)),
];

/** Who may become a role. */
export const trustStatements = (synth: Synthesised): Statement[] =>
  synth
    .all('AWS::IAM::Role')
    .flatMap(({ part, id, Properties }) => statements(synth, part, id, Properties.AssumeRolePolicyDocument));

/** Policies of buckets, queues and topics. */
export const resourceStatements = (synth: Synthesised): Statement[] =>
  ['AWS::S3::BucketPolicy', 'AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy'].flatMap((type) =>
    synth.all(type).flatMap(({ part, id, Properties }) => statements(synth, part, id, Properties.PolicyDocument)),
  );

/** IAM's `*` and `?`, which know no segments. */
export function matches(pattern: string, text: string): boolean {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`, 's').test(text);
}
