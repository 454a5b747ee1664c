/** Publishes a message once: claimed before it goes out, marked when it is out. */
import type { Notice } from '../messages/notice.ts';
import { renderMessage } from '../messages/render.ts';
import type { Clock } from '../ports/clock.ts';
import { CommitConflict, type Registry } from '../ports/registry.ts';
import type { Publisher } from '../ports/services.ts';
import { read, replace } from '../registry/documents.ts';
import { NoticeRecord } from '../registry/entities.ts';
import { PLATFORM_CHAIN, SK } from '../registry/keys.ts';
import { noticeKey } from './notices.ts';

export interface SendNoticePorts {
  registry: Registry;
  clock: Clock;
  publisher: Publisher;
}

/** Another sender has the message and may still be at it: deliver the notice again later. */
export class NoticeInHand extends Error {
  override readonly name = 'NoticeInHand';
}

/** How long a sender has for one message; after that it is taken to be dead and the next one sends. */
const CLAIM_MS = 60_000;
const MARK_TRIES = 3;

/** @throws NoticeInHand, CommitConflict, and what the publisher throws: the notice is then delivered again */
export async function sendNotice({ registry, clock, publisher }: SendNoticePorts, notice: Notice): Promise<void> {
  const key = noticeKey(notice);
  const now = clock.now();
  const sk = SK.notice(key);
  const before = await read(registry, PLATFORM_CHAIN, sk, NoticeRecord);
  if (before?.document.state === 'sent') return;
  if (before && before.document.until > now.getTime()) throw new NoticeInHand(`the message ${key} is being sent`);
  const claim = { v: 1 as const, model: PLATFORM_CHAIN, time: now.toISOString() };
  await registry.put(
    replace(sk, { ...claim, state: 'sending', until: now.getTime() + CLAIM_MS } as typeof claim, before),
  );
  await publisher.publish(renderMessage(notice));
  await markSent(registry, sk, claim);
}

/** A message whose mark is missing goes out again, for SNS cannot be asked what it took: one lost write shall not do that. */
async function markSent(registry: Registry, sk: string, claim: { v: 1; model: string; time: string }): Promise<void> {
  for (let attempt = 1; ; attempt += 1)
    try {
      const held = await read(registry, PLATFORM_CHAIN, sk, NoticeRecord);
      if (held?.document.state === 'sent') return;
      await registry.put(replace(sk, { ...claim, state: 'sent', until: 0 } as typeof claim, held));
      return;
    } catch (error) {
      if (attempt === MARK_TRIES) throw error;
    }
}

/**
 * For a request that is answered: a message that another request is sending is left to it. When that one fails, its own
 * caller is told to send it again; this caller asked for nothing that is not done.
 *
 * @throws what the publisher throws
 */
export async function sendNoticeUnlessSent(ports: SendNoticePorts, notice: Notice): Promise<void> {
  try {
    await sendNotice(ports, notice);
  } catch (error) {
    if (!(error instanceof NoticeInHand || error instanceof CommitConflict)) throw error;
  }
}
