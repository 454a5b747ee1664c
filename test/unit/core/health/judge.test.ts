/** Which measures of a window are findings, and which are the ordinary life of a stage. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Health } from '../../../../lib/core/health/document.ts';
import { type HealthInput, type HealthWindow, judgeHealth } from '../../../../lib/core/health/judge.ts';
import { runs } from '../../../_properties.ts';

const window = (more: Partial<HealthWindow> = {}): HealthWindow => ({
  ...{ from: '2026-03-02T09:00:00.000Z', requests: 1000, clientErrors: 0, serverErrors: 0 },
  ...{ p95: 200, p99: 300, overhead: 5, ...more },
});
const input = (now: Partial<HealthWindow>, more: Partial<HealthInput> = {}): HealthInput => ({
  now: window(now),
  before: Array.from({ length: 30 }, () => window({ clientErrors: 10, serverErrors: 2 })),
  stageRequests: now.requests ?? 1000,
  sameHours: Array.from({ length: 10 }, () => 1000),
  busiest: { requests: 1500, windows: 600 },
  captured: 1000,
  limits: { errorRate: 0.05, latencyMs: 1000 },
  releaseOnTheWay: false,
  open: [],
  ...more,
});
const found = (...args: Parameters<typeof input>) => judgeHealth(input(...args)).findings.map(({ name }) => name);

describe('errors', () => {
  test('beyond the limit of the stage are urgent, unless a release is on the way', () => {
    const beyond = { serverErrors: 60 };
    expect(judgeHealth(input(beyond)).findings).toEqual([
      { name: 'errors', unit: 'share', now: 0.06, before: 0.002, limit: 0.05, urgent: true },
    ]);
    expect(judgeHealth(input(beyond, { releaseOnTheWay: true })).findings).toMatchObject([{ name: 'errors' }]);
    expect(judgeHealth(input(beyond, { releaseOnTheWay: true })).findings[0]).not.toHaveProperty('urgent');
  });
  test('below it are told when they are three times the worst before and one in a hundred', () => {
    expect(found({ serverErrors: 10 })).toEqual(['errors']);
    expect(found({ serverErrors: 9 })).toEqual([]);
    const worse = [...input({}).before, window({ serverErrors: 4 })];
    expect(found({ serverErrors: 11 }, { before: worse })).toEqual([]);
    expect(found({ serverErrors: 12 }, { before: worse })).toEqual(['errors']);
  });
  test('of a stage without history are told by the limit alone, and never for a handful', () => {
    expect(found({ serverErrors: 40 }, { before: [] })).toEqual([]);
    expect(found({ requests: 12, serverErrors: 10 }, { before: [], sameHours: [] })).toEqual(['errors']);
    expect(found({ requests: 9, serverErrors: 9 }, { before: [], sameHours: [] })).toEqual([]);
  });
});

describe('answers 4xx', () => {
  test('are told when they are many more than ever, or half of all', () => {
    expect(found({ clientErrors: 49 })).toEqual([]);
    expect(found({ clientErrors: 50 })).toEqual(['client-errors']);
    expect(found({ clientErrors: 499 }, { before: [] })).toEqual([]);
    expect(found({ clientErrors: 500 }, { before: [] })).toEqual(['client-errors']);
  });
  test('that were always many are no news', () => {
    const always = Array.from({ length: 30 }, () => window({ clientErrors: 700 }));
    expect(found({ clientErrors: 690 }, { before: always })).toEqual([]);
  });
});

describe('latency', () => {
  test('is told beyond the limit, and at twice the worst before', () => {
    expect(judgeHealth(input({ p95: 390, p99: 1001 })).findings).toMatchObject([
      { name: 'latency', percentile: 99, now: 1001, before: 300, limit: 1000 },
    ]);
    expect(judgeHealth(input({ p95: 400 })).findings).toMatchObject([
      { percentile: 95, now: 400, before: 200, limit: 400 },
    ]);
    expect(found({ p95: 399 })).toEqual([]);
  });
  test('of a few milliseconds more, or of few requests, is not', () => {
    const fast = Array.from({ length: 30 }, () => window({ p95: 5, p99: 8 }));
    expect(found({ p95: 24, p99: 30 }, { before: fast })).toEqual([]);
    expect(found({ requests: 99, p99: 5000 }, { sameHours: [] })).toEqual([]);
  });
});

describe('volume', () => {
  test('none is told where the same hours of a week never had less than ten', () => {
    const none = { stageRequests: 0, captured: 0 };
    expect(found({ requests: 0 }, none)).toEqual(['no-traffic']);
    expect(found({ requests: 0 }, { ...none, sameHours: [1000, 1000, 9, 1000, 1000, 1000, 1000] })).toEqual([]);
    expect(found({ requests: 0 }, { ...none, sameHours: [1000, 1000, 0, 1000, 1000, 1000, 1000] })).toEqual([]);
    expect(found({ requests: 0 }, { ...none, sameHours: [1000, 1000, 1000, 1000, 1000, 1000] })).toEqual([]);
  });
  test('a tenth of the least of the same hours is told, and twice the most of any', () => {
    const usual = { sameHours: [400, 500, 600, 500, 400, 800, 500], busiest: { requests: 2000, windows: 168 } };
    expect(found({ requests: 41 }, usual)).toEqual([]);
    expect(found({ requests: 40 }, usual)).toEqual(['volume']);
    expect(found({ requests: 3999 }, usual)).toEqual([]);
    expect(found({ requests: 4000 }, usual)).toEqual(['volume']);
    expect(found({ requests: 4000 }, { ...usual, busiest: { requests: 2000, windows: 167 } })).toEqual([]);
  });
  test('another configuration that answers is traffic', () => {
    expect(found({ requests: 0 }, { stageRequests: 900, captured: 0 })).toEqual([]);
  });
});

test('requests without capture are a finding', () => {
  expect(judgeHealth(input({}, { captured: 0 })).findings).toMatchObject([{ name: 'capture-stopped', before: 1000 }]);
});

describe('an incident that is open', () => {
  test('is not closed by what shows nothing', () => {
    const quiet = { requests: 5 };
    expect(judgeHealth(input(quiet, { open: ['errors'], sameHours: [] })).outcome).toBe('undecided');
    expect(judgeHealth(input({ requests: 20 }, { open: ['errors'], sameHours: [] })).outcome).toBe('well');
    const none = { stageRequests: 0, captured: 0, sameHours: [] };
    expect(found({ requests: 0 }, { ...none, open: ['no-traffic'] })).toEqual(['no-traffic']);
    expect(found({ requests: 0 }, { ...none, open: ['capture-stopped'] })).toEqual(['capture-stopped']);
  });
});

/** Any counts that a stage may have. */
const anyWindow = fc
  .record({ requests: fc.integer({ min: 100, max: 5000 }), p95: fc.integer({ min: 1, max: 5000 }), more: fc.nat(5000) })
  .chain(({ requests, p95, more }) =>
    fc.record({
      from: fc.constant('2026-03-02T09:00:00.000Z'),
      requests: fc.constant(requests),
      clientErrors: fc.nat(requests),
      serverErrors: fc.nat(requests),
      p95: fc.constant(p95),
      p99: fc.constant(p95 + more),
    }),
  );

test('a window that is like the worst before is never a finding, whatever the limits do not forbid', () => {
  fc.assert(
    fc.property(fc.array(anyWindow, { minLength: 24, maxLength: 60 }), fc.nat(), (before, which) => {
      const now = before[which % before.length] ?? window();
      const health = judgeHealth({
        ...input({}),
        ...{ now, before, stageRequests: now.requests, sameHours: before.map(({ requests }) => requests) },
        busiest: { requests: Math.max(...before.map(({ requests }) => requests)), windows: 600 },
        limits: { errorRate: 1.1, latencyMs: Number.MAX_SAFE_INTEGER },
      });
      expect(Health.parse(JSON.parse(JSON.stringify(health))).findings).toEqual([]);
    }),
    { numRuns: runs(200) },
  );
});

test('tells limits, and the windows before at their worst where enough are known', () => {
  const { limits, before } = judgeHealth(input({}));
  expect(limits).toEqual({ errorRate: 0.05, latencyMs: 1000 });
  expect(before).toEqual({ serverErrors: 0.002, clientErrors: 0.01, p95: 200, p99: 300, stageRequests: 1000 });
  expect(judgeHealth(input({}, { before: [], sameHours: [1000] })).before).toEqual({});
  const { p95: _, p99: __, ...idle } = window();
  const without = Array.from({ length: 30 }, () => idle);
  expect(judgeHealth(input({}, { before: without })).before).toEqual({
    ...{ serverErrors: 0, clientErrors: 0, stageRequests: 1000 },
  });
});
