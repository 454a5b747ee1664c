/** How events link: each one's hash covers its content and the hash before it. */
import { canonicalJson, sha256Hex } from '../contracts/digest.ts';
import type { EventKind, RegistryEvent } from './event.ts';

/** The newest event of a chain, as META keeps it. */
export interface ChainHead {
  seq: number;
  hash: string;
  time: string;
}

/** What happened, before it has a place in the chain. `data` without `undefined` members. */
export interface EventDraft {
  kind: EventKind;
  actor: string;
  data: RegistryEvent['data'];
}

const GENESIS_HASH = '0'.repeat(64);

/** Before the first event. */
export const EMPTY_CHAIN: ChainHead = { seq: 0, hash: GENESIS_HASH, time: '' };

/** SHA-256 in hex of the previous hash followed by the canonical JSON of the event without its own hash. */
export function eventHash(event: Omit<RegistryEvent, 'hash'>): string {
  return sha256Hex(event.previous + canonicalJson(event));
}

/** Never at or before the head's time, whatever the clock says: a clock that was set back must not turn history round. */
export function timeAfter(head: ChainHead, now: Date): string {
  if (head.time === '') return now.toISOString();
  return new Date(Math.max(now.getTime(), Date.parse(head.time) + 1)).toISOString();
}

/** The event that follows `head`. */
export function nextEvent(model: string, head: ChainHead, now: Date, draft: EventDraft): RegistryEvent {
  const event = {
    v: 1 as const,
    model,
    seq: head.seq + 1,
    time: timeAfter(head, now),
    ...draft,
    previous: head.hash,
  };
  return { ...event, hash: eventHash(event) };
}

export type ChainVerdict = { ok: true; events: number } | { ok: false; seq: number; reason: string };

function fault(event: RegistryEvent, before: ChainHead, model: string): string | undefined {
  const { hash, ...content } = event;
  if (event.seq !== before.seq + 1) return `number ${event.seq} follows number ${before.seq}`;
  if (event.model !== model) return `it belongs to ${event.model}`;
  if (event.previous !== before.hash) return 'it does not name the hash of the event before it';
  if (eventHash(content) !== hash) return 'its content does not match its hash';
  if (event.time <= before.time) return `its time ${event.time} is not after ${before.time}`;
  return undefined;
}

/**
 * Checks a whole chain from its first event, and against META's head when that is given, so that a cut-off end shows too.
 * @returns the first bad entry: the sequence number it has, or should have had
 */
export function verifyChain(model: string, events: readonly RegistryEvent[], head?: ChainHead): ChainVerdict {
  let before = EMPTY_CHAIN;
  for (const event of events) {
    const reason = fault(event, before, model);
    if (reason) return { ok: false, seq: before.seq + 1, reason };
    before = { seq: event.seq, hash: event.hash, time: event.time };
  }
  if (head && head.seq > before.seq) return { ok: false, seq: before.seq + 1, reason: 'it is missing' };
  if (head && head.hash !== before.hash) return { ok: false, seq: before.seq, reason: 'the head names another hash' };
  return { ok: true, events: before.seq };
}
