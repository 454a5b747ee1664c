/** What people see of late labels. */
import { describe, expect, it } from 'vitest';
import { requestsOf } from '../../../lib/cli/commands/labels.ts';
import { performanceText } from '../../../lib/cli/commands/performance.ts';
import type { PerformanceReport } from '../../../lib/core/performance/document.ts';
import { labelsText, parseLabels } from '../../../lib/core/performance/labels.ts';

const NONE: PerformanceReport = {
  model: 'churn',
  stage: 'production',
  window: { from: '2026-11-14T12:00:00.000Z', to: '2026-11-21T12:00:00.000Z' },
  configurations: [],
  labels: { known: 0, repeated: 0, corrected: 0, unmatched: 0, unreadable: 0, faults: [] },
};

describe('sluice performance', () => {
  it('says when there is nothing', () => {
    expect(performanceText(NONE)).toBe(
      'nothing was captured of churn production from 2026-11-14 12:00 UTC to 2026-11-21 12:00 UTC\n\n' +
        'labels: 0 known, 0 corrected, 0 of rows that were not read here',
    );
  });

  it('puts held out, estimated and measured side by side', () => {
    const figure = { value: 0.861, low: 0.842, high: 0.88 };
    const text = performanceText({
      ...NONE,
      configurations: [
        {
          configuration: 'sluice-churn-production-000001',
          version: 3,
          requests: 1284,
          rows: 1284,
          unread: { 'bad-csv': 2 },
          labelled: 642,
          strangeLabels: 1,
          coverage: 0.5,
          delayHours: { median: 50, p90: 120.5 },
          measured: { auc: { value: 0.79, low: 0.75, high: 0.83 }, brier: figure },
          estimated: { auc: { ...figure, value: 0.84, error: 0.01 } },
          heldOut: { auc: figure },
        },
      ],
      labels: {
        ...NONE.labels,
        unreadable: 2,
        faults: [{ key: 'churn/labels/a\u001b.csv', line: 4, fault: 'the label is missing' }],
      },
    });
    expect(text).toContain(
      'v3 (sluice-churn-production-000001): 1,284 requests, 1,284 rows, 642 with a label (50 %)\n' +
        'labels came after 50 h (median), 121 h (9 of 10)\nof 1 row the label is none of the model\n2 records not read: bad-csv\n',
    );
    expect(text).toMatch(/^auc +0\.861 +0\.84 +0\.842 to 0\.88 +0\.79 +0\.75 to 0\.83$/m);
    expect(text).toMatch(/^brier +- +- +- +0\.861 +0\.842 to 0\.88$/m);
    expect(text).toContain('2 lines are no labels, the first: churn/labels/a .csv line 4: the label is missing');
  });
});

describe('a file of labels', () => {
  it('reads back as it was written', () => {
    const all = [
      { inferenceId: 'a,"b"', row: 1, label: 'yes, "no"' },
      { inferenceId: 'c', row: 20, label: '4.5' },
    ];
    expect(parseLabels(labelsText(all))).toEqual({ labels: all, faults: [] });
  });

  it.each([
    ['a,1', 'has 2 cells, not 3'],
    ['a b,1,x', 'the inference id is not 1 to 64 visible ASCII characters'],
    ['a,0,x', 'the row is not a whole number from 1 on'],
    ['a,1, ', 'the label is missing'],
    ['a,1,"x', 'quotes do not match'],
    [`a,1,${'x'.repeat(257)}`, 'the label is longer than 256 characters'],
  ])('line %j costs itself', (line, fault) => {
    expect(parseLabels(`inferenceId,row,label\n${line}\nb,2,y\n`)).toMatchObject({
      labels: [{ inferenceId: 'b', row: 2, label: 'y' }],
      faults: [{ line: 2, fault, mend: expect.stringMatching(/./) }],
    });
  });

  it('goes in requests that the API takes', () => {
    const small = Array.from({ length: 12_000 }, (_, i) => ({ inferenceId: `q${i}`, row: 1, label: 'yes' }));
    expect([...requestsOf(small)].map((part) => part.length)).toEqual([5000, 5000, 2000]);
    const large = Array.from({ length: 3000 }, (_, i) => ({ inferenceId: `q${i}`, row: 1, label: 'é'.repeat(256) }));
    const parts = [...requestsOf(large)];
    expect(parts.flat()).toEqual(large);
    for (const part of parts) expect(Buffer.byteLength(JSON.stringify({ labels: part }))).toBeLessThan(512 * 1024);
  });
});
