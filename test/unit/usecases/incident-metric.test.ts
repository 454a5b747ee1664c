import fc from 'fast-check';
import { expect, test } from 'vitest';
import { memoryMetrics } from '../../../lib/adapters/memory/metrics.ts';
import { memoryRegistry } from '../../../lib/adapters/memory/registry.ts';
import { noBackoff, testClock } from '../../../lib/adapters/memory/services.ts';
import { driftAlarm } from '../../../lib/core/release/guardrails.ts';
import { publishIncident, signalTime } from '../../../lib/core/usecases/incidents/incident-metric.ts';

const STAGE = { model: 'churn', stage: 'production', kind: 'drift' } as const;
const MINUTE = 60_000;
const ALARM = driftAlarm('sluice', 'churn', 'production');

function platform() {
  const clock = testClock('2026-03-02T08:00:30.000Z');
  const ports = {
    registry: memoryRegistry(),
    clock,
    backoff: noBackoff,
    metrics: memoryMetrics(clock),
    platform: 'sluice',
  };
  return { ...ports, publish: (drifts: boolean) => publishIncident(ports, STAGE, drifts) };
}

/** The alarm as CloudWatch judges it: the maximum of each minute in turn, a minute without data changes nothing. */
function alarmAfter(data: readonly { value: number; time: Date }[]): 'OK' | 'ALARM' | undefined {
  expect(ALARM).toMatchObject({ Statistic: 'Maximum', Period: 60, EvaluationPeriods: 1, TreatMissingData: 'ignore' });
  const minutes = Map.groupBy(data, ({ time }) => Math.floor(time.getTime() / MINUTE));
  const newest = [...minutes.keys()].sort((a, b) => a - b).at(-1);
  if (newest === undefined) return undefined;
  const values = minutes.get(newest)?.map(({ value }) => value) ?? [];
  return Math.max(...values) >= ALARM.Threshold ? 'ALARM' : 'OK';
}

test('a window without drift in the minute of one with drift ends the alarm', async () => {
  const { publish, metrics } = platform();
  await publish(true);
  await publish(false);
  expect(alarmAfter(metrics.data)).toBe('OK');
  expect(metrics.data.map(({ time }) => time.toISOString())).toEqual([
    '2026-03-02T08:00:30.000Z',
    '2026-03-02T08:01:30.000Z',
  ]);
});

test('whatever follows whatever, and however fast, the alarm ends as the last one said', async () => {
  const says = fc.record({ drifts: fc.boolean(), pause: fc.integer({ min: 0, max: 3 * MINUTE }), again: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(says, { minLength: 1, maxLength: 12 }), async (all) => {
      const { publish, metrics, clock } = platform();
      for (const { drifts, pause, again } of all) {
        clock.advance(pause);
        await publish(drifts);
        if (again) await publish(drifts);
      }
      expect(alarmAfter(metrics.data)).toBe(all.at(-1)?.drifts ? 'ALARM' : 'OK');
      // CloudWatch takes data up to two hours ahead.
      for (const { time } of metrics.data) expect(time.getTime() - clock.now().getTime()).toBeLessThan(2 * 60 * MINUTE);
    }),
  );
});

test('what was noted and not published is published by the repetition, no earlier', async () => {
  const { publish, metrics, clock } = platform();
  await publish(true);
  const { put } = metrics;
  metrics.put = async () => {
    throw new Error('CloudWatch is away');
  };
  await expect(publish(false)).rejects.toThrow('away');
  metrics.put = put;
  clock.advance(5_000);
  await publish(false);
  expect(alarmAfter(metrics.data)).toBe('OK');
});

test('of two at once both are published, one after the other', async () => {
  const { publish, metrics } = platform();
  await Promise.all([publish(true), publish(false)]);
  const [one, other] = metrics.data.map(({ time }) => time.getTime()).sort((a, b) => a - b);
  expect((other ?? 0) - (one ?? 0)).toBe(MINUTE);
});

test('long after, a value is stamped as it comes', () => {
  const before = { value: 1, time: '2026-03-02T07:00:00.000Z' } as const;
  const now = new Date('2026-03-02T08:00:00.000Z');
  expect(signalTime(before, 0, now)).toEqual(now);
  expect(signalTime(undefined, 0, now)).toEqual(now);
});
