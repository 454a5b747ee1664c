import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run, task } from './_machine.ts';
import { arnOf, deploy, lambda, role } from './_stack.ts';
import { ACCOUNT, alive, environment, eventually, LAUNCHER, PYTHON, REGION, startEmulator } from './_start.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'emulator-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const launch = (more: Record<string, string>) =>
  spawnSync(PYTHON, [LAUNCHER], { env: environment(folder, more), encoding: 'utf8', input: '', timeout: 15_000 });

test('a port in use ends with exit code 48 and a sentence that names it', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const port = (server.address() as { port: number }).port;
  const ended = launch({ GATEWAY_PORT: String(port), LIFELINE: '0' });
  server.close();
  expect(ended.status).toBe(48);
  expect(ended.stderr.trim()).toBe(
    `Port ${port} on 127.0.0.1 is in use. Stop what listens there, or set GATEWAY_PORT to another port.`,
  );
});

test.each([
  ['TIME_SCALE', '0'],
  ['TIME_SCALE', 'fast'],
  ['GATEWAY_PORT', '70000'],
])('%s=%s is refused with the variable named', (name, value) => {
  const ended = launch({ [name]: value, LIFELINE: '0' });
  expect(ended.status).toBe(2);
  expect(ended.stderr).toContain(`${name} is '${value}'; give `);
});

test('kept state that cannot be read ends it before it answers, and says which', () => {
  const state = mkdtempSync(join(folder, 'state-'));
  writeFileSync(join(state, 'sqs.json'), '{"__ministack_format__": 2, "payl');
  const ended = launch({ LIFELINE: '0', PERSIST_STATE: '1', STATE_DIR: state });
  rmSync(state, { recursive: true });
  expect(ended.status).toBe(4);
  expect(ended.stderr).toMatch(/The kept state cannot be read:\n {2}Persistence: failed to load sqs/);
  expect(ended.stdout).toBe('');
});

test('a service whose state cannot be written is named in saved.json', async () => {
  const state = mkdtempSync(join(folder, 'state-'));
  const emulator = await startEmulator({ PERSIST_STATE: '1', STATE_DIR: state });
  // Where the file of one service should come, there is a folder with something in it.
  mkdirSync(join(state, 'sqs.json', 'in the way'), { recursive: true });
  await new SQSClient(emulator.config()).send(new CreateQueueCommand({ QueueName: 'q' }));
  await emulator.stop();
  const saved = JSON.parse(readFileSync(join(state, 'saved.json'), 'utf8'));
  rmSync(state, { recursive: true });
  expect(saved.failed).toEqual([expect.stringMatching(/^Persistence: failed to save sqs/)]);
});

test('a hook that changed is named, with the patch that needs it', () => {
  const check = [
    'import os, sys, types; sys.path.insert(0, sys.argv[1])',
    'from emulator import patching',
    'from emulator.patching import Hook',
    'hooks = (Hook("core.arn:parse_arn", "nothing"), Hook("core.arn:gone"), Hook("core.arn:parse_arn", text="no such"))',
    'patch = types.SimpleNamespace(__name__="emulator.patches.sample", HOOKS=hooks)',
    'patching.check([patch])',
  ].join('\n');
  const ended = spawnSync(PYTHON, ['-c', check, join(LAUNCHER, '..', '..')], {
    env: environment(folder),
    encoding: 'utf8',
  });
  expect(ended.status).toBe(1);
  expect(ended.stderr).toContain('core.arn:parse_arn takes (');
  expect(ended.stderr).toContain('core.arn:gone is not there any more');
  expect(ended.stderr).toContain('needed by patches/sample.py');
});

test('SIGKILL of the parent leaves no process and no file, not even a Lambda in a busy loop', async () => {
  const parent = spawn(
    process.execPath,
    [
      '-e',
      `require("child_process").spawn(${JSON.stringify(PYTHON)}, [${JSON.stringify(LAUNCHER)}], {stdio: ["pipe", "inherit", "inherit"]})`,
    ],
    { env: environment(folder), stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const lines = createInterface({ input: parent.stdout })[Symbol.asyncIterator]();
  const ready = JSON.parse((await lines.next()).value ?? '{}');
  const emulator = {
    port: ready.port,
    pid: ready.pid,
    folder,
    config: () => ({
      region: REGION,
      endpoint: `http://127.0.0.1:${ready.port}`,
      credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'any' },
      maxAttempts: 1,
    }),
    stderr: () => '',
    stop: async () => {},
  };
  const out = await deploy(
    emulator,
    'busy',
    {
      Role: role('lambda.amazonaws.com', []),
      Caller: role('states.amazonaws.com', [{ Action: 'lambda:InvokeFunction', Resource: '*' }]),
      Busy: lambda(
        'Role',
        'exports.handler = async () => { setTimeout(() => { for (;;); }, 50); return process.pid; };',
      ),
    },
    { busy: arnOf('Busy'), caller: arnOf('Caller') },
  );
  const invoked = await run(
    emulator,
    out['caller'] ?? '',
    task('arn:aws:states:::lambda:invoke', { FunctionName: out['busy'] }),
  );
  const worker = (invoked.output as { Payload: number }).Payload;
  expect([alive(ready.pid), alive(worker)]).toEqual([true, true]);

  parent.kill('SIGKILL');

  await eventually('the end of the launcher', async () => (alive(ready.pid) ? undefined : true));
  expect(alive(worker)).toBe(false);
  expect(readdirSync(folder)).toEqual([]);
});
