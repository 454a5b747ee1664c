import { describe, expect, it } from 'vitest';
import type { DataDiff } from '../../../../lib/core/contracts/data-diff.ts';
import { DatasetReport } from '../../../../lib/core/data/dataset-report.ts';
import { compareDatasets } from '../../../../lib/core/data/identity/diff/compare-datasets.ts';
import type { ComparedColumn } from '../../../../lib/core/drift/compare/document.ts';
import { DriftReport } from '../../../../lib/core/drift/document.ts';
import { MOST_BYTES } from '../../../../lib/core/reports/budget.ts';
import { comparisonPage } from '../../../../lib/core/reports/comparison-page.ts';
import { datasetPage } from '../../../../lib/core/reports/dataset-page.ts';
import { type DiffPageInput, diffPage } from '../../../../lib/core/reports/diff-page.ts';
import { driftPage } from '../../../../lib/core/reports/drift-page.ts';
import { filePage } from '../../../../lib/core/reports/file-page.ts';
import { HOSTILE, hostileComparison, hostileDataset, hostileDiff, hostileDrift, hostileFile } from './_hostile.ts';
import {
  comparisonSample,
  datasetSample,
  diffSample,
  driftSample,
  fileSample,
  healthSample,
  smallReport,
  wellSample,
} from './_samples.ts';

const bytes = (text: string): number => new TextEncoder().encode(text).length;
const words = (page: string): string =>
  page
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

/** A whole report, its columns repeated under other names: made in no time, drawn in full. */
function wide<R extends DatasetReport | DriftReport>(report: R, count: number): R {
  const columns = Array.from({ length: count }, (_, i) => {
    const column = report.columns[i % report.columns.length];
    return { ...column, name: `${column?.name} ${i}` };
  });
  return { ...report, columns } as R;
}

/** A comparison of so many columns, all of which changed. */
function wideDiff(count: number): DiffPageInput {
  const changes = Array.from({ length: count }, (_, i) => {
    const change = diff.diff.changes[i % diff.diff.changes.length] as DataDiff['changes'][number];
    return { ...change, column: `${change.column} ${i}` };
  });
  return { ...diff, diff: { ...diff.diff, changes } };
}

const diff = diffSample(8);
const comparison = comparisonSample(8);
const NOW = '2026-11-21T06:00:00.000Z';
const dataset = datasetSample(8);
const drift = driftSample(8);

it('a drift page tells what the model answers, and which columns go together otherwise', () => {
  const sampled = driftSample(12);
  const number = sampled.columns.find((column) => column.kind === 'number');
  if (number?.kind !== 'number') throw new Error('the sample has no number');
  const common = { rows: 2_000, effect: 0.2, limit: 0.03, drifted: true, changes: ['values' as const] };
  const columns: DriftReport['columns'] = [
    { ...number, ...common, of: 'predictions', name: 'predictions' },
    {
      ...{ ...common, kind: 'correlations', name: 'correlations', rowsBefore: 3_000, pairs: 66, p: 1e-9 },
      surest: { columns: ['temp', '<b>hum</b>'], baseline: 0.62, now: -0.05 },
      cause: 'temp and <b>hum</b> go together otherwise',
    },
    ...sampled.columns.map((column) => ({ ...column, drifted: false }) as DriftReport['columns'][number]),
  ];
  const page = driftPage(DriftReport.parse({ ...sampled, outcome: 'drift', columns }));
  expect(page).not.toContain('<b>hum</b>');
  expect(words(page)).toMatch(/Drift: predictions and correlations changed/);
  expect(words(page)).toMatch(/changed: what the model answers/);
  expect(words(page)).toMatch(
    /changed: how columns go together.*temp and &lt;b&gt;hum.*rank correlation 0.62 .* -0.05/,
  );
});

describe('size', () => {
  it.each([
    [20, 75_000],
    [50, 150_000],
    [200, 500_000],
    [1_700, MOST_BYTES],
  ])('%i columns are within their budget', (count, most) => {
    expect(bytes(datasetPage(wide(dataset, count)))).toBeLessThan(most);
    expect(bytes(driftPage(wide(drift, count)))).toBeLessThan(most);
    expect(bytes(diffPage(wideDiff(count)))).toBeLessThan(most);
  });

  it('a page that is too full says what it leaves out', () => {
    const [full, fuller] = [words(datasetPage(wide(dataset, 500))), words(datasetPage(wide(dataset, 9_000)))];
    expect(full).toMatch(/So that the page stays small, [\d,]+ columns have no plot *\./);
    expect(fuller).toMatch(/have no plot, and [\d,]+ columns are in the JSON only/);
    const changed = { ...drift, columns: drift.columns.map((column) => ({ ...column, drifted: true })) } as DriftReport;
    const many = words(driftPage(wide(changed, 1_700)));
    expect(many).toMatch(/[\d,]+ changed columns more have no plot; their numbers are below/);
    expect(bytes(driftPage(wide(changed, 20_000)))).toBeLessThan(MOST_BYTES);
  });

  it('cells of megabytes are cut', () => {
    const long = 'x'.repeat(10_000_000);
    const [column] = dataset.columns;
    if (!column) throw new Error('no column');
    expect(bytes(datasetPage({ ...dataset, file: long, columns: [{ ...column, name: long }] }))).toBeLessThan(60_000);
  });
});

describe('safety', () => {
  it.each([
    ['dataset', datasetPage(hostileDataset())],
    ['drift', driftPage(hostileDrift())],
    ['file', filePage(hostileFile())],
    ['diff', diffPage(hostileDiff())],
    ['comparison', comparisonPage(hostileComparison(), NOW)],
  ])('%s: whatever is in names and values is text', (_, page) => {
    for (const text of HOSTILE.filter((each) => /[<>]/.test(each))) expect(page).not.toContain(text);
    expect(page.match(/<script|<img|<\/style>\s*<style>/g)).toBeNull();
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(page).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202a-\u202e]/);
    expect(page.isWellFormed()).toBe(true);
  });

  it('a page asks for nothing and allows nothing but its own style', () => {
    for (const page of [
      datasetPage(dataset),
      driftPage(drift),
      filePage(fileSample(8)),
      diffPage(diff),
      comparisonPage(comparison, NOW),
    ]) {
      expect(page).toContain(
        `content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;"`,
      );
      expect(page).not.toMatch(/https?:|src=|url\(|@import|<link|<script/);
    }
  });

  it('numbers that are none cost their own place only', () => {
    const [column] = dataset.columns;
    const infinite = { ...column, min: -Number.MAX_VALUE, max: Number.MAX_VALUE, median: Number.NaN, plot: undefined };
    // The target and the correlations have a card each.
    const page = datasetPage({ ...dataset, columns: [infinite, ...dataset.columns] } as DatasetReport);
    expect(page.match(/<article/g)).toHaveLength(dataset.columns.length + 3);
    expect(page.match(/.{30}(NaN|Infinity|undefined).{30}/)).toBeNull();
  });
});

describe('a dataset', () => {
  it('is what its schema says, once stored, and gives the same page then', () => {
    const stored = DatasetReport.parse(JSON.parse(JSON.stringify(dataset)));
    expect(stored).toEqual(dataset);
    expect(datasetPage(stored)).toBe(datasetPage(dataset));
  });

  it('says the verdict first, then what is worth a look, with links', () => {
    const page = datasetPage(dataset);
    const text = words(page);
    expect(text).toContain('Accepted: 47,902 of 48,211 rows (309 set aside, 0.641 %, limit 1 %)');
    expect(text.indexOf('Accepted')).toBeLessThan(text.indexOf('Worth a look'));
    expect(page).toContain('<a href="#c2">income</a> tells churned by itself in 99.7 % of rows');
    expect(page).toContain('id="c2"');
    expect(text).toContain('not an integer tenure months 300 212; 9,051; 9,052');
    expect(text).toContain('26.5 % yes');
  });

  it('shows a column with a warning beside what it was, and the others as they are', () => {
    expect(dataset.overlays?.map(({ column }) => column)).toEqual(['plan']);
    const page = datasetPage(dataset);
    expect(page.match(/<title>plan: levels before and in this file<\/title>/g)).toHaveLength(1);
    expect(page.match(/Filled: this file\. Line: before\./g)).toHaveLength(1);
  });

  it('without findings and without rows set aside says so', () => {
    const text = words(datasetPage(smallReport({ rejected: 0, rows: 1_000 })));
    expect(text).toContain('Accepted: all 1,000 rows');
    expect(text).toContain('no column is empty, constant or mixed');
  });
});

describe('what version 2 adds', () => {
  const page = datasetPage(dataset);
  const text = words(page);

  it('tells warnings with what was expected, seen and likely', () => {
    expect(text).toContain('with 1 warning');
    expect(page).toMatch(/<a href="#c4">plan<\/a> <span class="word none">new category<\/span>/);
    expect(text).toContain('likely cause a new product, or another spelling?');
  });

  it('draws how the target goes with a column, and says where it does not', () => {
    expect(page).toMatch(
      /<title>mean radius: churned yes from 1\d\.\d.% to 4\d\.\d.% by value, 29\.9.% over all<\/title>/,
    );
    expect(text).toContain('churned yes does not change with it.');
  });

  it('names the strongest correlations beside their matrix', () => {
    expect(text).toMatch(/pair correlation mean radius · income -0\.94/);
    expect(page).toMatch(/<title>mean radius and income have the strongest correlation, -0\.94<\/title>/);
  });

  it('says what stood for a missing value, which rows are equal, and what quantiles rest on', () => {
    expect(text).toContain('read as missing: &quot;?&quot; 31');
    expect(text).toContain('equal to another row 118 (0.246 %)');
    expect(text).toContain('come from 23,951 rows, one in 2');
  });

  it('leaves a report of version 1 as it was', () => {
    const { warnings: _, correlations: __, duplicates: ___, sample: ____, ...rest } = dataset;
    const columns = dataset.columns.map(({ relation: _relation, words: _words, ...column }) => column);
    const old = DatasetReport.parse({ ...rest, v: 1, columns });
    const before = words(datasetPage(old));
    expect(before).toContain('Accepted: 47,902 of 48,211 rows');
    expect(before).not.toMatch(/move together|does not change|equal to another/);
  });
});

describe('a file that was refused', () => {
  it('shows why, and its columns beside what they were', () => {
    const page = filePage(fileSample(8));
    const text = words(page);
    expect(text).toMatch(
      /Refused: Columns look as if[\s\S]*Why it is refused mean radius unit change expected median 13\.4/,
    );
    expect(page).toMatch(
      /<title>mean radius: values before and in this file<\/title><path class="now"[^>]*>.*?<path class="before"/,
    );
    expect(text.match(/Filled: this file\. Line: before\./g)).toHaveLength(2);
  });
});

describe('a comparison', () => {
  it('says the verdict first, then columns by effect with both shapes, then rows', () => {
    const page = diffPage(diff);
    const text = words(page);
    expect(text).toContain('Changed: 8 of 9 columns differ, 408 rows became 415');
    expect(text).toContain('tenure months was integer, is number');
    expect(page).toMatch(/<title>income: median [\d,]+ before, [\d,]+ after<\/title>/);
    expect(text).toContain('12 changed, 15 added, 8 removed, 380 equal, 3 in another place; matched by customer.');
    expect(text).toContain('plan: basic → empty');
    expect(text.indexOf('Columns that differ')).toBeLessThan(text.indexOf('matched by'));
  });

  it('of one dataset with itself says so', () => {
    const same = compareDatasets(
      { name: 'a', profile: diff.before, types: new Map(), dataset: 'rows-sha256-v2:1' },
      { name: 'b', profile: diff.before, types: new Map(), dataset: 'rows-sha256-v2:1' },
    );
    expect(words(diffPage({ ...diff, diff: same }))).toContain('Equal: the same 408 rows in the same order');
  });
});

describe('a window', () => {
  it('is what its schema says, once stored, and gives the same page then', () => {
    const stored = DriftReport.parse(JSON.parse(JSON.stringify(drift)));
    expect(stored).toEqual(drift);
    expect(driftPage(stored)).toBe(driftPage(drift));
  });

  it('tells what is not healthy in its verdict and first, with limits and what was before', () => {
    const calm = drift.columns.map((column) => ({ ...column, drifted: false }) as DriftReport['columns'][number]);
    const unwell = DriftReport.parse({ ...drift, columns: calm, outcome: 'no-drift', health: healthSample() });
    const text = words(driftPage(unwell));
    expect(text).toMatch(/Not healthy: errors in 3\.66 % of requests and 1 more; no drift in 8 columns/);
    expect(text).toContain('answers 5xx (176 of 4,812) not healthy 3.66 % 2 % 0.15 %');
    expect(text).toContain('latency of the model, p99 not healthy 1,200 ms 1,000 ms 61 ms');
    expect(text).toContain('latency of the model, p95 – 402 ms – 44 ms');
    expect(text).toContain('requests of the stage well 4,812 – 4,102');
    expect(text).toContain('sluice logs churn --stage production');
    expect(text.indexOf('answers 5xx')).toBeLessThan(text.indexOf('answers 4xx'));
    expect(text.indexOf(' Health ')).toBeLessThan(text.indexOf('All columns in numbers'));
    expect(words(driftPage({ ...drift, health: healthSample() }))).toMatch(
      /Drift: 4 of 8 columns changed; not healthy: errors in 3\.66 %/,
    );
  });

  it('that is healthy tells so below what changed, and what capture-stopped says is not said twice', () => {
    const text = words(driftPage({ ...drift, health: wellSample() }));
    expect(text).toMatch(/Drift: 4 of 8 columns changed (?!;)/);
    expect(text).toContain('answers 5xx (4 of 4,812) well 0.0831 % 2 % 0.15 %');
    expect(text.indexOf('Changed columns')).toBeLessThan(text.indexOf(' Health '));
    const finding = { name: 'capture-stopped', unit: 'requests', now: 0, before: 900, limit: 1 } as const;
    const stopped = { ...wellSample(), outcome: 'found' as const, findings: [finding] };
    const page = words(driftPage({ ...drift, columns: [], outcome: 'capture-stopped', served: 900, health: stopped }));
    expect(page).toContain('Capture stopped: 900 requests served, none captured');
    expect(page).not.toContain('Not healthy:');
    expect(page).toContain('captured (before: served) not healthy 0 1 900');
    const { limits: _, before: __, ...ofBefore } = wellSample();
    expect(words(driftPage({ ...drift, health: ofBefore }))).toContain('latency of the model, p99 well 57 ms – –');
  });

  it('shows the changed columns first, each with the finding as the title of its plot', () => {
    const page = driftPage(drift, { since: '2026-11-21T06:00:00.000Z', state: 'open' });
    const text = words(page);
    expect(text).toMatch(/Drift: 4 of 8 columns changed/);
    expect(text).toContain('incident of 2026-11-21 06:00 UTC, open');
    expect(page).toMatch(/<title>income: median [\d,]+ before, [\d,]+ now<\/title>/);
    expect(text).toContain('about 10 times the baseline');
    expect(text).toContain('The last 48 windows');
    expect(text).toContain('3 not json');
    expect(text.indexOf('Changed columns')).toBeLessThan(text.indexOf('All columns in numbers'));
  });

  it.each([
    ['no-drift', 'No drift in 8 columns', undefined],
    [
      'not-enough-data',
      'Not enough data: 41 rows of 42 requests read, at least 200 rows are needed',
      'What to do Windows are judged together until they have 200 rows.',
    ],
    ['no-traffic', 'No traffic in this window', 'What serves: sluice releases churn --stage production'],
    [
      'capture-stopped',
      'Capture stopped: 0 requests served, none captured',
      'sluice rollback churn --stage production',
    ],
  ] as const)('%s', (outcome, verdict, next) => {
    const columns = drift.columns.map((column) => ({ ...column, drifted: false })) as DriftReport['columns'];
    const { history: _, ...rest } = drift;
    const text = words(driftPage({ ...rest, outcome, columns, rowsRead: 41, requests: 42 }));
    expect(text).toContain(verdict);
    if (next === undefined) expect(text).not.toContain('What to do');
    else expect(text).toContain(next);
  });

  it('of version 1 has its numbers, without plots', () => {
    const { history: _, ...rest } = drift;
    const columns = drift.columns.map((column) => {
      const { plot: _plot, bars: _bars, type: _type, ...old } = column as Record<string, unknown>;
      return old;
    });
    const old = DriftReport.parse({ ...rest, v: 1, columns });
    expect(words(driftPage(old))).toContain('Drift: 4 of 8 columns changed');
    expect(driftPage(old)).not.toContain('<svg');
  });
});

describe('a comparison', () => {
  it('says the verdict first, then the changes, worst first, and all of it in numbers', () => {
    const page = comparisonPage(comparison, NOW);
    const text = words(page);
    const changed = comparison.columns.filter(({ state }) => state === 'changed').length;
    expect(text).toContain(`Drift: ${changed} of ${comparison.columns.length} columns changed`);
    expect(page.match(/<article/g)).toHaveLength(changed);
    expect(text.indexOf('Drift:')).toBeLessThan(text.indexOf('Changed columns, worst first'));
    expect(text).toContain('referral');
  });

  it('stays small, whatever is compared', () => {
    const columns = Array.from(
      { length: 3000 },
      (_, i) => comparison.columns[i % comparison.columns.length] as ComparedColumn,
    );
    expect(bytes(comparisonPage({ ...comparison, columns }, NOW))).toBeLessThan(MOST_BYTES);
  });
});
