/** The text of lib/docs/api.md that people copy, run as it stands. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ROUTES } from '../../../lib/core/contracts/routes.ts';
import { ROOT } from '../../../lib/local/paths.ts';
import { session } from './_journey.ts';

test('the program of the document reads the OpenAPI document', async () => {
  const open = await session();
  const { credentials, region } = await open.access('Application');
  const [, program = ''] =
    /```python\n([\s\S]*?)```/.exec(readFileSync(path.join(ROOT, 'lib/docs/api.md'), 'utf8')) ?? [];
  const { stdout, stderr } = spawnSync(path.join(ROOT, '.venv', 'bin', 'python'), ['-c', program], {
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      SLUICE_API_URL: open.outputs['api-url'],
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ACCESS_KEY_ID: credentials?.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials?.secretAccessKey,
      AWS_SESSION_TOKEN: credentials?.sessionToken,
    },
  });
  expect(stderr).toBe('');
  expect(Object.keys(JSON.parse(stdout).paths).sort()).toEqual([...new Set(ROUTES.map((route) => route.path))].sort());
});
