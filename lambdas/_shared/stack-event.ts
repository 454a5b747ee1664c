/** A function behind a custom resource: CloudFormation asks by an event, and is answered by a PUT to the URL in it. */
import middy from '@middy/core';
import * as z from 'zod';
import { failureLog } from './failure-log.ts';
import { errorFields, log } from './log.ts';

const StackEvent = z.object({
  RequestType: z.enum(['Create', 'Update', 'Delete']),
  ResponseURL: z.url(),
  StackId: z.string(),
  RequestId: z.string(),
  LogicalResourceId: z.string(),
  /** Absent on Create. */
  PhysicalResourceId: z.string().optional(),
});
type StackEvent = z.infer<typeof StackEvent>;

/** One for all stacks and for ever: another id would be a replacement, with a deletion of its own. */
const PHYSICAL_ID = 'deletion-guard';
const TRIES = 3;
const TRY_MS = 10_000;

/**
 * Creation and update of the resource pass; a deletion is asked about. A fault in the asking refuses as well, and says
 * so: an answer that never comes would hold the stack until its time is over.
 * @param refusal why the stack may not go; undefined: it may
 */
export const deletionHandler = (refusal: () => Promise<string | undefined>) =>
  middy<unknown, void>()
    .use(failureLog())
    .handler(async (raw: unknown) => {
      const event = StackEvent.parse(raw);
      await answer(event, event.RequestType === 'Delete' ? await refusal().catch(fault) : undefined);
    });

function fault(error: unknown): string {
  log('error', 'whether the stack may go is not known', errorFields(error));
  return `whether a stage is live is not known: ${error instanceof Error ? error.message.slice(0, 500) : String(error)}`;
}

/** @throws Error when CloudFormation took none of the answers: Lambda invokes again, and gives up to the dead-letter queue */
async function answer(event: StackEvent, reason: string | undefined): Promise<void> {
  const body = JSON.stringify({
    Status: reason === undefined ? 'SUCCESS' : 'FAILED',
    Reason: reason ?? 'nothing is live',
    PhysicalResourceId: event.PhysicalResourceId ?? PHYSICAL_ID,
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
  });
  for (let attempt = 1; ; attempt += 1) {
    try {
      // The URL is signed without a content type.
      const signal = AbortSignal.timeout(TRY_MS);
      const { ok, status } = await fetch(event.ResponseURL, {
        method: 'PUT',
        body,
        headers: { 'content-type': '' },
        signal,
      });
      if (!ok) throw new Error(`CloudFormation's answer box said ${status}`);
      log('info', 'CloudFormation was answered', { request: event.RequestType, stack: event.StackId, reason });
      return;
    } catch (error) {
      if (attempt === TRIES) throw error;
      log('warn', 'CloudFormation was not answered', errorFields(error));
    }
  }
}
