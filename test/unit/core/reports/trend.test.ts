import { describe, expect, it } from 'vitest';
import type { DriftTrendView } from '../../../../lib/core/contracts/api.ts';
import { MOST_BYTES } from '../../../../lib/core/reports/budget.ts';
import { axisOf } from '../../../../lib/core/reports/trend/axis.ts';
import { trendVerdict } from '../../../../lib/core/reports/trend/verdict.ts';
import { trendPage } from '../../../../lib/core/reports/trend-page.ts';
import { lasted } from '../../../../lib/core/reports/words.ts';
import { HOSTILE } from './_hostile.ts';
import { emptyTrend, hostileTrend, quietTrend, trendSample } from './_trends.ts';

const words = (page: string): string =>
  page
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
const trend = trendSample(8);
const page = trendPage(trend);

describe('a trend', () => {
  it('says how the stage stands, then every window, incidents, columns worst first, releases', () => {
    const text = words(page);
    const order = ['Open incident: drift since 2026-11-21 11:00 UTC, 2 columns', 'Windows', 'Incidents'];
    const rest = ['Columns that were called, worst first', '5 columns that were never called', 'Releases'];
    const places = [...order, ...rest].map((each) => text.indexOf(each));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(text).toContain('drift: 16 windows no drift: 644 windows not enough data: 29 windows');
    expect(text).toMatch(/tenure months : 2\.53 now, at most 2\.53, called in 16 windows/);
    expect(text).toContain('v7 promote rolled back');
  });

  it('tells of an incident how long it was, how it ended, and how its report is opened', () => {
    const text = words(page);
    expect(text).toContain(
      '2026-11-13 06:00 UTC closed drift of v6, 13 h, until 2026-11-13 19:00 UTC: a window without drift',
    );
    expect(text).toContain('open drift of v6, open for 3 h');
    expect(page).toContain('<code>sluice drift churn --stage production --at 2026-11-13T06:00:00.000Z --open</code>');
  });

  it('names another command for an incident of another kind', () => {
    const [first] = trend.incidents;
    if (!first) throw new Error('no incident');
    const told = trendPage({ ...trend, incidents: [{ ...first, kind: 'performance', columns: ['auc'] }] });
    expect(told).toContain('<code>sluice performance churn --stage production</code>');
    expect(words(told)).toContain('Open incident: performance since 2026-11-21 11:00 UTC, 1 measure');
  });

  it('shows how well what served did: measured, estimated, held out, and in numbers', () => {
    const text = words(page);
    expect(text).toMatch(/auc : measured 0\.79\d* \(0\.7\d+ to 0\.8\d+\), estimated 0\.8\d+, held out 0\.862/);
    expect(text).toMatch(/2026-11-20 v6 auc 0\.862 0\.8\d+ 0\.79\d* declined/);
    const dots = /class="limit" stroke="#b3261e" fill="none" stroke-width="6"[^>]*d="([^"]*)"/.exec(page)?.[1] ?? '';
    expect(dots.split('M')).toHaveLength(1 + 3);
    const [day] = trend.performance;
    if (!day) throw new Error('no day');
    const early = words(trendPage({ ...trend, performance: [day] }));
    expect(early).toMatch(/auc : not measured: too few labels, estimated 0\.8\d+, held out 0\.862/);
    expect(words(trendPage(quietTrend(2)))).not.toContain('Performance');
  });

  it('says what was spent of the false alarms that are accepted', () => {
    const spent = trend.windows.reduce((sum, { budget }) => sum + budget.spent, 0);
    expect(words(page)).toContain(`false alarms spent ${Number(spent.toPrecision(3))} of 0.329`);
  });

  it('draws each configuration by itself, and a gap where nothing was judged', () => {
    const few = trendSample(1, 40);
    const moved = few.windows.map((window, i) => ({ ...window, configuration: i < 20 ? 'a' : 'b' }));
    const lineOf = (text: string): string => /class="line"[^>]* d="([^"]*)"/.exec(text)?.[1] ?? '';
    const pieces = (text: string): number => lineOf(text).split('M').length - 1;
    const gaps = few.windows.filter(
      ({ outcome }, i) => outcome === 'no-traffic' && few.windows[i + 1]?.outcome === 'not-enough-data',
    );
    expect(gaps.length).toBe(2);
    expect(pieces(trendPage(few))).toBe(3);
    expect(pieces(trendPage({ ...few, windows: moved }))).toBe(4);
  });

  it('is told by what the stage served: a canary has its own lines and nothing else', () => {
    const quiet = quietTrend(1, 3);
    const last = quiet.windows[2];
    if (!last) throw new Error('no window');
    const canary = { ...last, configuration: 'canary', version: 7, role: 'canary' as const, outcome: 'drift' as const };
    const told = { ...quiet, windows: [...quiet.windows, canary] };
    expect(trendVerdict(told)).toEqual(trendVerdict(quiet));
    for (const part of [
      /<ul class="legend">.*?<\/ul>/,
      /windows<\/dt><dd>\d+/,
      /false alarms spent<\/dt><dd>[\d.]+/,
      /Windows by day[^<]*/,
    ])
      expect(part.exec(trendPage(told))?.[0]).toBe(part.exec(trendPage(quiet))?.[0] ?? 'is there');
    expect(words(trendPage(told))).toContain('requests seen 1,200');
  });

  it('of a stage that is new has an axis of a week', () => {
    expect(axisOf(quietTrend(1, 1))).toMatchObject({ days: 7, words: ['2026-11-15', '2026-11-18', '2026-11-21'] });
    expect(axisOf(trend)).toMatchObject({ days: 31, words: ['2026-10-22', '2026-11-06', '2026-11-21'] });
  });
});

describe('the verdict', () => {
  const newest = (outcome: DriftTrendView['windows'][number]['outcome']): DriftTrendView => {
    const quiet = quietTrend(2, 3);
    return { ...quiet, windows: quiet.windows.map((window) => ({ ...window, outcome })) };
  };
  it.each([
    [trend, 'bad', 'Open incident: drift since 2026-11-21 11:00 UTC, 2 columns'],
    [quietTrend(2), 'ok', 'No open incident, and none in this time. Newest window: no drift'],
    [newest('no-traffic'), 'none', 'No open incident, and none in this time. Newest window: no traffic'],
    [newest('capture-stopped'), 'bad', 'No open incident, and none in this time. Newest window: capture stopped'],
    [emptyTrend(), 'none', 'Nothing measured in this time'],
  ] as const)('%#', (told, tone, text) => {
    const verdict = trendVerdict(told);
    expect([verdict.tone, `${verdict.word} ${verdict.rest}`]).toEqual([tone, text]);
    expect(words(trendPage(told))).toContain(text);
  });
});

it('a stage without windows says when there will be some', () => {
  const text = words(trendPage(emptyTrend()));
  expect(text).toContain('nothing serves');
  expect(text).toContain('No window of this time was measured.');
  expect(text).not.toContain('Columns');
});

it('stays small, and says what it leaves out', () => {
  const many = (called: number): DriftTrendView => ({
    ...trend,
    columnsLeft: 12,
    columns: Array.from({ length: 1000 }, (_, i) => ({
      name: `${'column of a long name '.repeat(3)}${i}`,
      called: i < called ? 9 : 0,
      effects: trend.columns[i % 8]?.effects ?? [],
    })),
  });
  for (const called of [0, 500, 1000]) {
    const wide = trendPage(many(called));
    expect(new TextEncoder().encode(wide).length).toBeLessThan(MOST_BYTES);
    expect(words(wide)).toMatch(/[\d,]+ columns have no line; their numbers are below/);
    expect(words(wide)).toContain('12 columns with smaller effects are left out');
  }
});

it('whatever is in names is text', () => {
  const hostile = trendPage(hostileTrend());
  for (const text of HOSTILE.filter((each) => /[<>]/.test(each))) expect(hostile).not.toContain(text);
  expect(hostile).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(hostile).not.toMatch(/https?:|<img|url\(|@import|<link|<script/);
  expect(hostile.match(/.{30}(NaN|Infinity|undefined).{30}/)).toBeNull();
});

it.each([
  [0, 'under 1 min'],
  [20 * 60_000, '20 min'],
  [26 * 3_600_000, '1 d 2 h'],
  [24 * 3_600_000 + 60_000, '1 d'],
  [90 * 60_000, '1 h 30 min'],
])('%i ms lasted %s', (ms, text) => {
  expect(lasted(0, ms)).toBe(text);
});
