import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RELEASE_ALARMS } from '../../../../lib/core/contracts/names.ts';
import { conclude, type Outcome } from '../../../../lib/core/release/conclusion.ts';
import { type EndpointDescription, isMoving } from '../../../../lib/core/release/endpoint.ts';
import { FIRST_LOOK, judge, type Observation, type Watched } from '../../../../lib/core/release/verdict.ts';

const watched: Watched = {
  configuration: 'new',
  strategy: 'canary',
  bakeMinutes: 10,
  effectiveShare: 0.5,
  limits: { errorRate: 0.02, latencyMs: 1000 },
  mode: 'update',
};

const STATUSES = [
  'Creating',
  'Updating',
  'SystemUpdating',
  'RollingBack',
  'Deleting',
  'InService',
  'OutOfService',
  'Failed',
  'UpdateRollbackFailed',
];
const variant = fc.record({
  VariantName: fc.constant('primary'),
  VariantStatus: fc.array(
    fc.record({
      Status: fc.constantFrom('Creating', 'ActivatingTraffic', 'Baking', 'Deleting'),
      StatusMessage: fc.constantFrom('on canary capacity of 1', 'on full capacity of 2', ''),
    }),
    { maxLength: 2 },
  ),
});
const endpoint: fc.Arbitrary<EndpointDescription> = fc.record(
  {
    EndpointName: fc.constant('e'),
    EndpointConfigName: fc.constantFrom('old', 'new', 'other'),
    EndpointStatus: fc.constantFrom(...STATUSES),
    FailureReason: fc.option(fc.string(), { nil: undefined }),
    ProductionVariants: fc.array(variant, { maxLength: 1 }),
    PendingDeploymentSummary: fc.record({
      EndpointConfigName: fc.constantFrom('new', 'other'),
      ProductionVariants: fc.array(variant, { maxLength: 1 }),
    }),
  },
  { requiredKeys: ['EndpointName', 'EndpointConfigName', 'EndpointStatus'] },
) as fc.Arbitrary<EndpointDescription>;
const observation: fc.Arbitrary<Observation> = fc.record({
  now: fc.date({ min: new Date('2026-01-01'), max: new Date('2026-01-02'), noInvalidDate: true }),
  endpoint: fc.option(endpoint, { nil: undefined }),
  alarms: fc.subarray([...RELEASE_ALARMS]),
  candidate: fc.record({ requests: fc.nat(2000), errors: fc.nat(50) }),
  holdsLock: fc.boolean(),
});
const looks = fc.array(observation, { minLength: 1, maxLength: 20 });
const mode = fc.constantFrom('create' as const, 'update' as const);

/** Judges look after look, as the workflow does, until one of them is an end. */
function* verdicts(seen: readonly Observation[], of: Watched) {
  let memory = FIRST_LOOK;
  for (const look of seen) {
    const verdict = judge(memory, look, of);
    yield { look, verdict, before: memory };
    memory = verdict.memory;
  }
}

describe('the judgement', () => {
  test('is `live` only when the endpoint is InService on the configuration that was asked for', () => {
    fc.assert(
      fc.property(looks, mode, (seen, of) => {
        for (const { look, verdict } of verdicts(seen, { ...watched, mode: of })) {
          const proved = look.endpoint?.EndpointStatus === 'InService' && look.endpoint.EndpointConfigName === 'new';
          expect(verdict.decision === 'live').toBe(proved);
        }
      }),
    );
  });

  test('once it asks to go back, asks at each look while the endpoint moves', () => {
    fc.assert(
      fc.property(looks, (seen) => {
        for (const { look, verdict, before } of verdicts(seen, watched)) {
          if (before.abort && look.endpoint && isMoving(look.endpoint)) {
            expect(verdict.decision).toBe('abort');
            expect(verdict.memory.abort).toEqual(before.abort);
          }
        }
      }),
    );
  });

  test('asks only an update to go back, and has a cause for every end but `live`', () => {
    fc.assert(
      fc.property(looks, mode, (seen, of) => {
        for (const { verdict } of verdicts(seen, { ...watched, mode: of })) {
          if (of === 'create') expect(verdict.decision).not.toBe('abort');
          if (['abort', 'rolled-back', 'failed'].includes(verdict.decision))
            expect(verdict.cause?.message).toBeTruthy();
          expect(verdict.share).toBeGreaterThanOrEqual(0);
          expect(verdict.share).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  const updating = (Status: string, StatusMessage = ''): EndpointDescription => ({
    EndpointName: 'e',
    EndpointConfigName: 'old',
    EndpointStatus: 'Updating',
    PendingDeploymentSummary: {
      EndpointConfigName: 'new',
      ProductionVariants: [{ VariantName: 'primary', VariantStatus: [{ Status, StatusMessage }] }],
    },
  });
  const look = (minutes: number, seen: EndpointDescription, requests = 0): Observation => ({
    now: new Date(Date.parse('2026-01-01T00:00:00Z') + minutes * 60_000),
    endpoint: seen,
    alarms: [],
    candidate: { requests, errors: 0 },
    holdsLock: true,
  });

  test.each([
    ['with no request 2 minutes after its bake', 12, 0, 'abort'],
    ['with no request while metrics may be late', 11.9, 0, 'continue'],
    ['with one request', 12, 1, 'continue'],
  ])('lets a canary %s %#', (_, minutes, requests, decision) => {
    const first = judge(FIRST_LOOK, look(0, updating('Baking', 'canary capacity')), watched);
    expect(first).toMatchObject({ decision: 'continue', phase: 'canary', share: 0.5 });
    expect(judge(first.memory, look(minutes, updating('Baking', 'canary'), requests), watched).decision).toBe(decision);
  });

  test('counts looks where the clock of the endpoint runs faster than ours', () => {
    let memory = FIRST_LOOK;
    const decisions = Array.from({ length: 8 }, () => {
      const verdict = judge(memory, look(0, updating('Baking', 'full capacity')), watched);
      memory = verdict.memory;
      return verdict.decision;
    });
    expect(decisions).toEqual([...Array(7).fill('continue'), 'abort']);
  });

  test('does not take an endpoint that has not begun to move for one that went back', () => {
    const rest: EndpointDescription = { EndpointName: 'e', EndpointConfigName: 'old', EndpointStatus: 'InService' };
    let memory = FIRST_LOOK;
    const decisions = Array.from({ length: 4 }, () => {
      const verdict = judge(memory, look(0, rest), watched);
      memory = verdict.memory;
      return verdict.decision;
    });
    expect(decisions).toEqual(['continue', 'continue', 'continue', 'rolled-back']);
  });
});

describe('the conclusion', () => {
  const outcome: fc.Arbitrary<Outcome> = fc.constantFrom('live', 'rolled-back', 'inconclusive', 'failed');

  test('follows what serves: `live` and `requested` are one, and never without proof', () => {
    fc.assert(
      fc.property(fc.option(endpoint, { nil: undefined }), outcome, (seen, said) => {
        const ending = conclude(seen, { requested: 'new', previous: 'old' }, { outcome: said });
        const proved = seen?.EndpointStatus === 'InService' && seen.EndpointConfigName === 'new';
        expect(ending.outcome === 'live').toBe(proved);
        expect(ending.serves === 'requested').toBe(proved);
        if (ending.serves === 'previous')
          expect(seen).toMatchObject({ EndpointStatus: 'InService', EndpointConfigName: 'old' });
        if (!proved) expect(ending.cause).toBeDefined();
      }),
    );
  });
});
