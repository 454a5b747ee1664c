import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Ended, ended } from './_jobs.ts';
import { cleanEnvironment, python, root } from './_python.ts';

const shim = join(root, 'lib/runtimes/shims/serving.py');

export type Answer = { status: number; type: string; body: string };

export type Server = {
  child: ChildProcess;
  port: number;
  end: Promise<Ended>;
  ping(): Promise<number>;
  invoke(body: string | Buffer, contentType?: string, accept?: string): Promise<Answer>;
  stop(): Promise<Ended>;
};

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Starts the serving shim without waiting. The folder `base` holds model/. */
export async function spawnServer(base: string, environment: Record<string, string> = {}): Promise<Server> {
  const port = Number(environment['SAGEMAKER_BIND_TO_PORT'] ?? (await freePort()));
  const child = spawn(python, [shim], {
    env: {
      ...cleanEnvironment,
      LIFELINE: '1',
      SAGEMAKER_BASE_DIR: base,
      SAGEMAKER_BIND_TO_PORT: String(port),
      SAGEMAKER_PROGRAM: 'inference.py',
      SAGEMAKER_SUBMIT_DIRECTORY: '/opt/ml/model/code',
      ...environment,
    },
    stdio: 'pipe',
  });
  const url = `http://127.0.0.1:${port}`;
  const end = ended(child);
  return {
    child,
    port,
    end,
    ping: async () => (await fetch(`${url}/ping`)).status,
    invoke: async (body, contentType = 'text/csv', accept = 'text/csv') => {
      const headers = { 'content-type': contentType, accept };
      const response = await fetch(`${url}/invocations`, { method: 'POST', headers, body });
      return { status: response.status, type: response.headers.get('content-type') ?? '', body: await response.text() };
    },
    stop: () => {
      child.kill('SIGTERM');
      return end;
    },
  };
}

/** Starts the serving shim and waits for its first /ping. Throws with its stderr when it ends instead. */
export async function serve(base: string, environment: Record<string, string> = {}): Promise<Server> {
  const server = await spawnServer(base, environment);
  let over: Ended | undefined;
  void server.end.then((result) => {
    over = result;
  });
  for (;;) {
    if (over !== undefined) throw new Error(`the model server ended: ${over.stderr}`);
    try {
      if ((await server.ping()) === 200) return server;
    } catch {
      await pause(20); // not listening yet
    }
  }
}

/** `label,score` lines. */
export function parseLabelled(body: string): { label: string; score: number }[] {
  return body
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [label = '', score = ''] = line.split(',');
      return { label, score: Number(score) };
    });
}
