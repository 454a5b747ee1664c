/**
 * One address for two clouds: SageMaker's requests go to our server, all others, untouched, to another LocalStack-
 * compatible endpoint. Nothing is checked here: IAM is what that endpoint makes of it, and SageMaker's calls pass.
 */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';

export interface GatewayOptions {
  /** Of 127.0.0.1. */
  port: number;
  /** Of our SageMaker server. */
  sagemakerUrl: string;
  /** Everything else. http only: what a person runs on the same machine or network. */
  endpoint: string;
}

export interface Gateway {
  close(): Promise<void>;
}

/** @throws Error with code EADDRINUSE when the port is taken */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const server = createServer((incoming, answer) => {
    forward(isSageMaker(incoming) ? options.sagemakerUrl : options.endpoint, incoming, answer);
  });
  // Uploads may be long; each side sets its own limits.
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const RUNTIME = /^\/endpoints\/[^/]+\/invocations(\?|$)/;
/** `Credential=<key>/<day>/<region>/<service>/aws4_request`, in the header of a signed request. */
const SIGNED_FOR = /Credential=[^/]+\/\d{8}\/[a-z0-9-]+\/([a-z0-9-]+)\//;

/** By what the client says it is for; a bucket may be named `endpoints`. */
export function isSageMaker({ headers, url = '' }: Pick<IncomingMessage, 'headers' | 'url'>): boolean {
  if (String(headers['x-amz-target'] ?? '').startsWith('SageMaker.')) return true;
  const service = SIGNED_FOR.exec(headers.authorization ?? '')?.[1];
  return service === 'sagemaker' && RUNTIME.test(url);
}

/** The Host header stays: signatures were made over it. */
function forward(to: string, incoming: IncomingMessage, answer: ServerResponse): void {
  const { hostname, port } = new URL(to);
  // Node's own server has answered an "Expect: 100-continue"; the other side gets the body without being asked.
  const { expect: _, ...headers } = incoming.headers;
  const { method, url: path } = incoming;
  const outgoing = request({ hostname, port: port || 80, method, path, headers });
  outgoing.on('response', (response) => {
    answer.writeHead(response.statusCode ?? 502, response.statusMessage, response.rawHeaders);
    response.pipe(answer);
    response.on('error', () => answer.destroy());
  });
  outgoing.on('error', (error) => {
    if (answer.headersSent) {
      answer.destroy();
      return;
    }
    const message = `${to} does not answer: ${error.message}`;
    answer
      .writeHead(503, { 'content-type': 'application/json' })
      .end(JSON.stringify({ __type: 'ServiceUnavailable', message, Message: message }));
  });
  answer.on('close', () => outgoing.destroy());
  incoming.on('error', () => outgoing.destroy());
  incoming.pipe(outgoing);
}
