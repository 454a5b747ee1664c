import { type Effect, type EngineEvent, RefusedTransition } from './events.ts';
import {
  type Configuration,
  type Deployment,
  type DeploymentPlan,
  type EndpointState,
  type Fleet,
  NO_GUARDRAILS,
  type Phase,
} from './state.ts';
import { stepAt, stepsOf } from './steps.ts';

export interface Stepped {
  readonly state: EndpointState;
  readonly effects: readonly Effect[];
}

/** How long an activation of traffic is shown before the bake starts, in seconds of the plan. */
const ACTIVATION_SECONDS = 1;

/** A new endpoint: its first fleet is launched, and takes all traffic when it is ready. */
export function createEndpoint(configuration: Configuration, at: number, secondMs: number): Stepped {
  const empty: EndpointState = {
    status: 'Creating',
    now: at,
    secondMs,
    deployments: 0,
    blue: undefined,
    deployment: undefined,
    failureReason: undefined,
  };
  return begin(empty, 'Creating', configuration, NO_GUARDRAILS);
}

/**
 * The transition function of an endpoint.
 * @throws RefusedTransition for an update or a deletion while one is in progress, or in a state that does not allow it.
 */
export function step(before: EndpointState, event: EngineEvent): Stepped {
  // Clocks may be set back; the engine's time is not.
  const state: EndpointState = { ...before, now: Math.max(before.now, event.at) };
  switch (event.type) {
    case 'update-requested':
      if (state.status !== 'InService') throw new RefusedTransition(`endpoint is ${state.status}`);
      return begin({ ...state, failureReason: undefined }, 'Updating', event.configuration, event.plan);
    case 'delete-requested':
      return remove(state);
    case 'fleet-ready':
      return fleetReady(state, event.fleet);
    case 'fleet-failed':
      return state.deployment?.green.id === event.fleet && state.deployment.green.health === 'launching'
        ? rollBack(state, state.deployment, event.reason)
        : same(state);
    case 'fleet-terminated':
      return fleetTerminated(state, event.fleet);
    case 'alarms-read':
      return alarmsRead(state, event.deployment, event.states);
    case 'alarms-unreadable':
      return state.deployment?.id === event.deployment && reversible(state.deployment)
        ? rollBack(state, state.deployment, event.reason)
        : same(state);
    case 'tick':
      return advance(state);
  }
}

/** The next time at which a tick would change something, or undefined. */
export function nextTick(state: EndpointState): number | undefined {
  const deployment = state.deployment;
  if (!deployment || !reversible(deployment)) return undefined;
  const until = 'until' in deployment.phase ? deployment.phase.until : Number.POSITIVE_INFINITY;
  const next = Math.min(until, deployment.deadline);
  return Number.isFinite(next) ? next : undefined;
}

/** Whether a deployment can still be rolled back, so that its alarms matter. */
export function reversible(deployment: Deployment): boolean {
  return deployment.phase.name !== 'terminating' && deployment.phase.name !== 'rolling-back';
}

function begin(
  state: EndpointState,
  status: 'Creating' | 'Updating',
  configuration: Configuration,
  plan: DeploymentPlan,
): Stepped {
  const id = state.deployments + 1;
  const green: Fleet = { id: `fleet-${id}`, configuration, health: 'launching' };
  const deployment: Deployment = {
    id,
    green,
    plan,
    startedAt: state.now,
    // Launching takes real time, so its limit is not scaled.
    deadline: state.now + (plan.maximumExecutionSeconds ?? Number.POSITIVE_INFINITY) * 1000,
    phase: { name: 'launching' },
    phaseSince: state.now,
  };
  return {
    state: { ...state, status, deployments: id, deployment },
    effects: [
      { type: 'status-changed' },
      { type: 'deployment-changed' },
      { type: 'launch-fleet', fleet: green.id, configuration: configuration.name },
    ],
  };
}

function remove(state: EndpointState): Stepped {
  if (state.status !== 'InService' && state.status !== 'Failed')
    throw new RefusedTransition(`endpoint is ${state.status}`);
  if (!state.blue) return { state: { ...state, status: 'Deleted' }, effects: [{ type: 'status-changed' }] };
  return {
    state: { ...state, status: 'Deleting', blue: { ...state.blue, health: 'terminating' } },
    effects: [{ type: 'status-changed' }, { type: 'terminate-fleet', fleet: state.blue.id }],
  };
}

function fleetReady(state: EndpointState, fleet: string): Stepped {
  const deployment = state.deployment;
  if (!deployment || deployment.green.id !== fleet || deployment.green.health !== 'launching') return same(state);
  const green: Fleet = { ...deployment.green, health: 'ready' };
  if (!state.blue) {
    return {
      state: { ...state, status: 'InService', blue: green, deployment: undefined },
      effects: [{ type: 'status-changed' }],
    };
  }
  // From here on the plan's time runs, which may be scaled: what is left of the limit is scaled with it.
  const left = Math.max(0, deployment.deadline - state.now);
  const deadline = state.now + (left * state.secondMs) / 1000;
  return advance({ ...state, deployment: { ...deployment, green, deadline } });
}

function fleetTerminated(state: EndpointState, fleet: string): Stepped {
  if (state.status === 'Deleting' && state.blue?.id === fleet) {
    return { state: { ...state, status: 'Deleted', blue: undefined }, effects: [{ type: 'status-changed' }] };
  }
  const deployment = state.deployment;
  if (deployment?.phase.name === 'terminating' && state.blue?.id === fleet) {
    return {
      state: { ...state, status: 'InService', blue: deployment.green, deployment: undefined },
      effects: [{ type: 'status-changed' }, { type: 'deployment-changed' }],
    };
  }
  if (deployment?.phase.name === 'rolling-back' && deployment.green.id === fleet) {
    return {
      state: {
        ...state,
        status: state.blue ? 'InService' : 'Failed',
        deployment: undefined,
        failureReason: deployment.phase.reason,
      },
      effects: [{ type: 'status-changed' }, { type: 'deployment-changed' }],
    };
  }
  return same(state);
}

function alarmsRead(state: EndpointState, id: number, states: Readonly<Record<string, string>>): Stepped {
  const deployment = state.deployment;
  if (deployment?.id !== id || !reversible(deployment)) return same(state);
  const tripped = deployment.plan.alarms.filter((name) => states[name] === 'ALARM');
  if (tripped.length > 0) {
    return rollBack(state, deployment, `One or more configured alarms are in state ALARM: ${tripped.join(', ')}.`);
  }
  const absent = deployment.plan.alarms.filter((name) => states[name] === undefined);
  if (absent.length > 0) {
    return rollBack(state, deployment, `One or more configured alarms do not exist: ${absent.join(', ')}.`);
  }
  return same(state);
}

/** Moves on while the phase's time is over. A bake starts when its traffic really shifted, so late ticks shorten none. */
function advance(state: EndpointState): Stepped {
  let current = state;
  const effects: Effect[] = [];
  for (;;) {
    const deployment = current.deployment;
    if (!deployment || !reversible(deployment)) return { state: current, effects };
    if (current.now >= deployment.deadline) {
      const rolled = rollBack(current, deployment, 'The deployment exceeded MaximumExecutionTimeoutInSeconds.');
      return { state: rolled.state, effects: [...effects, ...rolled.effects] };
    }
    const phase = nextPhase(current, deployment);
    if (!phase) return { state: current, effects };
    effects.push({ type: 'deployment-changed' });
    current = { ...current, deployment: { ...deployment, phase, phaseSince: current.now } };
    if (phase.name === 'terminating' && current.blue) {
      effects.push({ type: 'terminate-fleet', fleet: current.blue.id });
      current = { ...current, blue: { ...current.blue, health: 'terminating' } };
    }
  }
}

function nextPhase(state: EndpointState, deployment: Deployment): Phase | undefined {
  const { phase, plan, green } = deployment;
  const after = (seconds: number) => state.now + seconds * state.secondMs;
  if (phase.name === 'launching') {
    return green.health === 'ready' ? { name: 'activating', step: 0, until: after(ACTIVATION_SECONDS) } : undefined;
  }
  if (!('until' in phase) || state.now < phase.until) return undefined;
  if (phase.name === 'activating') {
    return { name: 'baking', step: phase.step, until: after(stepAt(plan, phase.step).waitSeconds) };
  }
  if (phase.step + 1 < stepsOf(plan).length) {
    return { name: 'activating', step: phase.step + 1, until: after(ACTIVATION_SECONDS) };
  }
  return { name: 'terminating' };
}

function rollBack(state: EndpointState, deployment: Deployment, reason: string): Stepped {
  return {
    state: {
      ...state,
      deployment: {
        ...deployment,
        green: { ...deployment.green, health: 'terminating' },
        phase: { name: 'rolling-back', reason },
        phaseSince: state.now,
      },
    },
    effects: [{ type: 'deployment-changed' }, { type: 'terminate-fleet', fleet: deployment.green.id }],
  };
}

function same(state: EndpointState): Stepped {
  return { state, effects: [] };
}
