/** Trends as the API answers them, made in no time: a month of hours with an incident, a quiet one, a new stage. */
import type { DriftTrendView } from '../../../../lib/core/contracts/api.ts';
import { seededRandom } from '../../../../lib/core/evaluation/random.ts';

import { HOSTILE } from './_hostile.ts';

type Window = DriftTrendView['windows'][number];

const END = Date.parse('2026-11-21T14:00:00.000Z');
const HOUR = 3_600_000;
const iso = (time: number): string => new Date(time).toISOString();
const BUDGET = { falseAlarmsPerYear: 4, windowsPerYear: 8766, spent: 4 / 8766 };

/** Hours before the end of the sample, when its versions and faults came and went. */
const FAULT = { from: 200, to: 187 };
const SECOND_FAULT = 3;
const V6 = 400;

function outcomeAt(hoursBefore: number, i: number): Window['outcome'] {
  if (hoursBefore <= FAULT.from && hoursBefore > FAULT.to) return 'drift';
  if (hoursBefore <= SECOND_FAULT) return 'drift';
  if (hoursBefore === 310 || hoursBefore === 311) return 'capture-stopped';
  if (i % 24 === 3) return 'no-traffic';
  return i % 24 === 4 ? 'not-enough-data' : 'no-drift';
}

/** @param columns whose names are words, but for the third, which is long */
export function trendSample(columns: number, windows = 720): DriftTrendView {
  const uniform = seededRandom('trend');
  const told = Array.from({ length: windows }, (_, i): Window => {
    const hoursBefore = windows - i;
    const outcome = outcomeAt(hoursBefore, i);
    const rows =
      outcome === 'no-traffic' || outcome === 'capture-stopped'
        ? 0
        : outcome === 'not-enough-data'
          ? 41
          : Math.round(3000 + 2600 * Math.sin((i / 24) * 2 * Math.PI) + 400 * uniform());
    return {
      configuration: hoursBefore > V6 ? 'sluice-churn-production-000005' : 'sluice-churn-production-000006',
      version: hoursBefore > V6 ? 5 : 6,
      from: iso(END - hoursBefore * HOUR),
      to: iso(END - (hoursBefore - 1) * HOUR),
      outcome,
      requests: outcome === 'capture-stopped' ? 0 : Math.round(rows * 1.04),
      rows,
      ...(outcome === 'capture-stopped' ? { served: 3120 } : {}),
      budget: { ...BUDGET, spent: rows === 0 ? 0 : BUDGET.spent },
    };
  });
  const names = [
    'tenure months',
    'plan',
    'monthly charge in the currency of the contract before any discount',
    'income',
  ];
  const effects = (column: number): (number | null)[] =>
    told.map(({ outcome }) => {
      if (outcome !== 'drift' && outcome !== 'no-drift') return null;
      const noise = 0.004 + 0.02 * uniform() ** 3;
      return Number((outcome === 'drift' && column < 3 ? ([2.53, 0.31, 0.062][column] ?? 0) : noise).toPrecision(3));
    });
  return {
    model: 'churn',
    stage: 'production',
    from: iso(END - 30 * 24 * HOUR),
    to: iso(END),
    serving: { version: 6, since: iso(END - V6 * HOUR) },
    windows: told,
    more: false,
    limit: 0.03,
    columns: Array.from({ length: columns }, (_, i) => ({
      name: names[i] ?? `column ${i}`,
      called: i < 3 ? told.filter(({ outcome }) => outcome === 'drift').length : 0,
      effects: effects(i),
    })),
    columnsLeft: 0,
    performance: performanceDays(uniform),
    incidents: [
      incident(SECOND_FAULT, 0, 'open', ['tenure months', 'plan']),
      incident(FAULT.from, FAULT.to, 'closed', names.slice(0, 3)),
    ],
    releases: [
      release('01JD8ZQ4000000000000000002', 7, 'rolled-back', V6 - 100),
      release('01JD8ZQ4000000000000000001', 6, 'live', V6),
    ],
  };
}

/** Labels come five days late; the last three days are a sure decline. */
function performanceDays(uniform: () => number): DriftTrendView['performance'] {
  return Array.from({ length: 30 }, (_, i) => {
    const to = Date.parse('2026-11-21T00:00:00.000Z') - (29 - i) * 24 * HOUR;
    const called = i > 26;
    const value = (called ? 0.79 : 0.86) + 0.01 * uniform();
    const measured = i < 5 ? {} : { measured: { value, low: value - 0.012, high: value + 0.012 } };
    const estimate = 0.855 + 0.008 * uniform();
    return {
      ...{ from: iso(to - 24 * HOUR), to: iso(to), version: 6, configuration: 'sluice-churn-production-000006' },
      ...{ outcome: called ? ('decline' as const) : ('no-decline' as const), labelled: i < 5 ? 0 : 2100 },
      metrics: ['auc', 'accuracy'].map((metric) => ({
        ...{ metric, heldOut: 0.862, called, ...measured },
        estimated: { value: estimate, low: estimate - 0.01, high: estimate + 0.01 },
      })),
    };
  });
}

function incident(from: number, to: number, state: 'open' | 'closed', columns: string[]) {
  return {
    ...{
      model: 'churn',
      stage: 'production',
      kind: 'drift' as const,
      since: iso(END - from * HOUR),
      state,
      version: 6,
    },
    ...{ report: 'churn/reports/drift/r.json', columns, last: iso(END - to * HOUR) },
    ...(state === 'closed' ? { end: { reason: 'no-drift' as const } } : {}),
  };
}

const release = (id: string, version: number, state: 'live' | 'rolled-back', hoursBefore: number) => ({
  release: id,
  kind: 'promote' as const,
  version,
  state,
  requested: iso(END - hoursBefore * HOUR - 900_000),
  ended: iso(END - hoursBefore * HOUR),
});

/** Nothing was found, nothing was released. */
export function quietTrend(columns: number, windows = 720): DriftTrendView {
  const trend = trendSample(columns, windows);
  return {
    ...trend,
    incidents: [],
    releases: [],
    performance: [],
    windows: trend.windows.map((window) => ({ ...window, outcome: 'no-drift', rows: 300, requests: 300 })),
    columns: trend.columns.map((column) => ({ ...column, called: 0, effects: column.effects.map(() => 0.011) })),
  };
}

/** Before anything was measured. */
export const emptyTrend = (): DriftTrendView => {
  const { serving: _, ...rest } = quietTrend(0, 0);
  return rest;
};

/** Names that act, where they are taken for anything but text. */
export function hostileTrend(): DriftTrendView {
  const trend = trendSample(HOSTILE.length, 200);
  const name = (i: number): string => HOSTILE[i % HOSTILE.length] ?? '';
  return {
    ...trend,
    columns: trend.columns.map((column, i) => ({ ...column, name: name(i), called: 3 })),
    incidents: trend.incidents.map((found) => ({ ...found, columns: [...HOSTILE] })),
  };
}
