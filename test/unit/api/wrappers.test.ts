import type { Context, SQSEvent } from 'aws-lambda';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { httpHandler } from '../../../lambdas/_shared/http.ts';
import { queueHandler } from '../../../lambdas/_shared/queue.ts';
import { taskHandler } from '../../../lambdas/_shared/task.ts';

const context = { awsRequestId: 'r-1' } as Context;
let lines: Record<string, unknown>[];
beforeEach(() => {
  lines = [];
  for (const level of ['info', 'warn', 'error'] as const)
    vi.spyOn(console, level).mockImplementation((line: string) => {
      lines.push(JSON.parse(line) as Record<string, unknown>);
    });
});

describe('taskHandler', () => {
  const Input = z.strictObject({ v: z.literal(1), n: z.number() });
  const Output = z.object({ double: z.number() });

  test('parses what comes in and what goes out', async () => {
    const handler = taskHandler(Input, Output, async ({ n }) => ({ double: 2 * n, secret: 'x' }));
    expect(await handler({ v: 1, n: 2 }, context)).toEqual({ double: 4 });
  });

  test('an input that is not as agreed names the member', async () => {
    const handler = taskHandler(Input, Output, async () => ({ double: 1 }));
    await expect(handler({ v: 1, n: 'x' }, context)).rejects.toMatchObject({
      name: 'TaskContractError',
      message: expect.stringContaining('/n'),
    });
  });

  test('the name of an error reaches the state machine, and the log has it', async () => {
    class Refused extends Error {
      override readonly name = 'Refused';
    }
    const handler = taskHandler(Input, Output, async () => {
      throw new Refused('why');
    });
    await expect(handler({ v: 1, n: 1 }, context)).rejects.toMatchObject({ name: 'Refused' });
    expect(lines).toMatchObject([{ level: 'error', request: 'r-1', error: 'Refused', detail: 'why' }]);
  });
});

describe('queueHandler', () => {
  const batch = (...bodies: string[]) =>
    ({
      Records: bodies.map((body, index) => ({
        messageId: `m${index}`,
        body,
        attributes: { ApproximateReceiveCount: '2' },
        eventSourceARN: 'arn:q',
      })),
    }) as unknown as SQSEvent;

  test('only the messages that failed come back', async () => {
    const seen: unknown[] = [];
    const handler = queueHandler(z.object({ n: z.number() }), async ({ n }, { attempt }) => {
      if (n === 2) throw new Error('two');
      seen.push([n, attempt]);
    });
    const answer = await handler(batch('{"n":1}', '{"n":2}', 'no json', '{"n":"x"}', '{"n":3}'), context);
    expect(answer).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm1' }, { itemIdentifier: 'm2' }, { itemIdentifier: 'm3' }],
    });
    expect(seen).toEqual([
      [1, 2],
      [3, 2],
    ]);
    expect(lines.map(({ messageId }) => messageId)).toEqual(['m1', 'm2', 'm3']);
  });
});

describe('httpHandler', () => {
  const event = (routeKey: string) =>
    ({ routeKey, rawPath: '/', headers: {}, requestContext: { requestId: 'r-1' } }) as never;
  const route = async () => ({ status: 200, body: { ok: true } });

  test('a set-up that fails is a 500 each time, told in the log only', async () => {
    const handler = httpHandler<'api-models'>(() => {
      throw new Error('environment lacks POLICY');
    });
    const answer = await handler(event('PUT /v1/models/{model}'), context);
    expect(answer).toMatchObject({ statusCode: 500, headers: { 'content-type': 'application/problem+json' } });
    expect(answer.body).not.toContain('POLICY');
    expect(lines).toContainEqual(expect.objectContaining({ level: 'error', detail: 'environment lacks POLICY' }));
    expect(lines).toContainEqual(expect.objectContaining({ message: 'request', status: 500 }));
  });

  test('a route the function does not have is a 404', async () => {
    const handler = httpHandler<'api-models'>(() => ({
      routes: { 'PUT /models/{model}': route },
      sessionNameRoles: [],
    }));
    for (const key of ['GET /v1/other', '$default', 'constructor'])
      expect(await handler(event(key), context)).toMatchObject({ statusCode: 404 });
  });
});
