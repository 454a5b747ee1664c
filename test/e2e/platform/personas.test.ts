/** Who may call what: the managed policies of the stack decide, as in an account. */
import { expect, it } from 'vitest';
import { PERSONAS, ROUTES } from '../../../lib/core/contracts/routes.ts';
import { session } from './_journey.ts';

/** Path parameters that name nothing: who may call gets 400, 404 or such, who may not gets 403 before any of our code runs. */
const concrete = (path: string): string =>
  path
    .replace('{model}', 'absent')
    .replace('{stage}', 'staging')
    .replaceAll(/\{(upload|run|release|approval)\}/g, '01JD8ZQ4T6AAAAAAAAAAAAAAAA')
    .replace('{version}', '1');

it.each(PERSONAS)('%s may call exactly the routes of the table', { timeout: 120_000 }, async (persona) => {
  const api = (await session()).api(persona);
  const wrong: string[] = [];
  for (const { method, path, personas } of ROUTES) {
    const status = await api({ method, path: concrete(path), ...(method === 'GET' ? {} : { body: {} }) }).then(
      (answer) => answer.status,
      (error: { status?: number }) => error.status ?? 0,
    );
    const allowed = (personas as readonly string[]).includes(persona);
    if (status >= 500 || status === 0 || (status === 403) === allowed)
      wrong.push(`${method} ${path}: ${status}, allowed ${allowed}`);
  }
  expect(wrong).toEqual([]);
});

it.each([
  ['nobody signed', {}],
  ['is signed by another scheme', { authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' }],
  [
    'names a key that is not there',
    {
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIAABSENT/20260105/us-east-1/execute-api/aws4_request, SignedHeaders=host, Signature=0',
    },
  ],
])('answers 403 in the words of API Gateway to a call that %s', async (_what, headers) => {
  const { outputs } = await session();
  const answer = await fetch(`${outputs['api-url']}/v1/models`, { headers: headers as Record<string, string> });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([403, 'application/json']);
  expect(await answer.json()).toEqual({ message: 'Forbidden' });
});

it('answers 403 in the words of API Gateway to whom no policy allows it', async () => {
  const call = (await session()).api('Application')({ method: 'GET', path: '/models' });
  await expect(call).rejects.toMatchObject({ status: 403, message: 'Forbidden' });
});
