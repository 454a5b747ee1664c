import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Effect, type EngineEvent, RefusedTransition } from '../../../../lib/local/sagemaker/engine/events.ts';
import { routesOf } from '../../../../lib/local/sagemaker/engine/routes.ts';
import type { Configuration, DeploymentPlan, EndpointState } from '../../../../lib/local/sagemaker/engine/state.ts';
import { NO_GUARDRAILS } from '../../../../lib/local/sagemaker/engine/state.ts';
import { pendingVariantStatus, servingVariantStatus } from '../../../../lib/local/sagemaker/engine/status.ts';
import { createEndpoint, nextTick, step } from '../../../../lib/local/sagemaker/engine/step.ts';
import { activeInstances } from '../../../../lib/local/sagemaker/engine/steps.ts';
import { runs } from '../../../_properties.ts';

const SECOND = 1000;
const one = (name: string, instances = 2): Configuration => ({
  name,
  variants: [{ name: 'AllTraffic', instances, weight: 1 }],
});
const canary = (percent: number, plan: Partial<DeploymentPlan> = {}): DeploymentPlan => ({
  routing: { type: 'CANARY', size: { type: 'CAPACITY_PERCENT', value: percent }, waitSeconds: 600 },
  terminationWaitSeconds: 120,
  maximumExecutionSeconds: undefined,
  alarms: ['errors'],
  ...plan,
});

/** Applies events one after the other, collecting effects. */
function run(from: EndpointState, ...events: EngineEvent[]) {
  let state = from;
  const effects: Effect[] = [];
  for (const event of events) {
    const stepped = step(state, event);
    state = stepped.state;
    effects.push(...stepped.effects);
  }
  return { state, effects };
}

function inService(config = one('v1'), secondMs = SECOND): EndpointState {
  const { state } = createEndpoint(config, 0, secondMs);
  return step(state, { type: 'fleet-ready', at: 10, fleet: 'fleet-1' }).state;
}

const shares = (state: EndpointState) =>
  Object.fromEntries(routesOf(state).map((route) => [route.configuration, route.share]));

describe('creation', () => {
  it('serves nothing before the first fleet is ready, and all of it after', () => {
    const { state, effects } = createEndpoint(one('v1'), 0, SECOND);
    expect(state.status).toBe('Creating');
    expect(routesOf(state)).toEqual([]);
    expect(effects).toContainEqual({ type: 'launch-fleet', fleet: 'fleet-1', configuration: 'v1' });
    expect(shares(inService())).toEqual({ v1: 1 });
  });

  it('ends Failed when the first fleet cannot be launched, and can then only be deleted', () => {
    const { state } = createEndpoint(one('v1'), 0, SECOND);
    const failed = run(
      state,
      { type: 'fleet-failed', at: 5, fleet: 'fleet-1', reason: 'no ping' },
      { type: 'fleet-terminated', at: 6, fleet: 'fleet-1' },
    ).state;
    expect(failed.status).toBe('Failed');
    expect(failed.failureReason).toBe('no ping');
    expect(() =>
      step(failed, { type: 'update-requested', at: 7, configuration: one('v2'), plan: NO_GUARDRAILS }),
    ).toThrow(RefusedTransition);
    expect(step(failed, { type: 'delete-requested', at: 8 }).state.status).toBe('Deleted');
  });
});

describe('canary', () => {
  const begun = run(
    inService(),
    { type: 'update-requested', at: 1000, configuration: one('v2'), plan: canary(50) },
    { type: 'fleet-ready', at: 5000, fleet: 'fleet-2' },
  ).state;

  it('activates its share once the fleet is ready, bakes, activates the rest, bakes, ends the old fleet', () => {
    expect(shares(begun)).toEqual({ v1: 0.5, v2: 0.5 });
    expect(begun.deployment?.phase.name).toBe('activating');

    const baking = step(begun, { type: 'tick', at: 6000 }).state;
    expect(baking.deployment?.phase).toMatchObject({ name: 'baking', step: 0, until: 606_000 });
    expect(step(baking, { type: 'tick', at: 605_999 }).state.deployment?.phase.name).toBe('baking');

    const rest = step(baking, { type: 'tick', at: 606_000 }).state;
    expect(shares(rest)).toEqual({ v2: 1 });
    const lastBake = step(rest, { type: 'tick', at: 607_000 }).state;
    expect(lastBake.deployment?.phase).toMatchObject({ name: 'baking', step: 1, until: 727_000 });

    const { state: ending, effects } = step(lastBake, { type: 'tick', at: 727_000 });
    expect(effects).toContainEqual({ type: 'terminate-fleet', fleet: 'fleet-1' });
    expect(ending.status).toBe('Updating');
    expect(ending.blue?.configuration.name).toBe('v1');

    const done = step(ending, { type: 'fleet-terminated', at: 727_500, fleet: 'fleet-1' }).state;
    expect(done.status).toBe('InService');
    expect(done.blue?.configuration.name).toBe('v2');
    expect(shares(done)).toEqual({ v2: 1 });
  });

  it('goes back to the old configuration when an alarm fires, also in the last bake', () => {
    for (const at of [6000, 606_000]) {
      const baking = run(begun, { type: 'tick', at: 6000 }, { type: 'tick', at }).state;
      const { state, effects } = step(baking, {
        type: 'alarms-read',
        at: at + 10,
        deployment: 2,
        states: { errors: 'ALARM' },
      });
      expect(shares(state)).toEqual({ v1: 1 });
      expect(effects).toContainEqual({ type: 'terminate-fleet', fleet: 'fleet-2' });
      const back = step(state, { type: 'fleet-terminated', at: at + 20, fleet: 'fleet-2' }).state;
      expect(back).toMatchObject({ status: 'InService', deployment: undefined });
      expect(back.blue?.configuration.name).toBe('v1');
      expect(back.failureReason).toContain('errors');
    }
  });

  it('trips on an alarm that was in ALARM before, and on one that does not exist', () => {
    const { state } = step(inService(), {
      type: 'update-requested',
      at: 1,
      configuration: one('v2'),
      plan: canary(50),
    });
    for (const states of [{ errors: 'ALARM' as const }, {}]) {
      const tripped = step(state, { type: 'alarms-read', at: 2, deployment: 2, states }).state;
      expect(tripped.deployment?.phase.name).toBe('rolling-back');
    }
  });

  it('is not disturbed by INSUFFICIENT_DATA, nor by an answer about another deployment', () => {
    const quiet = run(
      begun,
      { type: 'alarms-read', at: 5001, deployment: 2, states: { errors: 'INSUFFICIENT_DATA' } },
      { type: 'alarms-read', at: 5002, deployment: 1, states: { errors: 'ALARM' } },
    ).state;
    expect(quiet.deployment?.phase.name).toBe('activating');
  });

  it('goes back when the new fleet fails, when alarms cannot be read and when its time is over', () => {
    const plan = canary(50, { maximumExecutionSeconds: 800 });
    const update: EngineEvent = { type: 'update-requested', at: 1000, configuration: one('v2'), plan };
    const launching = step(inService(), update).state;
    const trials: EngineEvent[] = [
      { type: 'fleet-failed', at: 1001, fleet: 'fleet-2', reason: 'no ping' },
      { type: 'alarms-unreadable', at: 1001, deployment: 2, reason: 'denied' },
      { type: 'tick', at: 801_000 },
    ];
    for (const event of trials) {
      expect(step(launching, event).state.deployment?.phase.name).toBe('rolling-back');
    }
  });

  it('scales waits and what is left of the time limit, but not the launch', () => {
    const plan = canary(50, { maximumExecutionSeconds: 800 });
    const launched = run(
      inService(one('v1'), 20),
      { type: 'update-requested', at: 1000, configuration: one('v2'), plan },
      { type: 'fleet-ready', at: 4000, fleet: 'fleet-2' },
      { type: 'tick', at: 4020 },
    ).state;
    expect(launched.deployment?.phase).toMatchObject({ name: 'baking', until: 4020 + 600 * 20 });
    expect(launched.deployment?.deadline).toBe(4000 + 797 * 20);
    expect(nextTick(launched)).toBe(4020 + 600 * 20);
  });

  it('refuses another update and the deletion while it runs', () => {
    expect(() =>
      step(begun, { type: 'update-requested', at: 1, configuration: one('v3'), plan: NO_GUARDRAILS }),
    ).toThrow(RefusedTransition);
    expect(() => step(begun, { type: 'delete-requested', at: 1 })).toThrow(RefusedTransition);
  });

  it('says what it does in the words of VariantStatus', () => {
    const variant = { name: 'AllTraffic', instances: 2, weight: 1 };
    const message = (state: EndpointState) =>
      state.deployment ? pendingVariantStatus(state.deployment, variant).message : undefined;
    const launching = step(inService(), {
      type: 'update-requested',
      at: 1,
      configuration: one('v2'),
      plan: canary(50),
    }).state;
    expect(message(launching)).toBe('Launching 2 instance(s).');
    expect(message(begun)).toBe('Activating traffic on canary capacity of 1 instance(s).');
    const baking = step(begun, { type: 'tick', at: 6000 }).state;
    expect(message(baking)).toContain('Baking for 600 seconds (WaitIntervalInSeconds)');
    const full = run(baking, { type: 'tick', at: 606_000 }, { type: 'tick', at: 607_000 }).state;
    expect(message(full)).toContain('Baking for 120 seconds (TerminationWaitInSeconds) with traffic enabled on full');
    const ending = step(full, { type: 'tick', at: 727_000 }).state;
    expect(servingVariantStatus(ending, variant)?.message).toBe('Terminating 2 instance(s).');
  });
});

describe('activated instances', () => {
  it('rounds up, to at least one and at most all', () => {
    const of = (instances: number, value: number) =>
      activeInstances({ name: 'v', instances, weight: 1 }, { type: 'CAPACITY_PERCENT', value });
    expect([of(1, 10), of(2, 50), of(2, 10), of(3, 50), of(10, 25), of(10, 1)]).toEqual([1, 1, 1, 2, 3, 1]);
    expect(activeInstances({ name: 'v', instances: 2, weight: 1 }, { type: 'INSTANCE_COUNT', value: 5 })).toBe(2);
  });
});

/** What may happen next, chosen by random numbers: the environment of the engine. */
const moves = fc.array(
  fc.record({
    kind: fc.constantFrom('update', 'delete', 'ready', 'failed', 'terminated', 'tick', 'ok', 'alarm', 'unreadable'),
    wait: fc.integer({ min: -5000, max: 900_000 }),
    which: fc.nat(3),
  }),
  { maxLength: 60 },
);

const configuration = fc
  .array(fc.record({ instances: fc.integer({ min: 1, max: 5 }), weight: fc.constantFrom(0, 1, 2.5) }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((variants) => variants.map((variant, index) => ({ name: `v${index}`, ...variant })));

const plan: fc.Arbitrary<DeploymentPlan> = fc.record({
  routing: fc.oneof(
    fc.constant({ type: 'ALL_AT_ONCE' as const }),
    fc.record({
      type: fc.constant('CANARY' as const),
      size: fc.record({
        type: fc.constantFrom('INSTANCE_COUNT' as const, 'CAPACITY_PERCENT' as const),
        value: fc.integer({ min: 1, max: 50 }),
      }),
      waitSeconds: fc.integer({ min: 0, max: 600 }),
    }),
  ),
  terminationWaitSeconds: fc.integer({ min: 0, max: 600 }),
  maximumExecutionSeconds: fc.option(fc.integer({ min: 600, max: 3000 }), { nil: undefined }),
  alarms: fc.constantFrom([], ['errors']),
});

describe('laws, after any sequence of events', () => {
  it('shares sum to 1, only healthy fleets get traffic, time does not go back, a trip ends in the old configuration', () => {
    fc.assert(
      fc.property(fc.array(configuration, { minLength: 5, maxLength: 5 }), plan, moves, (variants, thePlan, todo) => {
        const configs = variants.map((some, index): Configuration => ({ name: `c${index}`, variants: some }));
        const living = new Set<string>();
        const doomed = new Set<string>();
        let now = 0;
        let tripped: { deployment: number; old: string | undefined } | undefined;

        const first = configs[0];
        if (!first) throw new Error('no configuration');
        let { state, effects } = createEndpoint(first, 0, 100);
        const take = (some: readonly Effect[]) => {
          for (const effect of some) {
            if (effect.type === 'launch-fleet') living.add(effect.fleet);
            if (effect.type === 'terminate-fleet') doomed.add(effect.fleet);
          }
        };
        take(effects);

        const healthy = (id: string) => {
          const fleets = [state.blue, state.deployment?.green];
          return fleets.some((fleet) => fleet?.id === id && fleet.health === 'ready');
        };
        const check = () => {
          const routes = routesOf(state);
          const sum = routes.reduce((total, route) => total + route.share, 0);
          if (state.status === 'InService' || state.status === 'Updating') expect(sum).toBeCloseTo(1, 9);
          else expect(routes).toEqual([]);
          for (const route of routes) {
            expect(healthy(route.fleet)).toBe(true);
            expect(doomed.has(route.fleet)).toBe(false);
            expect(route.instances).toBeGreaterThan(0);
          }
          if (state.status === 'InService') {
            expect(state.deployment).toBeUndefined();
            expect(new Set(routes.map((route) => route.configuration)).size).toBe(1);
          }
          if (tripped && state.status === 'InService' && state.deployments === tripped.deployment) {
            expect(state.blue?.configuration.name).toBe(tripped.old);
          }
        };
        const apply = (event: EngineEvent) => {
          const before = state.now;
          try {
            const stepped = step(state, event);
            state = stepped.state;
            effects = stepped.effects;
            take(effects);
          } catch (error) {
            if (!(error instanceof RefusedTransition)) throw error;
          }
          expect(state.now).toBeGreaterThanOrEqual(before);
          if (state.deployment?.phase.name === 'rolling-back') {
            tripped = { deployment: state.deployment.id, old: state.blue?.configuration.name };
          }
          check();
        };

        check();
        for (const { kind, wait, which } of todo) {
          now += wait;
          const deployment = state.deployment?.id ?? 0;
          const green = state.deployment?.green.id ?? 'fleet-0';
          const target = configs[which + 1];
          if (kind === 'update' && target)
            apply({ type: 'update-requested', at: now, configuration: target, plan: thePlan });
          if (kind === 'delete' && which === 0) apply({ type: 'delete-requested', at: now });
          if (kind === 'ready') apply({ type: 'fleet-ready', at: now, fleet: green });
          if (kind === 'failed') apply({ type: 'fleet-failed', at: now, fleet: green, reason: 'no ping' });
          if (kind === 'tick') apply({ type: 'tick', at: now });
          if (kind === 'ok') apply({ type: 'alarms-read', at: now, deployment, states: { errors: 'OK' } });
          if (kind === 'alarm') apply({ type: 'alarms-read', at: now, deployment, states: { errors: 'ALARM' } });
          if (kind === 'unreadable') apply({ type: 'alarms-unreadable', at: now, deployment, reason: 'denied' });
          const [ending] = [...doomed].filter((fleet) => living.has(fleet));
          if (kind === 'terminated' && ending) {
            living.delete(ending);
            apply({ type: 'fleet-terminated', at: now, fleet: ending });
          }
        }

        // To rest: what was asked for happens, and time passes.
        for (let round = 0; round < 40; round++) {
          const ending = [...doomed].find((fleet) => living.has(fleet));
          if (ending) {
            living.delete(ending);
            apply({ type: 'fleet-terminated', at: now, fleet: ending });
          } else if (state.deployment?.phase.name === 'launching') {
            apply({ type: 'fleet-ready', at: now, fleet: state.deployment.green.id });
          } else {
            now = Math.max(now, nextTick(state) ?? now);
            apply({ type: 'tick', at: now });
          }
        }
        expect(['InService', 'Failed', 'Deleted']).toContain(state.status);
        const alive = [...living];
        expect(alive).toEqual(state.blue ? [state.blue.id] : []);
      }),
      { numRuns: runs(300) },
    );
  });
});
