import type { OwnedBackground } from './background.ts';
import type { CloudPorts } from './cloud/ports.ts';
import { type CaptureWriter, createCaptureWriter } from './hosting/capture.ts';
import { createInvocationMetrics } from './hosting/metrics.ts';
import type { Service } from './service.ts';
import type { Settings } from './settings.ts';
import { createTable } from './state/table.ts';
import type { Scope } from './wire/arn.ts';

/** The service of each account and region that was asked for. */
export interface Services {
  of(scope: Scope): Service;
  all(): readonly Service[];
  /** Ends all processes and jobs, then writes what is left of captures, metrics and logs. */
  close(): Promise<void>;
}

const CAPTURE_FLUSH_MS = 2000;

export function createServices(
  settings: Settings,
  background: OwnedBackground,
  cloudOf: (scope: Scope) => CloudPorts,
): Services {
  const all = new Map<string, Service>();

  function create(scope: Scope): Service {
    const cloud = cloudOf(scope);
    const capture: CaptureWriter = createCaptureWriter({
      flushEveryMs: CAPTURE_FLUSH_MS * Math.max(settings.timeScale, 0.1),
      random: Math.random,
      onError: (what, error) => settings.log(`${what}: ${String(error)}`),
    });
    const metrics = createInvocationMetrics(cloud, Date.now, (error) =>
      settings.log(`metrics AWS/SageMaker are not written: ${String(error)}`),
    );
    return {
      scope,
      settings,
      cloud,
      capture,
      metrics,
      background,
      models: createTable(),
      configs: createTable(),
      endpoints: createTable(),
      trainingJobs: createTable(),
      transformJobs: createTable(),
      tags: new Map(),
    };
  }

  return {
    of(scope) {
      const id = `${scope.account} ${scope.region}`;
      const found = all.get(id) ?? create(scope);
      all.set(id, found);
      return found;
    },
    all: () => [...all.values()],
    async close() {
      const services = [...all.values()];
      await Promise.all(services.flatMap((service) => service.endpoints.all().map((endpoint) => endpoint.close())));
      await background.close();
      await Promise.all(services.flatMap((service) => [service.capture.close(), service.metrics.close()]));
      for (const service of services) service.cloud.close();
    },
  };
}
