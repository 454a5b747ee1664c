import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openLogStream } from '../processes/log-stream.ts';
import type { ModelServer } from '../processes/model-server.ts';
import type { Service } from '../service.ts';
import { type PreparedModel, startContainer } from './container.ts';
import type { Instance } from './parts.ts';

export interface InstanceOptions {
  readonly endpointName: string;
  readonly variantName: string;
  readonly prepared: PreparedModel;
  readonly directory: string;
  readonly healthTimeoutMs: number;
  readonly signal: AbortSignal;
}

const STOP_GRACE_MS = 30_000;
/** No request takes longer than the service's own limit of 60 s. */
const DRAIN_LIMIT_MS = 65_000;
const RESTART_AFTER_MS = 250;

/**
 * Starts an instance and waits until it is healthy.
 * @throws UnhealthyContainer, ModelUnavailable
 */
export async function startInstance(service: Service, options: InstanceOptions): Promise<Instance> {
  const id = `i-${randomBytes(8).toString('hex')}`;
  const { endpointName, variantName } = options;
  const what = `endpoint ${endpointName}, variant ${variantName}, instance ${id}`;
  const log = openLogStream({
    session: options.prepared.session,
    group: `/aws/sagemaker/Endpoints/${endpointName}`,
    stream: `${variantName}/${id}`,
    onError: (error) => service.settings.log(`logs of ${what} are not written: ${String(error)}`),
  });
  const stopping = new AbortController();
  const signal = AbortSignal.any([stopping.signal, options.signal]);
  const recent: string[] = [];
  const start = () =>
    startContainer(service, options.prepared, {
      directory: join(options.directory, id),
      healthTimeoutMs: options.healthTimeoutMs,
      onLine: (line) => {
        log.line(line);
        recent.push(line);
        if (recent.length > 20) recent.shift();
      },
      signal,
    });

  let server: ModelServer | undefined;
  let inFlight = 0;
  let onIdle: (() => void) | undefined;

  try {
    server = await start();
  } catch (error) {
    if (!signal.aborted) service.settings.log(`${what} did not start; its last lines:\n${recent.join('\n')}`);
    await log.close();
    throw error;
  }

  /** Replaces the process whenever it ends by itself, until the instance is terminated. */
  async function supervise(first: ModelServer): Promise<void> {
    let current = first;
    for (;;) {
      await current.exited;
      server = undefined;
      if (signal.aborted) return;
      service.settings.log(`${what}: the model server ended by itself and is started again`);
      await delay(RESTART_AFTER_MS);
      if (signal.aborted) return;
      try {
        current = await start();
        server = current;
      } catch (error) {
        if (!signal.aborted) service.settings.log(`${what} is not started again: ${String(error)}`);
        return;
      }
    }
  }
  const supervised = supervise(server);

  return {
    id,
    healthy: () => server !== undefined && !stopping.signal.aborted,
    async use(request) {
      if (!server || stopping.signal.aborted) throw new Error(`${what} takes no requests`);
      inFlight += 1;
      try {
        return await request(server);
      } finally {
        inFlight -= 1;
        if (inFlight === 0) onIdle?.();
      }
    },
    async terminate(drain) {
      stopping.abort();
      if (drain && inFlight > 0) {
        const idle = new Promise<void>((resolve) => {
          onIdle = resolve;
        });
        const limit = new AbortController();
        await Promise.race([idle, delay(DRAIN_LIMIT_MS, undefined, { signal: limit.signal }).catch(() => {})]);
        limit.abort();
      }
      await server?.stop(drain ? STOP_GRACE_MS : 0);
      await supervised;
      await log.close();
    },
  };
}
