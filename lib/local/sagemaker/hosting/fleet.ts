import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RoleSession } from '../cloud/ports.ts';
import { UnhealthyContainer } from '../processes/model-server.ts';
import type { Service } from '../service.ts';
import type { ConfigRecord, ModelRecord } from '../state/records.ts';
import { prepareModel } from './container.ts';
import { startInstance } from './instance.ts';
import type { Instance, RunningFleet } from './parts.ts';

const DEFAULT_HEALTH_TIMEOUT_SECONDS = 240;

export interface FleetOptions {
  readonly id: string;
  readonly endpointName: string;
  readonly config: ConfigRecord;
  /** The configuration's models by variant, as they were when the deployment was asked for. */
  readonly models: ReadonlyMap<string, ModelRecord>;
}

/** Starts all instances of a configuration. Returns at once; `ready` tells how it went. */
export function launchFleet(service: Service, options: FleetOptions): RunningFleet {
  const { id, endpointName, config } = options;
  const { account, region } = service.scope;
  const base = join(service.settings.workDirectory, 'endpoints', `${account}-${region}`, endpointName, id);
  const ended = new AbortController();
  const signal = AbortSignal.any([ended.signal, service.background.signal]);
  const instances = new Map<string, Instance[]>();
  const sessions = new Map<string, RoleSession>();
  const turns = new Map<string, number>();

  async function launchVariant(variant: ConfigRecord['input']['ProductionVariants'][number]): Promise<void> {
    const model = options.models.get(variant.VariantName);
    if (!model) throw new Error(`Could not find model "${variant.ModelName}".`);
    const directory = join(base, variant.VariantName);
    const prepared = await prepareModel(service, model, directory);
    sessions.set(variant.VariantName, prepared.session);
    const healthTimeout = variant.ContainerStartupHealthCheckTimeoutInSeconds ?? DEFAULT_HEALTH_TIMEOUT_SECONDS;
    const started = await Promise.allSettled(
      Array.from({ length: variant.InitialInstanceCount }, () =>
        startInstance(service, {
          endpointName,
          variantName: variant.VariantName,
          prepared,
          directory,
          healthTimeoutMs: healthTimeout * 1000,
          signal,
        }),
      ),
    );
    instances.set(
      variant.VariantName,
      started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])),
    );
    const failed = started.find((one) => one.status === 'rejected');
    if (failed) throw named(failed.reason, variant.VariantName);
  }

  const launched = Promise.allSettled(config.input.ProductionVariants.map(launchVariant));
  const ready = launched.then((variants) => {
    const failed = variants.find((one) => one.status === 'rejected');
    if (failed) throw failed.reason;
  });
  // Its owner listens as well; a fleet that is terminated while it launches must not count as unhandled.
  ready.catch(() => {});

  return {
    id,
    config,
    ready,
    next(variant, active) {
      const all = instances.get(variant) ?? [];
      const able = all.slice(0, active).filter((instance) => instance.healthy());
      // Rather another instance of the variant than none.
      const choice = able.length > 0 ? able : all.filter((instance) => instance.healthy());
      const turn = turns.get(variant) ?? 0;
      turns.set(variant, turn + 1);
      return choice[turn % choice.length];
    },
    session: (variant) => sessions.get(variant),
    async terminate(drain) {
      ended.abort();
      await launched;
      await Promise.all([...instances.values()].flat().map((instance) => instance.terminate(drain)));
      await rm(base, { recursive: true, force: true });
    },
  };
}

/** Why a variant did not start, in AWS's words where it is the container's health. */
function named(reason: unknown, variant: string): unknown {
  if (!(reason instanceof UnhealthyContainer)) return reason;
  const text = `The primary container for production variant ${variant} did not pass the ping health check. Please check CloudWatch logs for this endpoint. (${reason.message})`;
  return new Error(text, { cause: reason });
}
