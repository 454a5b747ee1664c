/** What a person is told when a command fails, and the exit code a script sees. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { ApiError, apiClient } from '../../../lib/adapters/aws/api-client.ts';
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
  [problem(403), 3, 'A gate is not met: v7 has auc 0.79'], // Sluice's own, as for an approver who is the author
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

it("tells of IAM's refusal by the API, whatever the answer calls itself", async () => {
  const body = JSON.stringify({ __type: 'AccessDeniedException', message: 'User: x is not authorized to perform: y' });
  const refusal = (type: string) =>
    apiClient({
      url: 'https://api.example.com',
      region: 'eu-west-1',
      credentials: { accessKeyId: 'AKIA', secretAccessKey: 's' },
      fetch: async () => new Response(body, { status: 403, headers: { 'content-type': type } }),
    })({ method: 'GET', path: '/models' }).catch(failureOf);
  for (const type of ['application/json', 'text/plain']) {
    expect(await refusal(type)).toMatchObject({
      code: 3,
      text: expect.stringMatching(
        /^The caller may not do this: User: x is not authorized to perform: y\n {2}mend: take on/,
      ),
      document: { status: 403, mend: expect.stringMatching(/managed policies/), exitCode: 3 },
    });
  }
});

/** Runs a script that calls `main`, in a process of its own. */
function start(script: string) {
  const main = pathToFileURL(path.join(ROOT, 'lib', 'cli', 'main.ts')).href;
  const child = spawn(NODE, ['--input-type=module', '-e', `import { main } from '${main}';\n${script}`], { cwd: ROOT });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}
const textOf = (stream: NodeJS.ReadableStream): (() => string) => {
  let text = '';
  stream.on('data', (data) => (text += data));
  return () => text;
};
const exitOf = (child: ChildProcess): Promise<unknown> => new Promise((resolve) => child.on('close', resolve));

it('ends with 130 on Ctrl-C, at once, with one document, and says that the work goes on', async () => {
  const child = start(`
    const open = () => { console.error('opened'); return new Promise(() => setInterval(() => {}, 1000)); };
    await main(['outputs', '--json'], { open });`);
  const [out, err] = [textOf(child.stdout), textOf(child.stderr)];
  child.stderr.on('data', () => err().includes('opened') && child.kill('SIGINT'));
  expect(await exitOf(child)).toBe(130);
  expect(JSON.parse(out())).toMatchObject({ exitCode: 130, detail: expect.stringMatching(/goes on/) });
  expect(err()).toMatch(/interrupted; what was sent goes on/);
});

it('ends quietly when nobody reads on', async () => {
  const child = start(`for (let i = 0; i < 200; i += 1) await main(['completion', 'bash']);`);
  child.stdout.once('data', () => child.stdout.destroy());
  const err = textOf(child.stderr);
  expect([await exitOf(child), err()]).toEqual([0, '']);
});

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
