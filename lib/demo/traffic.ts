/** An application that asks the endpoint without pause. It does not retry, so that a lost request shows. */

import { setTimeout as sleep } from 'node:timers/promises';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import type { Access } from '../adapters/aws/access.ts';

export interface TrafficCount {
  sent: number;
  answered: number;
  /** Failed requests by kind of error. */
  failed: Record<string, number>;
}

export interface Traffic {
  count(): TrafficCount;
  /** Sends no more, waits for what is under way. */
  stop(): Promise<TrafficCount>;
}

/** @param pauseMs between two requests of one of the 4 callers */
export function startTraffic(access: Access, endpoint: string, rows: readonly string[][], pauseMs = 60): Traffic {
  const client = new SageMakerRuntimeClient({ ...access, maxAttempts: 1 });
  const count: TrafficCount = { sent: 0, answered: 0, failed: {} };
  let running = true;
  let next = 0;
  const caller = async (): Promise<void> => {
    while (running) {
      const row = rows[next++ % rows.length] ?? [];
      count.sent += 1;
      try {
        await client.send(
          new InvokeEndpointCommand({ EndpointName: endpoint, ContentType: 'text/csv', Body: row.join(',') }),
        );
        count.answered += 1;
      } catch (error) {
        const kind = error instanceof Error ? error.name : String(error);
        count.failed[kind] = (count.failed[kind] ?? 0) + 1;
      }
      await sleep(pauseMs);
    }
  };
  const callers = Promise.all(Array.from({ length: 4 }, caller));
  return {
    count: () => count,
    stop: async () => {
      running = false;
      await callers;
      client.destroy();
      return count;
    },
  };
}

/** Sends each row once, a few at a time. @returns [from, to) around what was sent, whole milliseconds */
export async function sendOnce(
  access: Access,
  endpoint: string,
  rows: readonly string[][],
): Promise<{ from: string; to: string }> {
  const client = new SageMakerRuntimeClient({ ...access, maxAttempts: 1 });
  const from = new Date().toISOString();
  const queue = [...rows];
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (let row = queue.pop(); row; row = queue.pop())
        await client.send(
          new InvokeEndpointCommand({ EndpointName: endpoint, ContentType: 'text/csv', Body: row.join(',') }),
        );
    }),
  );
  client.destroy();
  return { from, to: new Date(Date.now() + 1).toISOString() };
}
