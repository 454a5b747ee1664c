import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from './_python.ts';
import { type Server, serve, spawnServer } from './_servers.ts';

let folder: string;
let clean: () => Promise<void>;
const running: Server[] = [];
beforeAll(async () => {
  ({ folder, remove: clean } = await temporaryFolder());
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});
afterAll(() => clean());

/** A base directory whose artefact holds the given inference.py. */
async function artefact(name: string, text: string): Promise<string> {
  const code = join(folder, name, 'model/code');
  await mkdir(code, { recursive: true });
  await writeFile(join(code, 'inference.py'), text);
  return join(folder, name);
}

async function started(name: string, text: string, environment: Record<string, string> = {}): Promise<Server> {
  const server = await serve(await artefact(name, text), environment);
  running.push(server);
  return server;
}

const ECHO = `
import json
def model_fn(model_dir):
    return model_dir
def transform_fn(model, content, content_type, accept):
    return json.dumps([type(content).__name__, content_type, accept]), "application/json"
`;

describe('the serving shim', () => {
  it('hands over text for exact CSV and JSON types, bytes otherwise, and the default accept', async () => {
    const server = await started('echo', ECHO);
    const seen = async (type: string, accept: string) => JSON.parse((await server.invoke('1', type, accept)).body);
    expect(await seen('text/csv', '*/*')).toEqual(['str', 'text/csv', 'application/json']);
    expect(await seen('text/csv; charset=utf-8', 'text/csv')).toEqual(['bytes', 'text/csv; charset=utf-8', 'text/csv']);
    expect(await seen('application/x-npy', 'a/b, c/d')).toEqual(['bytes', 'application/x-npy', 'a/b, c/d']);
  });

  it('takes the default accept from its environment', async () => {
    const server = await started('accept', ECHO, { SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT: 'text/csv' });
    expect(JSON.parse((await server.invoke('1', 'text/csv', '*/*')).body)[2]).toBe('text/csv');
  });

  it('answers what handlers raise with 500, without their stack, which goes to the log', async () => {
    const server = await started(
      'raises',
      'def model_fn(d):\n    return 1\ndef input_fn(body, content_type):\n    raise ValueError("secret of " + body)\n' +
        'def predict_fn(data, model):\n    return data\ndef output_fn(prediction, accept):\n    return prediction\n',
    );
    const answer = await server.invoke('row');
    expect(answer.status).toBe(500);
    expect(answer.body).not.toMatch(/secret|Traceback/);
    expect(await server.ping()).toBe(200);
    expect((await server.stop()).stderr).toMatch(/Traceback[\s\S]*ValueError: secret of row/);
  });

  it('knows the routes of the contract and no others', async () => {
    const { port } = await started('routes', ECHO);
    const status = async (method: string, path: string) =>
      (await fetch(`http://127.0.0.1:${port}${path}`, { method })).status;
    expect(await status('GET', '/ping')).toBe(200);
    expect(await status('POST', '/ping')).toBe(405);
    expect(await status('GET', '/invocations')).toBe(405);
    expect(await status('GET', '/execution-parameters')).toBe(404);
  });

  it('keeps connections alive and reads chunked bodies', async () => {
    const { port } = await started(
      'length',
      'def model_fn(d):\n    return 1\ndef transform_fn(m, content, t, a):\n    return str(len(content)), "text/plain"\n',
    );
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<number | undefined>();
    for (const chunks of [['ab', 'cde'], ['x'.repeat(100_000)], ['']]) {
      const call = request({ port, host: '127.0.0.1', path: '/invocations', method: 'POST', agent });
      for (const chunk of chunks) call.write(chunk);
      call.end();
      const [response] = await once(call, 'response');
      ports.add(response.socket.localPort);
      let body = '';
      for await (const part of response) body += part;
      expect(body).toBe(String(chunks.join('').length));
    }
    agent.destroy();
    expect(ports.size).toBe(1);
  });

  /** A model whose prediction waits until the test writes the file `go`. */
  const SLOW = (go: string) => `
import os, time
def model_fn(model_dir):
    return 1
def transform_fn(model, content, content_type, accept):
    print("predicting")
    while not os.path.exists(${JSON.stringify(go)}):
        time.sleep(0.005)
    return "done", "text/plain"
`;

  it('answers /ping during a prediction, and finishes it after SIGTERM', async () => {
    const go = join(folder, 'go');
    const server = await started('slow', SLOW(go));
    const answer = server.invoke('1');
    await once(server.child.stdout ?? server.child, 'data');
    expect(await server.ping()).toBe(200);
    const end = server.stop();
    await writeFile(go, '');
    expect((await answer).body).toBe('done');
    expect((await end).code).toBe(0);
  });

  it.each([
    [
      'a model that does not load',
      'def model_fn(d):\n    raise OSError("no booster")',
      {},
      /cannot load the model: OSError: no booster/,
    ],
    ['a module with a fault', 'import not_there', {}, /cannot load the model: ModuleNotFoundError/],
    ['no model_fn', '', {}, /has no model_fn/],
    ['no program', ECHO, { SAGEMAKER_PROGRAM: '' }, /SAGEMAKER_PROGRAM is not set/],
    ['no such program', ECHO, { SAGEMAKER_PROGRAM: 'serve.py' }, /serve.py .* is not in .*model\/code/],
    ['transform_fn and input_fn', `${ECHO}input_fn = print`, {}, /transform_fn excludes/],
  ])('ends with status 1 and the reason: %s', async (name, text, environment, reason) => {
    const server = await spawnServer(await artefact(name, text), environment);
    expect(await server.end).toMatchObject({ code: 1, stderr: expect.stringMatching(reason) });
  });

  it('says plainly that its port is taken', async () => {
    const { port } = await started('first', ECHO);
    const second = await spawnServer(await artefact('second', ECHO), { SAGEMAKER_BIND_TO_PORT: String(port) });
    expect(await second.end).toMatchObject({
      code: 1,
      stderr: `cannot listen on 127.0.0.1:${port}: Address already in use\n`,
    });
  });

  it('ends when the lifeline is cut', async () => {
    const server = await serve(await artefact('lifeline', ECHO));
    server.child.stdin?.end();
    expect(await server.end).toMatchObject({ signal: 'SIGKILL' });
  });
});
