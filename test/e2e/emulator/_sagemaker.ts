/** A stand-in for our SageMaker server: records what reaches it and answers what the test says. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Call {
  readonly action: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Answer {
  readonly status?: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

export interface FakeSageMaker {
  readonly url: string;
  readonly calls: Call[];
  /** Decides the answer by action (or path for invocations). */
  answer: (call: Call) => Answer;
  stop(): Promise<void>;
}

export async function startFakeSageMaker(): Promise<FakeSageMaker> {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const action = String(request.headers['x-amz-target'] ?? '').replace('SageMaker.', '');
    const call = { action, path: request.url ?? '', headers: request.headers, body };
    calls.push(call);
    const { status = 200, body: answer, headers } = fake.answer(call);
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', ...headers });
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const fake: FakeSageMaker = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    answer: () => ({ body: {} }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return fake;
}
