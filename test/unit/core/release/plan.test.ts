import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alarmCause, tidy } from '../../../../lib/core/release/cause.ts';
import { deploymentConfig, driftAlarm, releaseAlarms } from '../../../../lib/core/release/guardrails.ts';
import { approach, releaseArguments } from '../../../../lib/core/release/plan.ts';
import { canaryShare, effectiveShare } from '../../../../lib/core/release/share.ts';

describe('the effective share', () => {
  const size = fc.integer({ min: 1, max: 50 });
  const count = fc.integer({ min: 1, max: 100 });

  test('is a whole number of instances, the least that gives the size', () => {
    fc.assert(
      fc.property(size, count, (percent, instances) => {
        const active = canaryShare(percent, instances) * instances;
        expect(active).toBeCloseTo(Math.round(active), 9);
        expect(Math.round(active)).toBeGreaterThanOrEqual(1);
        expect(Math.round(active) * 100).toBeGreaterThanOrEqual(percent * instances);
        expect((Math.round(active) - 1) * 100).toBeLessThan(percent * instances);
      }),
    );
  });

  test.each([
    [50, 2, 0.5],
    [10, 2, 0.5],
    [10, 1, 1],
    [50, 3, 2 / 3],
    [25, 4, 0.25],
  ])('of %i %% of %i instances is %d', (percent, instances, share) => {
    expect(effectiveShare({ strategy: 'canary', size: percent, bakeMinutes: 10 }, instances)).toBe(share);
  });

  test('is all of it without steps', () => {
    expect(effectiveShare({ strategy: 'all-at-once', bakeMinutes: 0 }, 4)).toBe(1);
  });
});

describe('the guardrails', () => {
  const rollout = fc.record({
    strategy: fc.constantFrom('canary', 'all-at-once'),
    size: fc.integer({ min: 1, max: 50 }),
    bakeMinutes: fc.integer({ min: 0, max: 60 }),
  });

  test('stay within what SageMaker takes, and name all three alarms', () => {
    fc.assert(
      fc.property(rollout, (of) => {
        const { BlueGreenUpdatePolicy: policy, AutoRollbackConfiguration } = deploymentConfig('c-000001', of);
        const { WaitIntervalInSeconds: interval } = policy.TrafficRoutingConfiguration;
        expect(interval).toBeGreaterThanOrEqual(0);
        expect(Math.max(interval, policy.TerminationWaitInSeconds)).toBeLessThanOrEqual(3600);
        expect(policy.MaximumExecutionTimeoutInSeconds).toBeGreaterThan(interval + policy.TerminationWaitInSeconds);
        expect(policy.MaximumExecutionTimeoutInSeconds).toBeGreaterThanOrEqual(600);
        expect(policy.MaximumExecutionTimeoutInSeconds).toBeLessThanOrEqual(28_800);
        expect(AutoRollbackConfiguration.Alarms).toEqual([
          { AlarmName: 'c-000001-errors' },
          { AlarmName: 'c-000001-latency' },
          { AlarmName: 'c-000001-abort' },
        ]);
        // Every minute of the bake is watched, on a step of its own or before the old fleet goes.
        expect(interval + policy.TerminationWaitInSeconds).toBeGreaterThanOrEqual(of.bakeMinutes * 60);
      }),
    );
  });

  test('see the new fleet only', () => {
    const alarms = releaseAlarms('e', 'c', { errorRate: 0.02, latencyMs: 250 });
    const [errors, latency, abort] = alarms;
    for (const alarm of [errors, latency]) {
      expect(alarm?.Dimensions).toEqual([
        { Name: 'EndpointName', Value: 'e' },
        { Name: 'VariantName', Value: 'primary' },
        { Name: 'EndpointConfigName', Value: 'c' },
      ]);
      expect(alarm).toMatchObject({
        Period: 60,
        EvaluationPeriods: 3,
        DatapointsToAlarm: 2,
        TreatMissingData: 'notBreaching',
      });
    }
    expect(errors).toMatchObject({ MetricName: 'Invocation5XXErrors', Statistic: 'Average', Threshold: 0.02 });
    expect(latency).toMatchObject({ MetricName: 'ModelLatency', ExtendedStatistic: 'p99', Threshold: 250_000 });
    expect(abort).toMatchObject({ Namespace: 'Sluice', TreatMissingData: 'ignore' });
    expect(driftAlarm('sluice', 'churn', 'production')).toMatchObject({ TreatMissingData: 'ignore', Threshold: 1 });
  });

  test('refuse a strategy they do not know', () => {
    expect(() => deploymentConfig('c', { strategy: 'linear', bakeMinutes: 1 })).toThrow('linear is not supported yet');
  });
});

test('equal input gives equal arguments', () => {
  const input = {
    platform: 'sluice',
    model: 'churn',
    stage: 'production',
    endpoint: 'sluice-churn-production',
    configuration: 'sluice-churn-production-000007',
    sagemakerModel: 'sluice-churn-0123456789abcdef',
    serving: { instance: 'ml.m5.large', count: 2 },
    rollout: { strategy: 'canary', size: 50, bakeMinutes: 10 },
    limits: { errorRate: 0.02, latencyMs: 1000 },
    captureBucket: 'capture',
  };
  expect(releaseArguments(input)).toEqual(releaseArguments(structuredClone(input)));
  expect(releaseArguments(input).update).toMatchObject({ EndpointConfigName: input.configuration });
});

describe('the approach', () => {
  const at = (EndpointStatus: string, EndpointConfigName = 'old', pending?: string) => ({
    EndpointName: 'e',
    EndpointConfigName,
    EndpointStatus,
    ...(pending ? { PendingDeploymentSummary: { EndpointConfigName: pending } } : {}),
  });

  test.each([
    ['no endpoint', undefined, 'create'],
    ['one at rest', at('InService'), 'update'],
    ['one that serves this release', at('InService', 'new'), 'watch'],
    ['one that moves to this release', at('Updating', 'old', 'new'), 'watch'],
    ['one that is created for this release', at('Creating', 'new'), 'watch'],
    ['one that moves to another', at('Updating', 'old', 'other'), 'wait'],
    ['one that is being deleted', at('Deleting'), 'wait'],
    ['one that failed', at('Failed', 'new'), 'delete'],
  ])('to %s', (_, endpoint, expected) => {
    expect(approach(endpoint, 'new')).toBe(expected);
  });
});

describe('the cause', () => {
  const limits = { errorRate: 0.02, latencyMs: 1500 };
  test.each([
    ['errors', 'alarm errors: 47 of 1,284 requests ended in 5xx (3.66 %, limit 2 %)'],
    ['latency', 'alarm latency: the slowest 1 % of 1,284 requests took longer than 1,500 ms in 2 of 3 minutes'],
    ['abort', 'alarm abort was set by hand'],
  ] as const)('of alarm %s has numbers', (alarm, message) => {
    expect(alarmCause(alarm, { requests: 1284, errors: 47 }, limits).message).toBe(message);
  });

  test('is one printable line, however it was written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
        expect(tidy(text)).toMatch(/^[\x20-\x7e]{0,300}$/);
      }),
    );
  });
});
