/** Canary and champion in one hour: two reports, and one of them speaks for the stage. */
import { beforeEach, expect, test } from 'vitest';
import { WatchInput } from '../../../lib/core/contracts/workflow-release.ts';
import { DriftReport } from '../../../lib/core/drift/document.ts';
import { FIRST_LOOK } from '../../../lib/core/release/verdict.ts';
import { watchDrift } from '../../../lib/core/usecases/drift/watch-drift.ts';
import { watchRelease } from '../../../lib/core/usecases/release/watch-release.ts';
import { at, configurationOf, type MonitoredStage, monitoredStage, windowAt } from './_monitored.ts';

let monitored: MonitoredStage;
beforeEach(async () => {
  monitored = await monitoredStage();
});

async function measured(hour: number, fence: number): Promise<{ report: DriftReport; incident: string }> {
  const { ports } = monitored.platform;
  const version = { configuration: configurationOf(fence), version: fence };
  const told = await watchDrift(ports, { v: 1, model: 'churn', stage: 'production', ...version, ...windowAt(hour) });
  if (!('report' in told)) throw new Error(told.outcome);
  const text = await ports.objects.text({ bucket: 'artifacts', key: told.report });
  return { report: DriftReport.parse(JSON.parse(text)), incident: told.incident };
}
const incidents = () => monitored.platform.items('INCIDENT#');

test('a canary that drifts is reported, and opens nothing; the champion beside it speaks', async () => {
  await monitored.release(2, { state: 'shifting', requested: at(9.2), shifted: at(9.3) });
  await monitored.capture(9);
  await monitored.capture(9, { scale: 10, fence: 2 });
  const canary = await measured(9, 2);
  expect(canary).toMatchObject({ incident: 'none', report: { outcome: 'drift', role: 'canary', version: 2, v: 4 } });
  expect(await measured(9, 1)).toMatchObject({ report: { outcome: 'no-drift', role: 'champion', rowsRead: 250 } });
  expect(incidents()).toEqual([]);
  const { ports } = monitored.platform;
  expect(ports.bus.events).toEqual([]);
  const page = Object.entries(ports.objects.dump('artifacts')).find(
    ([key]) => key.includes('/drift-pages/') && key.includes(configurationOf(2)),
  );
  expect(page?.[1]).toContain('v2 canary');
  expect(page?.[1]).toContain('opens and closes no incident');
});

test('a clean canary does not end the incident of the champion', async () => {
  await monitored.capture(9, { scale: 10 });
  expect(await measured(9, 1)).toMatchObject({ incident: 'opened' });
  await monitored.release(2, { state: 'shifting', requested: at(10.2), shifted: at(10.3) });
  await monitored.capture(10, { fence: 2 });
  expect(await measured(10, 2)).toMatchObject({ incident: 'none', report: { outcome: 'no-drift' } });
  expect(incidents()).toMatchObject([{ state: 'open', last: at(10) }]);
});

test('few requests of a canary are judged together, hour by hour', async () => {
  await monitored.release(2, { state: 'shifting', requested: at(8), shifted: at(8) });
  const outcomes: string[] = [];
  for (const hour of [8, 9, 10, 11]) {
    await monitored.capture(hour, { scale: 10, rows: 60, fence: 2 });
    await monitored.capture(hour);
    outcomes.push((await measured(hour, 2)).report.outcome);
    expect((await measured(hour, 1)).report.outcome).toBe('no-drift');
  }
  expect(outcomes).toEqual(['not-enough-data', 'not-enough-data', 'not-enough-data', 'drift']);
  expect(incidents()).toEqual([]);
});

test('the watch of its release is told of the newest window, and nothing follows from it', async () => {
  const { ports } = monitored.platform;
  const requested = at(9.2);
  const watch = async (hour: number) => {
    ports.clock.set(at(hour));
    const release = { release: 'R2', fence: 2 };
    const endpoint = { EndpointName: 'e', EndpointConfigName: configurationOf(1), EndpointStatus: 'Updating' };
    const watched = {
      ...{ endpoint: 'e', configuration: configurationOf(2), previous: configurationOf(1), strategy: 'canary' },
      ...{
        bakeMinutes: 60,
        effectiveShare: 0.5,
        limits: { errorRate: 0.02, latencyMs: 1000 },
        mode: 'update' as const,
      },
    };
    const input = {
      v: 1 as const,
      model: 'churn',
      stage: 'production',
      ...release,
      endpoint,
      watched,
      memory: FIRST_LOOK,
    };
    const { decision } = await watchRelease(ports, WatchInput.parse(input));
    const [seen] = monitored.platform.items('RELEASE#production#R2');
    return { decision, drift: (seen as { progress?: { drift?: object } } | undefined)?.progress?.drift };
  };
  await monitored.release(2, { state: 'shifting', requested, shifted: at(9.3) });
  await monitored.capture(9, { scale: 10, fence: 2 });
  await monitored.capture(9);
  const before = await watch(10.4);
  expect(before.drift).toBeUndefined();
  await measured(9, 1);
  expect((await watch(10.4)).drift).toBeUndefined();
  await measured(9, 2);
  expect(await watch(10.4)).toEqual({
    decision: before.decision,
    drift: { ...windowAt(9), outcome: 'drift', columns: ['x'] },
  });
});

test('a window has one champion: what the stage served at its end', async () => {
  await monitored.release(2, { requested: at(9.2), shifted: at(9.3), ended: at(10.5), from: 1 });
  await monitored.stage({ fence: 2, since: at(10.5) });
  for (const hour of [9, 10]) await monitored.capture(hour, { scale: 10, fence: 2 });
  for (const hour of [9, 10]) await monitored.capture(hour, { scale: 10 });
  // Measured once the new one serves: what is said of the old one is told, and opens nothing.
  expect(await measured(9, 2)).toMatchObject({ incident: 'none', report: { role: 'canary' } });
  expect(await measured(9, 1)).toMatchObject({ incident: 'none', report: { role: 'champion', outcome: 'drift' } });
  expect(await measured(10, 1)).toMatchObject({ incident: 'none', report: { role: 'replaced' } });
  expect(await measured(10, 2)).toMatchObject({ incident: 'opened', report: { role: 'champion' } });
});
