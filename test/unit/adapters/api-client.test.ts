import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ApiError, apiClient } from '../../../lib/adapters/aws/api-client.ts';

const credentials = { accessKeyId: 'AKIA', secretAccessKey: 'secret', sessionToken: 'token' };

function clientOf(answer: { status: number; body: string; type?: string }) {
  const sent: { url: URL; init: RequestInit & { headers: Record<string, string> } }[] = [];
  const call = apiClient({
    url: 'https://api.example.com/base/',
    region: 'eu-west-1',
    credentials,
    fetch: async (url, init) => {
      sent.push({ url: url as URL, init: init as (typeof sent)[number]['init'] });
      return new Response(answer.body, {
        status: answer.status,
        headers: { 'content-type': answer.type ?? 'application/json' },
      });
    },
  });
  return { call, sent };
}

const sha256 = (data: string): string => createHash('sha256').update(data).digest('hex');

/** Signature Version 4 written down once more, from AWS's description, for a request as it was sent. */
function signatureOf(method: string, url: URL, headers: Record<string, string>, body: string): string {
  const signed = /SignedHeaders=([^,]+)/.exec(headers['authorization'] ?? '')?.[1]?.split(';') ?? [];
  const all: Record<string, string> = { ...headers, host: url.host };
  const query = [...url.searchParams]
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .sort()
    .join('&');
  const path = url.pathname.split('/').map(encodeURIComponent).join('/');
  const canonical = [
    method,
    path,
    query,
    ...signed.map((name) => `${name}:${all[name]}`),
    '',
    signed.join(';'),
    sha256(body),
  ].join('\n');
  const date = headers['x-amz-date'] ?? '';
  const scope = [date.slice(0, 8), 'eu-west-1', 'execute-api', 'aws4_request'];
  const key = scope.reduce<Buffer | string>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    `AWS4${credentials.secretAccessKey}`,
  );
  const text = ['AWS4-HMAC-SHA256', date, scope.join('/'), sha256(canonical)].join('\n');
  return createHmac('sha256', key).update(text).digest('hex');
}

describe('the API client', () => {
  test.each([
    ['GET', '/models?limit=5&cursor=a%20b', undefined],
    ['POST', '/models/churn/uploads', { fileName: 'ü.csv' }],
    ['PUT', '/models/a%20b', { sluice: 1 }],
  ] as const)('signs %s %s for execute-api, below /v1', async (method, path, body) => {
    const { call, sent } = clientOf({ status: 200, body: '{"ok":true}' });
    const answer = await call({ method, path, body, headers: { 'idempotency-key': 'k1' } });
    expect(answer).toMatchObject({ status: 200, body: { ok: true } });
    const [{ url, init } = { url: new URL('x:'), init: { headers: {} } as never }] = sent;
    expect(url.href).toBe(`https://api.example.com/base/v1${path}`);
    const { headers } = init;
    expect(headers).toMatchObject({ 'x-amz-security-token': 'token', 'idempotency-key': 'k1' });
    const content = body === undefined ? '' : JSON.stringify(body);
    expect(headers['authorization']).toContain(`Signature=${signatureOf(method, url, headers, content)}`);
  });

  test('bytes go as they are, with their type', async () => {
    const { call, sent } = clientOf({ status: 200, body: '0.7\n', type: 'text/csv' });
    const answer = await call({ method: 'POST', path: '/x', body: Buffer.from('1,2'), contentType: 'text/csv' });
    expect(answer.body).toBe('0.7\n');
    expect(sent[0]?.init.headers['content-type']).toBe('text/csv');
  });

  test('a problem is thrown with its code', async () => {
    const problem = { type: 'urn:sluice:not-live', title: 't', status: 404, detail: 'serves nothing', mend: 'promote' };
    const { call } = clientOf({ status: 404, body: JSON.stringify(problem), type: 'application/problem+json' });
    const error = await call({ method: 'GET', path: '/x' }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      status: 404,
      code: 'not-live',
      message: 'serves nothing',
      problem: { mend: 'promote' },
    });
  });

  test('an answer of the gateway itself becomes a problem too', async () => {
    const { call } = clientOf({ status: 403, body: '{"message":"Forbidden"}' });
    await expect(call({ method: 'GET', path: '/x' })).rejects.toMatchObject({
      code: '',
      status: 403,
      problem: { type: 'about:blank', detail: 'Forbidden' },
    });
  });
});
