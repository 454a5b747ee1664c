import { Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { type Child, type Exit, startChild } from './child.ts';
import { reservePort } from './ports.ts';

export interface ModelServerOptions {
  readonly argv: readonly string[];
  /** SAGEMAKER_BASE_DIR of the process: model/ below it holds the extracted artefact. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly healthTimeoutMs: number;
  readonly onLine: (line: string) => void;
  /** Gives up the start. */
  readonly signal?: AbortSignal;
}

export interface ModelAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A process that serves GET /ping and POST /invocations. */
export interface ModelServer {
  readonly exited: Promise<Exit>;
  /**
   * @throws InvocationTimeout when no answer came in time
   * @throws Error when the process broke the connection
   */
  invoke(body: Buffer, headers: OutgoingHttpHeaders, timeoutMs: number): Promise<ModelAnswer>;
  stop(graceMs: number): Promise<void>;
}

export class InvocationTimeout extends Error {}

/** The container did not answer its health check: it ended, or its time is over. */
export class UnhealthyContainer extends Error {}

const PING_EVERY_MS = 40;
/** SageMaker wants an answer to a ping within 2 s. */
const PING_TIMEOUT_MS = 2000;

/**
 * Starts the process and waits for its first good ping.
 * @throws UnhealthyContainer
 */
export async function startModelServer(options: ModelServerOptions): Promise<ModelServer> {
  const { port, release } = await reservePort();
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  let child: Child;
  try {
    child = await startChild({
      argv: options.argv,
      directory: options.directory,
      environment: { ...options.environment, SAGEMAKER_BIND_TO_PORT: String(port) },
      onLine: options.onLine,
    });
  } catch (error) {
    release();
    throw error;
  }
  void child.exited.then(() => {
    agent.destroy();
    release();
  });
  try {
    await untilHealthy(child, port, agent, options);
  } catch (error) {
    await child.stop(0);
    throw error;
  }
  return {
    exited: child.exited,
    invoke: (body, headers, timeoutMs) => send(agent, port, 'POST', '/invocations', body, headers, timeoutMs),
    async stop(graceMs) {
      await child.stop(graceMs);
    },
  };
}

async function untilHealthy(child: Child, port: number, agent: Agent, options: ModelServerOptions): Promise<void> {
  let exit: Exit | undefined;
  void child.exited.then((ended) => {
    exit = ended;
  });
  const deadline = performance.now() + options.healthTimeoutMs;
  while (performance.now() < deadline) {
    options.signal?.throwIfAborted();
    if (exit) throw new UnhealthyContainer(`the container ended with ${exit.signal ?? `exit code ${exit.code}`}`);
    if (await pings(agent, port)) return;
    await delay(PING_EVERY_MS);
  }
  throw new UnhealthyContainer(`no good answer to GET /ping within ${options.healthTimeoutMs / 1000} s`);
}

async function pings(agent: Agent, port: number): Promise<boolean> {
  try {
    const answer = await send(agent, port, 'GET', '/ping', undefined, {}, PING_TIMEOUT_MS);
    return answer.status === 200;
  } catch {
    // Not listening yet; the caller asks again until its deadline.
    return false;
  }
}

function send(
  agent: Agent,
  port: number,
  method: string,
  path: string,
  body: Buffer | undefined,
  headers: OutgoingHttpHeaders,
  timeoutMs: number,
): Promise<ModelAnswer> {
  return new Promise((resolve, reject) => {
    const length = body ? { 'content-length': body.length } : {};
    const call = request({ agent, host: '127.0.0.1', port, method, path, headers: { ...headers, ...length } });
    const timer = setTimeout(() => call.destroy(new InvocationTimeout(`no answer within ${timeoutMs} ms`)), timeoutMs);
    call.on('error', (error) => {
      clearTimeout(timer);
      // The server closed an idle connection just as we reused it: nothing was sent, so ask again on a new one.
      if (call.reusedSocket && Reflect.get(error, 'code') === 'ECONNRESET') {
        send(agent, port, method, path, body, headers, timeoutMs).then(resolve, reject);
        return;
      }
      reject(error);
    });
    call.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', (error) => {
        clearTimeout(timer);
        reject(error);
      });
      response.on('end', () => {
        clearTimeout(timer);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
      });
    });
    call.end(body);
  });
}
