/** Idempotency keys: one caller's key stands for one request, for seven days. */
import { jsonDigest } from '../contracts/digest.ts';
import { Problem } from '../contracts/problems.ts';
import type { Registry, Write } from '../ports/registry.ts';
import { read } from './documents.ts';
import { RequestRecord } from './entities.ts';
import { modelKey, SK } from './keys.ts';

const KEPT_SECONDS = 7 * 24 * 3600;
const KEY = /^[\x21-\x7e]{1,128}$/;

export interface RequestIdentity {
  principal: string;
  /** The `Idempotency-Key`; without one every request is new. */
  key?: string | undefined;
  /** What was asked: route, parameters and body. */
  content: unknown;
}

export interface RequestSlot {
  /** The answer given before. */
  reply?: { status: number; body: unknown };
  /** The write that keeps the answer, to be part of the change. Empty without a key. */
  keep(status: number, body: unknown): Write[];
}

/**
 * Looks for an earlier answer to the same request. The expiry is judged here too, since the store deletes late.
 * @throws Problem key-reused when the key stood for another request, invalid-request when it is no key
 */
export async function requestSlot(
  registry: Registry,
  model: string,
  { principal, key, content }: RequestIdentity,
  now: Date,
): Promise<RequestSlot> {
  if (key === undefined) return { keep: () => [] };
  if (!KEY.test(key))
    throw new Problem('invalid-request', 'the header Idempotency-Key is not 1 to 128 visible ASCII characters');
  const sk = SK.request(principal, key);
  const digest = jsonDigest(content);
  const seconds = Math.floor(now.getTime() / 1000);
  const found = await read(registry, model, sk, RequestRecord);
  const earlier = found && found.document.ttl > seconds ? found.document : undefined;
  if (earlier && earlier.digest !== digest)
    throw new Problem('key-reused', 'this Idempotency-Key stood for another request of yours', {
      mend: 'use a new key for a new request',
    });
  return {
    ...(earlier ? { reply: { status: earlier.status, body: earlier.body } } : {}),
    keep: (status, body) => {
      const record = { v: 1 as const, digest, status, body, ttl: seconds + KEPT_SECONDS };
      return [{ item: { pk: modelKey(model), sk, ...record }, when: found ? { revision: found.rev } : 'absent' }];
    },
  };
}
