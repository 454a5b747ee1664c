/**
 * Service Quotas, by signed requests in its JSON protocol (AWS JSON 1.1, target `ServiceQuotasV20190624`).
 * https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_ListServiceQuotas.html
 */
import * as z from 'zod';
import type { Backoff } from '../../core/ports/backoff.ts';
import { type CredentialSource, signedFetch } from './signed-fetch.ts';

export interface Quota {
  /** `L-...`, by which an increase is asked for. */
  code: string;
  value: number;
}

const Page = z.object({
  NextToken: z.string().nullish(),
  Quotas: z.array(z.object({ QuotaName: z.string(), QuotaCode: z.string(), Value: z.number().optional() })),
});
const Fault = z.object({
  __type: z.string().default(''),
  message: z.string().optional(),
  Message: z.string().optional(),
});

/** Pages follow each other faster than the service likes. */
const TRIES = 6;

export interface QuotasOptions {
  region: string;
  credentials: CredentialSource;
  backoff: Backoff;
  fetch?: typeof globalThis.fetch;
}

/**
 * Quotas of a service by their names: as the account has them, else AWS's default. Reading ends when all are found; one
 * that AWS does not know is not in the answer.
 *
 * @param service its code, such as `sagemaker`
 */
export async function readQuotas(
  options: QuotasOptions,
  service: string,
  names: ReadonlySet<string>,
): Promise<Map<string, Quota>> {
  const found = new Map<string, Quota>();
  for (const operation of ['ListServiceQuotas', 'ListAWSDefaultServiceQuotas']) {
    let next: string | undefined;
    do {
      const page = Page.parse(
        await call(options, operation, { ServiceCode: service, MaxResults: 100, ...(next ? { NextToken: next } : {}) }),
      );
      for (const { QuotaName, QuotaCode, Value } of page.Quotas) {
        if (names.has(QuotaName) && !found.has(QuotaName) && Value !== undefined)
          found.set(QuotaName, { code: QuotaCode, value: Value });
      }
      next = page.NextToken ?? undefined;
    } while (next && found.size < names.size);
    if (found.size === names.size) break;
  }
  return found;
}

/** @throws Error with AWS's own name and `$metadata`, as the SDK's do */
async function call(
  { region, credentials, backoff, fetch = globalThis.fetch }: QuotasOptions,
  operation: string,
  input: object,
): Promise<unknown> {
  const send = signedFetch({ service: 'servicequotas', region, credentials, fetch });
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  for (let attempt = 1; ; attempt += 1) {
    const response = await send(new URL(`https://servicequotas.${region}.${suffix}/`), {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `ServiceQuotasV20190624.${operation}`,
      },
      body: JSON.stringify(input),
    });
    if (response.ok) return response.json();
    const text = await response.text();
    const fault = Fault.safeParse(text.startsWith('{') ? JSON.parse(text) : {});
    const name = (fault.success ? fault.data.__type : '').split('#').at(-1) || `HTTP ${response.status}`;
    const crowded = response.status === 429 || /TooManyRequests|Throttling/.test(name);
    if (crowded && attempt < TRIES) {
      await backoff.wait(250 * 2 ** attempt);
      continue;
    }
    const message = (fault.success ? (fault.data.message ?? fault.data.Message) : undefined) ?? text.slice(0, 300);
    throw Object.assign(new Error(message), { name, $metadata: { httpStatusCode: response.status } });
  }
}
