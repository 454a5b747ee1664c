import { AccessDenied } from '../cloud/ports.ts';
import type { EngineEvent } from '../engine/events.ts';
import { routesOf } from '../engine/routes.ts';
import type { Configuration, EndpointState } from '../engine/state.ts';
import { createEndpoint as createState, nextTick, reversible, type Stepped, step } from '../engine/step.ts';
import type { DeploymentConfigInput } from '../requests/deployment-config.ts';
import { assumePassedRole, type Service } from '../service.ts';
import { scaledMs } from '../settings.ts';
import type { ConfigRecord } from '../state/records.ts';
import { ApiError } from '../wire/errors.ts';
import { publishEndpoint, publishEndpointDeployment } from './events.ts';
import { launchFleet } from './fleet.ts';
import type { Endpoint, RunningFleet, Target } from './parts.ts';

export interface NewEndpoint {
  readonly name: string;
  readonly arn: string;
  readonly target: Target;
  readonly deploymentConfig: DeploymentConfigInput | undefined;
  /** Of one that was there before the server; milliseconds since the epoch. @default now */
  readonly createdAt?: number;
}

/** Real time between two looks at the alarms: 10 s of AWS's time, at most one second here. */
const ALARM_POLL_SECONDS = 10;
const ALARM_POLL_LIMIT_MS = 1000;

export function openEndpoint(service: Service, options: NewEndpoint): Endpoint {
  const { name, arn } = options;
  const fleets = new Map<string, RunningFleet>();
  const targets = new Map<string, Target>();
  let lastDeploymentConfig = options.deploymentConfig;
  let lastServing = options.target;
  let modifiedAt = Date.now();
  let timer: NodeJS.Timeout | undefined;
  let polled: number | undefined;
  let closed = false;
  let state: EndpointState;
  const waiting: (() => void)[] = [];
  const inTransition = () => state.status === 'Creating' || state.status === 'Updating';

  const endpoint: Endpoint = {
    name,
    arn,
    createdAt: options.createdAt ?? modifiedAt,
    modifiedAt: () => modifiedAt,
    state: () => state,
    serving: () => lastServing,
    pending: () => (state.deployment ? targets.get(state.deployment.green.id) : undefined),
    lastDeploymentConfig: () => lastDeploymentConfig,
    routes: () => routesOf(state),
    fleet: (id) => fleets.get(id),
    update(target, plan, deploymentConfig) {
      const event = {
        type: 'update-requested',
        at: Date.now(),
        configuration: configurationOf(target.config),
        plan,
      } as const;
      const stepped = step(state, event);
      targets.set(`fleet-${stepped.state.deployments}`, target);
      lastDeploymentConfig = deploymentConfig ?? lastDeploymentConfig;
      apply(stepped);
    },
    settled: () => (inTransition() ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve()),
    remove: () => apply(step(state, { type: 'delete-requested', at: Date.now() })),
    async close() {
      closed = true;
      clearTimeout(timer);
      await Promise.all([...fleets.values()].map((fleet) => fleet.terminate(false)));
    },
  };

  function dispatch(event: EngineEvent): void {
    if (!closed) apply(step(state, event));
  }

  function apply(stepped: Stepped): void {
    state = stepped.state;
    lastServing = (state.blue && targets.get(state.blue.id)) ?? lastServing;
    for (const effect of stepped.effects) {
      modifiedAt = Date.now();
      if (effect.type === 'launch-fleet') launch(effect.fleet);
      else if (effect.type === 'terminate-fleet') terminate(effect.fleet);
      else if (effect.type === 'status-changed') publishEndpoint(service, endpoint);
      else publishEndpointDeployment(service, endpoint);
    }
    if (state.status === 'Deleted') {
      service.endpoints.delete(name);
      service.tags.delete(arn);
    }
    if (!inTransition()) for (const resolve of waiting.splice(0)) resolve();
    schedule();
    watchAlarms();
  }

  function launch(id: string): void {
    const target = targets.get(id);
    if (!target) throw new Error(`endpoint ${name} has no configuration for ${id}`);
    const fleet = launchFleet(service, { id, endpointName: name, ...target });
    fleets.set(id, fleet);
    fleet.ready.then(
      () => dispatch({ type: 'fleet-ready', at: Date.now(), fleet: id }),
      (error: unknown) => dispatch({ type: 'fleet-failed', at: Date.now(), fleet: id, reason: messageOf(error) }),
    );
  }

  function terminate(id: string): void {
    const fleet = fleets.get(id);
    const ended = fleet?.terminate(true) ?? Promise.resolve();
    service.background.run(
      `ending ${id} of endpoint ${name}`,
      ended.finally(() => {
        fleets.delete(id);
        dispatch({ type: 'fleet-terminated', at: Date.now(), fleet: id });
      }),
    );
  }

  function schedule(): void {
    clearTimeout(timer);
    const next = nextTick(state);
    if (next === undefined || closed) return;
    // Timers take at most 2^31-1 ms and may fire a little early, so the engine is asked again each time.
    const wait = Math.min(Math.max(1, next - Date.now()), 2 ** 31 - 1);
    timer = setTimeout(() => dispatch({ type: 'tick', at: Date.now() }), wait);
  }

  /** Starts one loop of polls for each deployment with alarms. */
  function watchAlarms(): void {
    const deployment = state.deployment;
    if (!deployment || deployment.plan.alarms.length === 0 || polled === deployment.id) return;
    polled = deployment.id;
    service.background.run(`alarms of endpoint ${name}`, pollAlarms(deployment.id, deployment.plan.alarms));
  }

  async function pollAlarms(id: number, alarms: readonly string[]): Promise<void> {
    const everyMs = Math.min(ALARM_POLL_LIMIT_MS, scaledMs(service.settings, ALARM_POLL_SECONDS));
    const watching = () => !closed && state.deployment?.id === id && reversible(state.deployment);
    while (watching()) {
      try {
        const session = await assumePassedRole(service, executionRoleOf(targets.get(`fleet-${id}`)));
        dispatch({ type: 'alarms-read', at: Date.now(), deployment: id, states: await session.alarmStates(alarms) });
      } catch (error) {
        // A missing right will not mend itself; anything else may be gone at the next look.
        if (error instanceof AccessDenied || error instanceof ApiError) {
          const reason = `The alarms could not be read: ${messageOf(error)}`;
          dispatch({ type: 'alarms-unreadable', at: Date.now(), deployment: id, reason });
        } else {
          service.settings.log(`alarms of endpoint ${name} are not read this time: ${messageOf(error)}`);
        }
      }
      if (watching()) await pause(everyMs, service.background.signal);
    }
  }

  const first = createState(configurationOf(options.target.config), modifiedAt, scaledMs(service.settings, 1));
  state = first.state;
  targets.set('fleet-1', options.target);
  apply(first);
  return endpoint;
}

/** The engine's view of a configuration. */
function configurationOf(config: ConfigRecord): Configuration {
  return {
    name: config.name,
    variants: config.input.ProductionVariants.map((variant) => ({
      name: variant.VariantName,
      instances: variant.InitialInstanceCount,
      weight: variant.InitialVariantWeight ?? 1,
    })),
  };
}

/** The role that reads alarms: the configuration's own, else that of its first model. */
function executionRoleOf(target: Target | undefined): string {
  const model = target?.models.values().next().value;
  const role = target?.config.input.ExecutionRoleArn ?? model?.input.ExecutionRoleArn;
  if (role === undefined) throw new Error('the deployment has no execution role');
  return role;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
