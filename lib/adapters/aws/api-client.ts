/** Calls the platform's API, signed for IAM as the caller. */
import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { ProblemDetails } from '../../core/contracts/problems.ts';

/** AWS credentials, or what provides them. */
export type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
export type CredentialSource = Credentials | (() => Promise<Credentials>);

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

/** Hash and HMAC of SigV4, from Node. */
class Sha256 {
  readonly #hash: { update(data: Uint8Array | string): unknown; digest(): Uint8Array };
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', keyBytes(secret));
  }
  update(data: Uint8Array | string): void {
    this.#hash.update(data);
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {
    throw new Error('a SigV4 hash is used once');
  }
}

function keyBytes(secret: string | ArrayBuffer | ArrayBufferView): Uint8Array | string {
  if (typeof secret === 'string') return secret;
  if (secret instanceof ArrayBuffer) return new Uint8Array(secret);
  return new Uint8Array(secret.buffer, secret.byteOffset, secret.byteLength);
}

function queryOf(url: URL): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {};
  for (const name of new Set(url.searchParams.keys())) {
    const values = url.searchParams.getAll(name);
    query[name] = values.length === 1 ? (values[0] ?? '') : values;
  }
  return query;
}

async function answerOf(response: Response): Promise<ApiAnswer> {
  const text = await response.text();
  const json = /[/+]json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, body: json && text !== '' ? JSON.parse(text) : text };
}

/** Answers that do not come from Sluice's functions, but from API Gateway before them, have a shape of their own. */
function problemOf({ status, body }: ApiAnswer): ProblemDetails {
  const parsed = ProblemDetails.safeParse(body);
  if (parsed.success) return parsed.data;
  const text = (body as { message?: unknown } | null)?.message ?? body;
  const title = status === 403 ? 'The caller may not do this' : `The API answered ${status}`;
  return { type: 'about:blank', title, status, detail: String(text).slice(0, 500) || title };
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
  const signer = new SignatureV4({
    service: 'execute-api',
    region: options.region,
    credentials: options.credentials,
    sha256: Sha256,
  });

  /** @throws ApiError for any status from 400 on; TypeError when there is no connection */
  return async ({ method, path, body, contentType = 'application/json', headers = {} }) => {
    const url = new URL(base + path);
    const content = body === undefined || body instanceof Uint8Array ? body : JSON.stringify(body);
    const signed = await signer.sign({
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port ? { port: Number(url.port) } : {}),
      path: url.pathname,
      query: queryOf(url),
      headers: { host: url.host, ...headers, ...(content === undefined ? {} : { 'content-type': contentType }) },
      ...(content === undefined ? {} : { body: content }),
    });
    const { host: _host, ...sent } = signed.headers;
    const response = await (options.fetch ?? fetch)(url, {
      method,
      headers: sent,
      ...(content === undefined ? {} : { body: content as string | Uint8Array<ArrayBuffer> }),
    });
    const answer = await answerOf(response);
    if (answer.status >= 400) throw new ApiError(answer.status, problemOf(answer));
    return answer;
  };
}
