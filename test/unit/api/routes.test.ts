/** What holds for every route of the table. */
import { expect, test } from 'vitest';
import { ROUTES } from '../../../lib/core/contracts/routes.ts';
import { applied, codeOf, manifest, type TestPlatform, testPlatform } from './_platform.ts';

const bodyOf = ({ function: id, path }: (typeof ROUTES)[number]): unknown => {
  if (path.endsWith('/decisions')) return { decision: 'approve', comment: 'good' };
  if (path.endsWith('/acceptances')) return { upload: ULID, reason: 'metres' };
  return path.endsWith('/retries') ? {} : BODIES[id];
};
const BODIES: Record<string, unknown> = {
  'api-models': manifest(),
  'api-uploads': { fileName: 'a.csv' },
  'api-approvals': { version: 1 },
  'api-releases': { version: 1 },
  'api-performance': { labels: [{ inferenceId: 'order-4711', label: 'yes' }] },
};
const ULID = '01J00000000000000000000000';

const pathOf = (path: string, model: string): string =>
  path
    .replace('{model}', model)
    .replace('{stage}', 'production')
    .replace('{version}', '1')
    .replace(/\{\w+\}/, ULID);

const send = (platform: TestPlatform, route: (typeof ROUTES)[number], model: string) =>
  platform.call(route.method, pathOf(route.path, model), { body: bodyOf(route) });

const ofModel = ROUTES.filter(({ path }) => path.includes('{model}') && path !== '/models/{model}');

test.each(ofModel)('$method $path of a model that is not there is a 404, and writes nothing', async (route) => {
  const platform = testPlatform();
  for (const model of ['other', '_platform', 'No Model', '..', 'x'.repeat(200), 'M#churn']) {
    const answer = await send(platform, route, model);
    expect([answer.status, codeOf(answer)]).toEqual([404, 'unknown-model']);
  }
  expect(platform.registry.dump()).toEqual([]);
});

const named = ROUTES.filter(({ path }) => /\{(upload|run|version|release|approval)\}/.test(path));
test.each(named)('$method $path of something that is not there is a 404 of its kind', async (route) => {
  const platform = testPlatform();
  await applied(platform);
  const answer = await send(platform, route, 'churn');
  expect(answer.status).toBe(404);
  expect(codeOf(answer)).toMatch(/^unknown-(upload|run|version|release|approval)$/);
});

const reads = ROUTES.filter(({ method }) => method === 'GET');
test.each(reads)('$method $path answers the same twice, and changes nothing', async (route) => {
  const platform = testPlatform();
  await applied(platform);
  const before = platform.registry.dump();
  const answers = [await send(platform, route, 'churn'), await send(platform, route, 'churn')];
  expect(answers[0]).toEqual(answers[1]);
  expect(platform.registry.dump()).toEqual(before);
});
