/** What a person is told when a command fails, and the exit code a script sees. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ApiError } from '../../../lib/adapters/aws/api-client.ts';
import { CommandFailure, EXIT } from '../../../lib/cli/exit-codes.ts';
import { failureOf, main } from '../../../lib/cli/program.ts';
import { startLocalCloud } from '../../../lib/local/cloud.ts';
import { NODE, ROOT } from '../../../lib/local/paths.ts';

const problem = (status: number, more: object = {}) =>
  new ApiError(status, {
    type: 'urn:sluice:x',
    title: 'A gate is not met',
    status,
    detail: 'v7 has auc 0.79',
    ...more,
  });

it.each([
  [
    new CommandFailure(EXIT.timeout, 'stopped looking', 'sluice events m'),
    124,
    'stopped looking\n  mend: sluice events m',
  ],
  [problem(409, { mend: 'train again' }), 3, 'A gate is not met: v7 has auc 0.79\n  mend: train again'],
  [
    problem(400, { errors: [{ pointer: '#/task', detail: 'is wrong' }] }),
    2,
    'A gate is not met: v7 has auc 0.79\n  #/task: is wrong',
  ],
  [problem(403), 3, 'A gate is not met: v7 has auc 0.79'],
  [problem(500), 1, 'A gate is not met: v7 has auc 0.79'],
  [new Error('socket closed'), 1, 'socket closed'],
])('%s', (error, code, text) => {
  expect(failureOf(error)).toMatchObject({ code, text });
});

it('lets no terminal sequence of an answer through', () => {
  const { text } = failureOf(problem(409, { detail: 'a\u001b[2Jb' }));
  expect(text).not.toContain('\u001b');
});

it('ends with 2 for a command or option it does not know', async () => {
  expect(await main(['dance'])).toBe(2);
  expect(await main(['promote', 'm', '1'])).toBe(2);
  expect(await main(['--help'])).toBe(0);
});

/** A port of 127.0.0.1 that somebody else holds. */
async function takenPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

it('says that a port is in use, and which command would do', async () => {
  const port = await takenPort();
  await expect(startLocalCloud({ port })).rejects.toMatchObject({ name: 'PortInUse', port });
  const child = spawn(NODE, [path.join(ROOT, 'bin', 'sluice.ts'), 'local', 'up', '--port', String(port)], {
    cwd: ROOT,
  });
  let said = '';
  child.stderr.on('data', (data) => (said += data));
  const code = await new Promise((resolve) => child.on('exit', resolve));
  expect(said).toMatch(new RegExp(`port ${port} of 127.0.0.1 is in use\\n  mend: sluice local up --port ${port + 1}`));
  expect(code).toBe(1);
});
