/** Answers of an operation in the document: its own by status, then the problems, then what API Gateway says by itself. */
import { PROBLEMS, type ProblemCode } from '../problems.ts';
import { componentRef, refOf } from './components.ts';
import type { Example } from './examples.ts';
import { ANSWER_HEADERS, type AnswerHeader } from './headers.ts';
import type { Answer, Operation } from './operation.ts';

type Fragment = Record<string, unknown>;

export const JSON_TYPE = 'application/json';
const PROBLEM_TYPE = 'application/problem+json';

/** Codes that any request may be answered with. */
const OF_ANY = ['invalid-request', 'internal'] as const satisfies readonly ProblemCode[];
/** Codes whose answer names a time to wait. */
const WITH_RETRY_AFTER: readonly ProblemCode[] = ['busy', 'endpoint-busy'];

/** Statuses that API Gateway answers with too, before a function or in its place. */
const GATEWAY: Readonly<Record<number, string>> = {
  403: 'Not signed, or the caller has no right to this route.',
  404: 'There is no such route or method.',
  413: 'The request is larger than API Gateway takes (10 MB).',
  429: 'More requests than the platform takes a second: wait and send it again.',
  500: 'A function failed before it could answer.',
  503: 'A function did not answer in time.',
};

const headersOf = (names: readonly AnswerHeader[]): Fragment =>
  names.length === 0
    ? {}
    : {
        headers: Object.fromEntries(
          names.map((name) => [ANSWER_HEADERS[name].name, { $ref: `#/components/headers/${name}` }]),
        ),
      };

const examplesOf = (examples: readonly Example[]): Fragment =>
  examples.length === 0
    ? {}
    : {
        examples: Object.fromEntries(
          examples.map(({ name, summary, answer }) => [name, { summary, value: answer.body }]),
        ),
      };

/** Schema of the bytes of a media type that no schema describes. */
export const bytesSchema = (media: string): Fragment => (media === JSON_TYPE ? {} : { type: 'string' });

function contentOf({ schema, media = [] }: Answer, examples: readonly Example[]): Fragment {
  if (schema) return { [JSON_TYPE]: { schema: refOf(schema), ...examplesOf(examples) } };
  return Object.fromEntries(
    media.map((type) => [
      type,
      {
        schema: bytesSchema(type),
        ...examplesOf(examples.filter(({ answer }) => answer.headers['content-type'] === type)),
      },
    ]),
  );
}

function ownResponse(answer: Answer, examples: readonly Example[]): Fragment {
  return {
    description: answer.description,
    ...headersOf(answer.headers ?? []),
    content: contentOf(answer, examples),
  };
}

/** Problems of one status: which codes, and what each means. */
function problemResponse(status: number, codes: readonly ProblemCode[], examples: readonly Example[]): Fragment {
  const gateway = GATEWAY[status];
  const lines = [
    ...codes.map((code) => `- \`${code}\`: ${PROBLEMS[code].title}.`),
    ...(gateway ? [`- by API Gateway itself, as \`${JSON_TYPE}\`: ${gateway}`] : []),
  ];
  const type = { enum: codes.map((code) => `urn:sluice:${code}`) };
  const problem = {
    schema: {
      allOf: [{ $ref: componentRef('Problem') }, { properties: { type, status: { const: status } } }],
    },
    ...examplesOf(examples),
  };
  return {
    description: lines.join('\n'),
    ...headersOf(codes.some((code) => WITH_RETRY_AFTER.includes(code)) ? ['RetryAfter'] : []),
    content: {
      ...(codes.length > 0 ? { [PROBLEM_TYPE]: problem } : {}),
      ...(gateway ? { [JSON_TYPE]: { schema: { $ref: componentRef('GatewayMessage') } } } : {}),
    },
  };
}

export function responsesOf(operation: Operation, examples: readonly Example[]): Fragment {
  const ofStatus = (status: number) => examples.filter(({ answer }) => answer.status === status);
  const codes: readonly ProblemCode[] = [...OF_ANY, ...operation.problems];
  const statuses = new Set([...codes.map((code) => PROBLEMS[code].status), ...Object.keys(GATEWAY).map(Number)]);
  const own = Object.entries(operation.answers).map(([status, answer]) => [
    status,
    ownResponse(answer, ofStatus(Number(status))),
  ]);
  const problems = [...statuses]
    .sort((a, b) => a - b)
    .map((status) => [
      String(status),
      problemResponse(
        status,
        codes.filter((code) => PROBLEMS[code].status === status),
        ofStatus(status),
      ),
    ]);
  return Object.fromEntries([...own, ...problems]);
}
