/** Calls the platform's API, signed for IAM as the caller. */
import { ProblemDetails } from '../../core/contracts/problems.ts';
import { type CredentialSource, signedFetch } from './signed-fetch.ts';

export type { CredentialSource, Credentials } from './signed-fetch.ts';

export interface ApiRequest {
  method: 'GET' | 'PUT' | 'POST';
  /** Below `/v1`, parts already encoded, with its query: `/models?limit=5`. */
  path: string;
  /** A JSON value; or bytes, with `contentType`. */
  body?: unknown;
  contentType?: string;
  headers?: Record<string, string>;
}

export interface ApiAnswer {
  status: number;
  headers: Headers;
  /** Parsed when it is JSON, else text. */
  body: unknown;
}

/** The API refused or failed: `problem` says what and how to mend it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly problem: ProblemDetails;
  constructor(status: number, problem: ProblemDetails) {
    super(problem.detail ?? problem.title);
    this.status = status;
    this.problem = problem;
  }
  /** `urn:sluice:<code>` without its beginning; empty for answers that are not Sluice's own, as API Gateway's 403. */
  get code(): string {
    return this.problem.type.startsWith('urn:sluice:') ? this.problem.type.slice('urn:sluice:'.length) : '';
  }
}

async function answerOf(response: Response): Promise<ApiAnswer> {
  const text = await response.text();
  const json = /[/+]json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, body: json && text !== '' ? JSON.parse(text) : text };
}

/** AWS's own text; it is JSON also where the answer does not say so. */
function messageOf(body: unknown): string {
  let value = body;
  try {
    if (typeof body === 'string' && body.startsWith('{')) value = JSON.parse(body);
  } catch {
    // No JSON after all: the text as it is.
  }
  return String((value as { message?: unknown } | null)?.message ?? value);
}

/** Answers that do not come from Sluice's functions, but from API Gateway before them, have a shape of their own. */
function problemOf({ status, body }: ApiAnswer): ProblemDetails {
  const parsed = ProblemDetails.safeParse(body);
  if (parsed.success) return parsed.data;
  const title = status === 403 ? 'The caller may not do this' : `The API answered ${status}`;
  return { type: 'about:blank', title, status, detail: messageOf(body).slice(0, 500) || title };
}

/**
 * @param url the output `api-url`; routes lie below its `/v1`
 * @example await apiClient({ url, region, credentials })({ method: 'GET', path: '/models' })
 */
export function apiClient(options: {
  url: string;
  region: string;
  credentials: CredentialSource;
  fetch?: typeof globalThis.fetch;
}): (request: ApiRequest) => Promise<ApiAnswer> {
  const base = `${options.url.replace(/\/+$/, '')}/v1`;
  const { region, credentials } = options;
  const send = signedFetch({ service: 'execute-api', region, credentials, fetch: options.fetch ?? fetch });

  /** @throws ApiError for any status from 400 on; TypeError when there is no connection */
  return async ({ method, path, body, contentType = 'application/json', headers = {} }) => {
    const content = body === undefined || body instanceof Uint8Array ? body : JSON.stringify(body);
    const response = await send(new URL(base + path), {
      method,
      headers: { ...headers, ...(content === undefined ? {} : { 'content-type': contentType }) },
      ...(content === undefined ? {} : { body: content }),
    });
    const answer = await answerOf(response);
    if (answer.status >= 400) throw new ApiError(answer.status, problemOf(answer));
    return answer;
  };
}
