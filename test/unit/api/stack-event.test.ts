/** CloudFormation's events, by its documents, and the answers it gets. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Context } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { deletionHandler } from '../../../lambdas/_shared/stack-event.ts';

let url: string;
let answers: { body: Record<string, unknown>; type: string | undefined }[];
let failures: number;
let close: () => void;
beforeEach(async () => {
  answers = [];
  failures = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (failures > 0) {
      failures -= 1;
      response.writeHead(503).end();
      return;
    }
    answers.push({ body: JSON.parse(Buffer.concat(chunks).toString()), type: request.headers['content-type'] });
    response.writeHead(200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/answer?X-Amz-Signature=abc`;
  close = () => server.close();
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
});
afterEach(() => {
  close();
  vi.restoreAllMocks();
});

const event = (RequestType: string, more: object = {}) => ({
  RequestType,
  ResponseURL: url,
  StackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/sluice-release/guid',
  RequestId: 'unique',
  ResourceType: 'Custom::DeletionGuard',
  LogicalResourceId: 'DeletionGuard',
  ResourceProperties: { ServiceToken: 'arn', ServiceTimeout: '300' },
  ...(RequestType === 'Create' ? {} : { PhysicalResourceId: 'deletion-guard' }),
  ...more,
});
const ask = (refusal: () => Promise<string | undefined>, asked: object) =>
  deletionHandler(refusal)(asked, {} as Context);
const never = vi.fn(() => Promise.reject(new Error('asked')));

describe('the guard', () => {
  it.each(['Create', 'Update'])('lets %s pass without a look', async (kind) => {
    await ask(never, event(kind));
    expect(never).not.toHaveBeenCalled();
    expect(answers).toMatchObject([
      {
        body: {
          Status: 'SUCCESS',
          PhysicalResourceId: 'deletion-guard',
          RequestId: 'unique',
          LogicalResourceId: 'DeletionGuard',
          StackId: expect.stringContaining('sluice-release'),
        },
      },
    ]);
    // The URL is signed without one.
    expect(answers[0]?.type ?? '').toBe('');
  });

  it('refuses a deletion with the reason, or lets it go', async () => {
    await ask(async () => 'a stage is live', event('Delete'));
    await ask(async () => undefined, event('Delete'));
    expect(answers.map(({ body }) => [body['Status'], body['Reason']])).toEqual([
      ['FAILED', 'a stage is live'],
      ['SUCCESS', 'nothing is live'],
    ]);
  });

  it('refuses when it cannot know, and says why', async () => {
    await ask(() => Promise.reject(new Error('AccessDenied')), event('Delete'));
    expect(answers).toMatchObject([
      { body: { Status: 'FAILED', Reason: 'whether a stage is live is not known: AccessDenied' } },
    ]);
  });

  it('answers again when the answer was not taken, and fails when it never is', async () => {
    failures = 2;
    await ask(async () => undefined, event('Delete'));
    expect(answers).toHaveLength(1);
    failures = 3;
    await expect(ask(async () => undefined, event('Delete'))).rejects.toThrow(/503/);
  });
});
