/** What a person is told when a command fails, and the exit code a script sees. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ApiError } from '../../../lib/adapters/aws/api-client.ts';
import { CommandFailure, EXIT } from '../../../lib/cli/exit-codes.ts';
import { failureOf } from '../../../lib/cli/failure.ts';
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

it('gives programs the same, as problem details with the exit code', () => {
  expect(failureOf(problem(409, { mend: 'train again' })).document).toMatchObject({
    type: 'urn:sluice:x',
    status: 409,
    mend: 'train again',
    exitCode: 3,
  });
  expect(failureOf(new CommandFailure(EXIT.timeout, 'stopped looking', 'x', { release: 'r' })).document).toEqual({
    type: 'about:blank',
    title: '--timeout passed; it goes on',
    detail: 'stopped looking',
    mend: 'x',
    release: 'r',
    exitCode: 124,
  });
});

const aws = (name: string, message: string) =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 400, requestId: '7f3c' } });
const system = (more: object) => Object.assign(new Error('x'), more);

it.each([
  [
    'a right that is missing',
    aws('AccessDeniedException', 'not authorized to perform: logs:GetLogEvents'),
    3,
    /AWS said: AccessDeniedException: not authorized.*request 7f3c[\s\S]*mend: /,
  ],
  ['credentials that are over', aws('ExpiredTokenException', 'expired'), 2, /mend: aws sso login/],
  ['another fault of AWS', aws('InternalFailure', 'sorry'), 1, /^AWS said: InternalFailure: sorry/],
  [
    'a file that is not there',
    system({ code: 'ENOENT', syscall: 'open', path: 'a\u001bb.csv' }),
    2,
    /^there is no file a b\.csv$/,
  ],
  ['a program that is not there', system({ code: 'ENOENT', syscall: 'spawn python', path: 'python' }), 1, /^x$/],
  [
    'a connection refused',
    system({ cause: system({ code: 'ECONNREFUSED', address: '127.0.0.1', port: 4566 }) }),
    1,
    /^127\.0\.0\.1:4566 does not answer/,
  ],
])('tells of %s', (_, error, code, text) => {
  const failure = failureOf(error);
  expect(failure.code).toBe(code);
  expect(failure.text).toMatch(text);
});

it('keeps the stack of what nobody expected for --verbose', () => {
  const error = new Error('odd');
  expect(failureOf(error).text).toBe('odd');
  expect(failureOf(error, { verbose: true }).text).toBe(error.stack);
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
