/** What the API says when it cannot do what it was asked: RFC 9457, from one closed table. */
import * as z from 'zod';

/** `title` is the same for every occurrence of a code; what is particular is in `detail`. */
export const PROBLEMS = {
  'invalid-request': { status: 400, title: 'The request is not valid' },
  'invalid-manifest': { status: 400, title: 'The manifest is not valid' },
  'code-missing': { status: 400, title: 'A script model needs its code announced with the upload' },
  'not-independent': { status: 403, title: 'The approver must be another than author and requester' },
  'unknown-route': { status: 404, title: 'There is no such route' },
  'unknown-model': { status: 404, title: 'There is no such model' },
  'unknown-upload': { status: 404, title: 'There is no such upload' },
  'unknown-run': { status: 404, title: 'There is no such run' },
  'unknown-report': { status: 404, title: 'There is no report of this run' },
  'unknown-contract': { status: 404, title: 'There is no contract yet' },
  'unknown-version': { status: 404, title: 'There is no such version' },
  'unknown-stage': { status: 404, title: 'There is no such stage' },
  'unknown-release': { status: 404, title: 'There is no such release' },
  'unknown-approval': { status: 404, title: 'There is no such approval' },
  'not-live': { status: 404, title: 'The stage serves no version' },
  'gate-not-met': { status: 409, title: 'A gate is not met' },
  'champion-changed': { status: 409, title: 'The champion changed since the version was evaluated' },
  'release-in-progress': { status: 409, title: 'Another release of this stage is under way' },
  'approval-missing': { status: 409, title: 'The stage needs an approval, and nobody asked for one' },
  'approval-pending': { status: 409, title: 'The stage needs an approval, which is not given yet' },
  'approval-rejected': { status: 409, title: 'The approval was rejected' },
  'approval-expired': { status: 409, title: 'The approval has expired' },
  'approval-decided': { status: 409, title: 'The approval is decided already' },
  'approval-not-needed': { status: 409, title: 'The stage needs no approval' },
  'not-acceptable': { status: 409, title: 'The upload cannot be accepted as a new contract' },
  'not-retryable': { status: 409, title: 'The upload cannot be trained again' },
  'already-serving': { status: 409, title: 'The stage serves this version already' },
  'never-served': { status: 409, title: 'The version never served this stage' },
  'revision-mismatch': { status: 412, title: 'The manifest was changed by somebody else' },
  'too-large': { status: 413, title: 'The request is too large' },
  'unsupported-media-type': { status: 415, title: 'The body has another media type than is taken here' },
  'key-reused': { status: 422, title: 'The idempotency key was used for another request' },
  'model-fault': { status: 424, title: 'The model answered with an error' },
  internal: { status: 500, title: 'Sluice failed' },
  busy: { status: 503, title: 'The model is being changed by others' },
  'endpoint-busy': { status: 503, title: 'The endpoint of the stage cannot take the request now' },
  'prediction-timeout': { status: 504, title: 'The model did not answer in time' },
} as const satisfies Record<string, { status: number; title: string }>;
export type ProblemCode = keyof typeof PROBLEMS;

const FieldError = z.object({
  /** JSON pointer into the body (`#/a/b`), or a query parameter (`?name`). */
  pointer: z.string(),
  detail: z.string(),
  mend: z.string().optional(),
  /** Manifests: the code of the fault, as in errors.md, and the value that was found. */
  code: z.string().optional(),
  value: z.unknown().optional(),
});
export type FieldError = z.infer<typeof FieldError>;

/** The body of every answer from 400 on, as `application/problem+json`. Members may be added, never taken away. */
export const ProblemDetails = z.looseObject({
  /** `urn:sluice:<code>` */
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
  /** `urn:sluice:request:<request id>` */
  instance: z.string().optional(),
  /** What to do, as a sentence or a command. */
  mend: z.string().optional(),
  errors: z.array(FieldError).optional(),
});
export type ProblemDetails = z.infer<typeof ProblemDetails>;

export interface ProblemOptions {
  mend?: string;
  errors?: readonly FieldError[];
  /** Further members, as `current` for the revision that is there. */
  more?: Readonly<Record<string, unknown>>;
  cause?: unknown;
}

/** A use case refuses. `message` becomes `detail`: particular, for the caller, without internals. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly options: ProblemOptions;
  constructor(code: ProblemCode, detail: string, options: ProblemOptions = {}) {
    super(detail, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.options = options;
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }
}

/** @param request id of the request, so that a caller's report finds its log lines */
export function problemDetails(problem: Problem, request: string): ProblemDetails {
  const { mend, errors, more = {} } = problem.options;
  return {
    type: `urn:sluice:${problem.code}`,
    ...PROBLEMS[problem.code],
    detail: problem.message,
    instance: `urn:sluice:request:${request}`,
    ...(mend ? { mend } : {}),
    ...(errors ? { errors: [...errors] } : {}),
    ...more,
  };
}
