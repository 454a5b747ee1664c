import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as z from 'zod';
import { createBackground } from './background.ts';
import { createAwsCloud } from './cloud/aws.ts';
import type { CloudPorts } from './cloud/ports.ts';
import { CONTROL_BODY_LIMIT, runOperation } from './control-plane.ts';
import { BODY_LIMIT, invokeEndpoint } from './hosting/invoke.ts';
import { createServices, type Services } from './services.ts';
import type { Settings } from './settings.ts';
import { restore, ServiceSnapshot, snapshotOf } from './state/snapshot.ts';
import type { Scope } from './wire/arn.ts';
import { readBody } from './wire/body.ts';
import { callerScope, header } from './wire/caller.ts';
import { ApiError } from './wire/errors.ts';

export interface SageMakerServerOptions {
  /** @default 0, any free port */
  readonly port?: number;
  /** Address of S3, STS, CloudWatch, Logs and EventBridge; may be set later by `setEmulatorUrl`. */
  readonly emulatorUrl?: string;
  /** Of requests that do not say theirs. */
  readonly region: string;
  readonly account: string;
  /** A folder of the server's own, removed by the caller. */
  readonly workDir: string;
  /** 1 is real; 0.02 makes a bake of ten minutes last 12 s. Never scales the running time of jobs. @default 1 */
  readonly timeScale?: number;
  readonly python: string;
  readonly runtimes: Settings['runtimes'];
  readonly log?: (message: string) => void;
  /** What the server uses of the cloud. @default the AWS SDK against emulatorUrl */
  readonly cloud?: (scope: Scope) => CloudPorts;
}

/** What of a server outlives it, as a JSON document. */
export const ServerSnapshot = z.strictObject({ v: z.literal(1), services: z.array(ServiceSnapshot) });
export type ServerSnapshot = z.infer<typeof ServerSnapshot>;

export interface SageMakerServer {
  readonly port: number;
  readonly url: string;
  setEmulatorUrl(url: string): void;
  /** Everything that outlives the server. */
  snapshot(): ServerSnapshot;
  /**
   * Puts a snapshot back. The emulator must answer by now: endpoints fetch their artefacts.
   * @returns when each endpoint serves or has failed; those that failed, with their reasons
   */
  restore(snapshot: ServerSnapshot): Promise<string[]>;
  /** Ends all jobs and model servers and frees the port. */
  close(): Promise<void>;
}

const KEEP_ALIVE_MS = 10 * 60_000;
const RUNTIME_PATH = /^\/endpoints\/([^/]+)\/invocations$/;

/**
 * SageMaker on this machine: really trains and serves, on 127.0.0.1 only.
 * @throws Error with code EADDRINUSE when the port is taken
 */
export async function startSageMakerServer(options: SageMakerServerOptions): Promise<SageMakerServer> {
  let emulatorUrl = options.emulatorUrl;
  const settings: Settings = {
    fallbackScope: { account: options.account, region: options.region },
    workDirectory: options.workDir,
    timeScale: options.timeScale ?? 1,
    python: options.python,
    runtimes: options.runtimes,
    cloudEndpoint() {
      if (emulatorUrl === undefined)
        throw new Error('the SageMaker server has no emulatorUrl yet: call setEmulatorUrl first');
      return emulatorUrl;
    },
    log: options.log ?? (() => {}),
  };
  const services = createServices(
    settings,
    createBackground(settings.log),
    options.cloud ?? ((scope) => createAwsCloud(scope, settings.cloudEndpoint)),
  );
  const server = createServer((request, response) => {
    void answer(request, response, services, settings);
  });
  // A caller that reuses an idle connection just as it is closed would lose its request.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    setEmulatorUrl(url) {
      emulatorUrl = url;
    },
    snapshot: () => ({ v: 1, services: services.all().map((service) => snapshotOf(service, Date.now())) }),
    async restore(snapshot) {
      const failed = await Promise.all(snapshot.services.map((each) => restore(services.of(each), each)));
      return failed.flat();
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await services.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Routes one request and writes its answer. Never rejects. */
async function answer(request: IncomingMessage, response: ServerResponse, services: Services, settings: Settings) {
  const arrivedAt = performance.now();
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  const runtime = request.method === 'POST' ? RUNTIME_PATH.exec(path) : null;
  try {
    const service = services.of(callerScope(request.headers, settings.fallbackScope));
    if (runtime?.[1] !== undefined) {
      const body = await readBody(request, BODY_LIMIT);
      const endpointName = decodeURIComponent(runtime[1]);
      const result = await invokeEndpoint(service, { endpointName, headers: request.headers, body, arrivedAt });
      response.writeHead(200, { ...result.headers, 'content-length': result.body.length }).end(result.body);
    } else if (request.method === 'POST' && path === '/') {
      const body = await readBody(request, CONTROL_BODY_LIMIT);
      const result = await runOperation(service, header(request.headers, 'x-amz-target'), body);
      sendJson(response, 200, {}, result);
    } else {
      throw new ApiError(
        'UnknownOperationException',
        `${request.method} ${path} is not supported by the local SageMaker server yet.`,
        404,
      );
    }
  } catch (error) {
    // The caller went away before its request was here: there is nobody to answer.
    if (!request.complete && request.destroyed) return;
    const known = error instanceof ApiError ? error : internal(error, settings);
    const { type, message, status, members } = known;
    // awsJson1.1 reads the type from the body, restJson1 from the header.
    sendJson(response, status, { 'x-amzn-errortype': type }, { __type: type, message, Message: message, ...members });
  }
}

function internal(error: unknown, settings: Settings): ApiError {
  settings.log(`internal failure: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  const reason = error instanceof Error ? error.message : String(error);
  return new ApiError('InternalFailure', `The local SageMaker server failed: ${reason}`, 500);
}

function sendJson(response: ServerResponse, status: number, headers: Record<string, string>, document: object): void {
  if (response.destroyed) return;
  const body = Buffer.from(JSON.stringify(document));
  response
    .writeHead(status, { ...headers, 'content-type': 'application/x-amz-json-1.1', 'content-length': body.length })
    .end(body);
}
