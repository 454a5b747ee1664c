/** From labels that came to the incident: the answers of a day, the daily look, what it says and when it is quiet. */
import { describe, expect, test } from 'vitest';
import { performanceText } from '../../../lib/cli/commands/performance.ts';
import { IncidentEvent } from '../../../lib/core/contracts/incidents.ts';
import { PerformanceReport } from '../../../lib/core/performance/document.ts';
import { PerformanceWatch } from '../../../lib/core/performance/watch-document.ts';
import { ObjectNotFound } from '../../../lib/core/ports/objects.ts';
import {
  asked,
  day,
  type LabelledPlatform,
  labelled,
  labelledPlatform,
  REGRESSION,
  type Row,
  sampler,
} from './_labelled.ts';

const from = sampler('watched');
const heldOut = from.rows(3000);
const GOOD = from.rows(2000);
/** Five points less accurate: 7 % of the labels are the other one. */
const WORSE = from.rows(2000, 0.07);

/** Asked at noon, labelled six hours later. */
async function served(platform: LabelledPlatform, n: number, rows: readonly Row[]): Promise<void> {
  await asked(platform, platform.configuration, n, rows);
  await labelled(platform, platform.configuration, n, rows, day(n).from.replace('T00', 'T18'));
}

const told = ({ ports }: LabelledPlatform) =>
  ports.bus.events.map(({ detail }) => IncidentEvent.parse(detail)).map(({ kind, change }) => `${kind} ${change}`);
const metric = ({ ports }: LabelledPlatform) =>
  ports.metrics.data.filter(({ name }) => name === 'Performance').map(({ value }) => value);
function report({ objects }: LabelledPlatform, n: number): PerformanceWatch {
  const { from, to } = day(n);
  const text = objects.dump('artifacts')[`churn/reports/performance/production/${from}_${to}.json`] ?? '{}';
  return PerformanceWatch.parse(JSON.parse(text));
}

describe('the daily look', () => {
  test('says that what serves is as good as it was', async () => {
    const platform = await labelledPlatform(heldOut);
    await served(platform, 0, GOOD);
    expect(await platform.watch(0)).toMatchObject({ outcome: 'no-decline', incident: 'none' });
    const { judged, configurations, budget, version } = report(platform, 0);
    expect(version).toBe(1);
    expect(judged).toMatchObject([{ span: 'now', days: 1, rows: 2000, labelled: 2000, coverage: 1 }]);
    expect(judged[0]?.delayHours?.median).toBeCloseTo(5.75, 1);
    expect(judged[0]?.metrics.map(({ metric, called }) => [metric, called])).toEqual([
      ['auc', false],
      ['accuracy', false],
    ]);
    expect(configurations).toMatchObject([{ version: 1, requests: 20, rows: 2000, labelled: 2000 }]);
    expect(configurations[0]?.estimated['accuracy']?.value).toBeCloseTo(0.85, 1);
    // A quarter of four a year.
    expect(budget).toMatchObject({ falseAlarmsPerYear: 1, windowsPerYear: 365.25, spent: 1 / 365.25 });
    expect(metric(platform)).toEqual([0]);
    const { body } = await platform.call('GET', '/models/churn/stages/production/performance');
    const told = PerformanceReport.parse(body);
    expect(told.watched).toMatchObject({ version: 1, window: day(0), outcome: 'no-decline', judged });
    expect(performanceText(told)).toMatch(
      /at the end of 2026-01-06 v1 does as well as on its held-out rows\n {2}auc 0\.\d+ /,
    );
  });

  test('finds five points at 2,000 labels, opens one incident, and closes it on fresh labels', async () => {
    const platform = await labelledPlatform(heldOut);
    await served(platform, 0, WORSE);
    await served(platform, 1, WORSE);
    await served(platform, 2, GOOD);
    expect(await platform.watch(0)).toMatchObject({ outcome: 'decline', incident: 'opened' });
    expect(await platform.watch(0)).toMatchObject({ outcome: 'decline', incident: 'continued' });
    expect(await platform.watch(1)).toMatchObject({ outcome: 'decline', incident: 'continued' });
    expect(await platform.watch(2)).toMatchObject({ outcome: 'no-decline', incident: 'closed' });
    expect(report(platform, 1).judged).toMatchObject([{ span: 'now', days: 1, from: day(1).from }]);
    expect(told(platform)).toEqual(['performance opened', 'performance closed']);
    expect(metric(platform)).toEqual([1, 1, 1, 0]);
  });

  test('takes small days together until they are enough', async () => {
    const platform = await labelledPlatform(heldOut);
    const outcomes: string[] = [];
    for (let n = 0; n < 12; n++) {
      await served(platform, n, from.rows(150, 0.12));
      outcomes.push((await platform.watch(n)).outcome);
    }
    expect(outcomes[0]).toBe('not-enough-labels');
    expect(outcomes).toContain('decline');
    expect(told(platform)).toContain('performance opened');
  });

  test('waits for labels that are late, and keeps the answers they are about when the captures are gone', async () => {
    const platform = await labelledPlatform(heldOut);
    await asked(platform, platform.configuration, 0, WORSE);
    expect(await platform.watch(0)).toMatchObject({ outcome: 'not-enough-labels', incident: 'none' });
    for (const key of Object.keys(platform.objects.dump('capture')))
      await platform.objects.put({ bucket: 'capture', key }, '');
    await labelled(platform, platform.configuration, 0, WORSE, day(30).from);
    expect(await platform.watch(30)).toMatchObject({ outcome: 'decline', incident: 'opened' });
    expect(report(platform, 30).judged).toMatchObject([{ from: day(0).from, labelled: 2000 }]);
  });

  test('does not take labels that come early for a sample of all', async () => {
    const platform = await labelledPlatform(heldOut);
    const late = from.rows(2000);
    await asked(platform, platform.configuration, 0, late);
    await labelled(platform, platform.configuration, 0, late, day(5).from);
    // Of the fourth day only what went wrong is known already.
    const early = from.rows(400, 1);
    await asked(platform, platform.configuration, 4, [...early, ...from.rows(1600)]);
    await platform.watch(0);
    await platform.watch(4);
    await labelled(platform, platform.configuration, 4, early, day(5).from.replace('T00', 'T01'));
    expect(await platform.watch(5)).toMatchObject({ outcome: 'no-decline' });
    expect(report(platform, 5).judged).toMatchObject([{ from: day(0).from, days: 1, labelled: 2000 }]);
  });

  test('is about what serves: a canary beside it is told, and no incident', async () => {
    const platform = await labelledPlatform(heldOut);
    await served(platform, 0, GOOD);
    const canary = await platform.canary();
    expect(canary).not.toBe(platform.configuration);
    await asked(platform, canary, 0, WORSE);
    await labelled(platform, canary, 0, WORSE, day(0).from.replace('T00', 'T19'));
    expect(await platform.watch(0)).toMatchObject({ outcome: 'no-decline' });
    const { configurations, configuration } = report(platform, 0);
    expect(configuration).toBe(platform.configuration);
    expect(configurations.map(({ configuration: name, labelled: rows }) => [name, rows])).toEqual(
      expect.arrayContaining([
        [platform.configuration, 2000],
        [canary, 2000],
      ]),
    );
  });

  test('that is made again for an old day moves no incident', async () => {
    const platform = await labelledPlatform(heldOut);
    await served(platform, 0, WORSE);
    await served(platform, 3, GOOD);
    await platform.watch(3);
    expect(await platform.watch(0)).toMatchObject({ outcome: 'decline', incident: 'none' });
    expect(told(platform)).toEqual([]);
  });

  test('says nothing of a version whose held-out answers are gone', async () => {
    const platform = await labelledPlatform(heldOut);
    await served(platform, 0, WORSE);
    const text = platform.objects.text.bind(platform.objects);
    platform.objects.text = (address) =>
      address.key.includes('/scores/') ? Promise.reject(new ObjectNotFound(address)) : text(address);
    expect(await platform.watch(0)).toMatchObject({ outcome: 'no-held-out-scores', incident: 'none' });
    expect(report(platform, 0)).toMatchObject({ budget: { spent: 0 }, configurations: [{ labelled: 2000 }] });
  });

  test('of a regression finds errors that grew by a fifth', async () => {
    const numbers = sampler('numbers', REGRESSION);
    const platform = await labelledPlatform(numbers.rows(2000), REGRESSION);
    await served(platform, 0, numbers.rows(2000));
    await served(platform, 1, numbers.rows(2000, 0.2));
    expect(await platform.watch(0)).toMatchObject({ outcome: 'no-decline' });
    expect(await platform.watch(1)).toMatchObject({ outcome: 'decline', incident: 'opened' });
    const { judged, configurations } = report(platform, 1);
    expect(judged[0]?.metrics.map(({ metric, called }) => [metric, called])).toEqual([
      ['rmse', true],
      ['mae', true],
    ]);
    expect(configurations).toMatchObject([{ notEstimated: 'regression', estimated: {} }]);
  });
});
