/** The decision over windows: what is judged together, what is believed, what it costs. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { SchemaColumn } from '../../../../lib/core/contracts/schema.ts';
import { TextRows } from '../../../../lib/core/data/readers/text-rows.ts';
import { baselineColumns } from '../../../../lib/core/drift/baseline.ts';
import { againstSeason, decide, type KeptWindow } from '../../../../lib/core/drift/sequential/decide.ts';
import { seasonIntervals, seasonOf } from '../../../../lib/core/drift/sequential/season.ts';
import { spansOf } from '../../../../lib/core/drift/sequential/spans.ts';
import { perWindow, spanLevel } from '../../../../lib/core/drift/sequential/spending.ts';
import { stepDown } from '../../../../lib/core/drift/sequential/step-down.ts';
import { varianceRatioSurvival } from '../../../../lib/core/drift/sequential/variance-ratio.ts';
import { DriftWindow } from '../../../../lib/core/drift/window.ts';
import { runs } from '../../../_properties.ts';
import { normal, numberProfile, profileOf, sample } from './profile.ts';

const HOUR_MS = 3_600_000;
const at = (hour: number): string => new Date(Date.UTC(2026, 2, 2) + hour * HOUR_MS).toISOString();

describe('Holm', () => {
  const ps = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 });
  it('calls something exactly when the smallest is below the level shared out over all', () => {
    fc.assert(
      fc.property(ps, fc.double({ min: 0, max: 1, noNaN: true }), (all, level) => {
        expect(stepDown(all, level).includes(true)).toBe(Math.min(...all) <= level / all.length);
      }),
      { numRuns: runs(200) },
    );
  });
  it('calls all that are below the smallest share, and none above the level', () => {
    fc.assert(
      fc.property(ps, (all) => {
        for (const [test, called] of stepDown(all, 0.05).entries()) {
          const p = all[test] as number;
          if (p <= 0.05 / all.length) expect(called).toBe(true);
          if (p > 0.05) expect(called).toBe(false);
        }
      }),
      { numRuns: runs(200) },
    );
  });
  it('as in its own worked example', () => {
    expect(stepDown([0.001, 0.02, 0.9], 0.05)).toEqual([true, true, false]);
    expect(stepDown([0.02, 0.02, 0.9], 0.05)).toEqual([false, false, false]);
  });
});

test('what is spent on all spans of all windows of a year is the budget', () => {
  const budget = { falseAlarmsPerYear: 4, windowsPerYear: 8766 };
  expect(spanLevel(budget, 2) * 2 * 8766).toBeCloseTo(4, 10);
  expect(perWindow({ falseAlarmsPerYear: 12, windowsPerYear: 4 })).toBe(1);
});

test('the F law is that of scipy.stats.f.sf', () => {
  expect(varianceRatioSurvival(3, 4, 20)).toBeCloseTo(0.04320099833421409, 14);
  expect(varianceRatioSurvival(50, 9, 36) / 1.1182231751522297e-17).toBeCloseTo(1, 12);
  expect(varianceRatioSurvival(0.2, 9, 36)).toBeCloseTo(0.9926340161197024, 14);
  expect([varianceRatioSurvival(0, 2, 3), varianceRatioSurvival(Number.POSITIVE_INFINITY, 2, 3)]).toEqual([1, 0]);
});

describe('windows judged together', () => {
  const hour = (place: number, rows: number, called = false) => ({ from: at(place), to: at(place + 1), rows, called });
  const hoursBefore = (last: number, count: number, rows: number) =>
    Array.from({ length: count }, (_, i) => hour(last - 1 - i, rows));

  it('as many of the newest as are enough, and those of the last day', () => {
    expect(spansOf(hour(40, 60), hoursBefore(40, 40, 60))).toEqual([
      { name: 'now', from: at(37), to: at(41), windows: 4 },
      { name: 'day', from: at(17), to: at(41), windows: 24 },
    ]);
    expect(spansOf(hour(40, 300), hoursBefore(40, 3, 60)).map(({ windows }) => windows)).toEqual([1, 4]);
  });
  it('once, where nothing came before or traffic is so small that a day is no sample', () => {
    expect(spansOf(hour(0, 300), [])).toEqual([{ name: 'now', from: at(0), to: at(1), windows: 1 }]);
    expect(spansOf(hour(40, 5), hoursBefore(40, 40, 5))).toEqual([
      { name: 'now', from: at(1), to: at(41), windows: 40 },
    ]);
  });
  it('not beyond one that was called, nor of another length, nor twice', () => {
    const earlier = [hour(39, 60), hour(38, 600, true), hour(37, 600)];
    expect(spansOf(hour(40, 60), earlier)).toEqual([]);
    expect(spansOf(hour(40, 150), earlier).map(({ windows }) => windows)).toEqual([2]);
    const half = { from: at(39.5), to: at(40), rows: 600, called: false };
    const shifted = { from: at(38.5), to: at(39.5), rows: 600, called: false };
    expect(spansOf(hour(40, 60), [half, hour(39, 150), shifted]).map(({ from }) => from)).toEqual([at(39)]);
  });
  it('nothing is judged without new rows, or while a month is not enough', () => {
    expect(spansOf(hour(40, 0), hoursBefore(40, 10, 600))).toEqual([]);
    expect(spansOf(hour(1000, 1), hoursBefore(1000, 900, 0).concat(hour(1, 500)))).toEqual([]);
  });
});

describe('the season of last year', () => {
  it('is the same hours of the same weekdays, 52 weeks ago and around', () => {
    const spans = seasonIntervals({ from: at(9), to: at(10) });
    expect(spans).toHaveLength(7);
    for (const { from, to } of spans) {
      expect(Date.parse(to) - Date.parse(from)).toBe(HOUR_MS);
      const [then, now] = [new Date(from), new Date(at(9))];
      expect([then.getUTCDay(), then.getUTCHours()]).toEqual([now.getUTCDay(), now.getUTCHours()]);
    }
    expect(spans[3]?.from).toBe('2025-03-03T09:00:00.000Z');
    expect(spans[4]?.from).toBe('2025-03-10T09:00:00.000Z');
  });
  it('does not overlap itself when the span is longer than a week', () => {
    const spans = seasonIntervals({ from: at(0), to: at(24 * 9) });
    for (const [i, { from }] of spans.entries()) if (i > 0) expect(from > (spans[i - 1]?.to ?? '')).toBe(true);
  });
  it('needs three spans with enough rows', () => {
    const span = (rows: number) => ({ rows, wrongLength: 0, columns: [] });
    expect(seasonOf([span(300), span(300), undefined, span(199)])).toBeUndefined();
    expect(seasonOf([span(300), span(300), undefined, span(200)])).toHaveLength(3);
  });
});

const COLUMNS: SchemaColumn[] = Array.from({ length: 5 }, (_, i) => ({ name: `c${i}`, type: 'number' }));
const draw = normal('trained');
const BASELINE = baselineColumns(
  profileOf(...COLUMNS.map(({ name }) => numberProfile(name, sample(5000, draw)))),
  COLUMNS,
);
const BUDGET = { falseAlarmsPerYear: 4, windowsPerYear: 8766 };

function hourOf(
  place: number,
  rows: number,
  next: () => number,
  change: (value: number, column: number) => number | string,
): KeptWindow {
  const window = new DriftWindow(BASELINE);
  const texts = new TextRows(COLUMNS.length);
  for (let row = 0; row < rows; row++)
    texts.add(
      row,
      COLUMNS.map((_, column) => String(change(Math.fround(next()), column))),
    );
  window.addBatch(texts.batch());
  return { from: at(place), to: at(place + 1), rows, counts: window.counts(), called: false };
}

/** Hours until something is called, and in which columns. */
function untilCalled(
  rows: number,
  before: number,
  seed: string,
  change: (value: number, column: number) => number | string,
) {
  const next = normal(seed);
  let earlier: KeptWindow[] = Array.from({ length: before }, (_, i) => hourOf(23 - i, rows, next, (value) => value));
  for (let place = 24; place < 48; place++) {
    const window = hourOf(place, rows, next, change);
    const called = decide(BASELINE, window, earlier, BUDGET).flatMap((each) => each.called);
    if (called.length > 0) return { hours: place - 23, columns: [...new Set(called.map(({ column }) => column))] };
    earlier = [window, ...earlier];
  }
  return { hours: Number.POSITIVE_INFINITY, columns: [] };
}

describe('how soon it is called', () => {
  it('a stuck sensor in the first window', () => {
    expect(untilCalled(300, 3, 'stuck', (value, column) => (column === 3 ? 0.1 : value))).toEqual({
      hours: 1,
      columns: [3],
    });
  });
  it('a twentieth of the cells missing in the first window of 600 rows', () => {
    const found = untilCalled(600, 3, 'missing', (value, column) => (column === 3 && value > 1.645 ? '' : value));
    expect(found).toEqual({ hours: 1, columns: [3] });
  });
  it.each(['a', 'b', 'c'])('a shift of 0.2 sd within a day of windows of 60 rows (%s)', (seed) => {
    const { hours, columns } = untilCalled(60, 24, seed, (value, column) => (column === 3 ? value + 0.2 : value));
    expect(columns).toEqual([3]);
    expect(hours).toBeLessThanOrEqual(24);
  });
  it('nothing within a day when nothing changes', () => {
    expect(untilCalled(60, 24, 'quiet', (value) => value).hours).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('against last year', () => {
  const next = normal('season');
  const summer = (value: number, column: number): number => (column === 3 ? value + 1 : value);
  const [window, ...lastYear] = Array.from({ length: 7 }, () => hourOf(0, 400, next, summer)) as [KeptWindow];
  const judge = (counts: KeptWindow, season: readonly KeptWindow[]) => {
    const [judged] = decide(BASELINE, counts, [], BUDGET);
    if (!judged) throw new Error('nothing was judged');
    return againstSeason(BASELINE, judged, seasonOf(season.map((each) => each.counts)));
  };
  it('a change that came last year too is no finding, and is named', () => {
    expect(judge(window, [])).toMatchObject({ called: [{ column: 3 }], season: 0 });
    expect(judge(window, lastYear)).toMatchObject({ called: [], asLastYear: [{ column: 3 }], season: 6 });
  });
  it('one that did not stays a finding', () => {
    const stuck = hourOf(0, 400, next, (value, column) => (column === 4 ? 0.1 : summer(value, column)));
    expect(judge(stuck, lastYear)).toMatchObject({ called: [{ column: 4 }], asLastYear: [{ column: 3 }] });
  });
  it('another unit stays one, though its weeks of last winter differ more than such a window would tell', () => {
    const colder = (week: number) => hourOf(0, 400, next, (value, column) => (column === 3 ? value - week / 2 : value));
    const winter = [1, 4, 2, 5, 1, 3].map(colder);
    const fahrenheit = hourOf(0, 400, next, (value, column) => (column === 3 ? 1.8 * (value - 1) + 32 : value));
    expect(judge(fahrenheit, winter)).toMatchObject({ called: [{ column: 3 }], asLastYear: [], season: 6 });
    expect(judge(colder(3), winter)).toMatchObject({ called: [], asLastYear: [{ column: 3 }] });
  });
});
