/** A drill from the asking to its end: every hop by the code that real drift goes through, nothing of the stage touched. */
import { beforeEach, describe, expect, test } from 'vitest';
import { DRILL_HOPS, DrillStep, drillName, drillStage, drillWindow } from '../../../lib/core/contracts/drill.ts';
import { monitoringDrill } from '../../../lib/core/contracts/functions/monitoring-drill.ts';
import { IncidentEvent } from '../../../lib/core/contracts/incidents.ts';
import { isStageName } from '../../../lib/core/contracts/names.ts';
import { DriftRequest } from '../../../lib/core/contracts/workflow-monitoring.ts';
import { DriftReport } from '../../../lib/core/drift/document.ts';
import { drillRows } from '../../../lib/core/drift/drill-rows.ts';
import type { FeatureBaseline } from '../../../lib/core/drift/feature-baseline.ts';
import { driftReport } from '../../../lib/core/drift/report.ts';
import { DriftWindow } from '../../../lib/core/drift/window.ts';
import { type Drill, Version } from '../../../lib/core/registry/entities.ts';
import { baselineOf } from '../../../lib/core/usecases/drift/version-baseline.ts';
import { advanceDrill } from '../../../lib/core/usecases/drill/advance-drill.ts';
import { askDrills } from '../../../lib/core/usecases/drill/ask-drills.ts';
import { watchDrill } from '../../../lib/core/usecases/drill/watch-drill.ts';
import { announceIncident } from '../../../lib/core/usecases/incidents/announce-incident.ts';
import { retrainOnDrift } from '../../../lib/core/usecases/retrain/retrain-on-drift.ts';
import { PlayedEndpoint, released, releaseTasks } from '../workflows/_release.ts';
import { trained } from '../workflows/_training.ts';
import { csv, type MemoryPlatform, manifest, memoryPlatform } from './_platform.ts';

let platform: MemoryPlatform;
beforeEach(async () => {
  platform = memoryPlatform();
  await platform.apply(manifest({ monitoring: { drill: 'weekly', retrain: 'onDrift' } }));
  await trained(platform, csv(1000));
  await released(platform, releaseTasks(platform, new PlayedEndpoint(platform)), { version: 1 });
});

const subjects = () => platform.ports.publisher.published.map(({ subject }) => subject);
const drills = () => platform.items('DRILL#') as unknown as Drill[];
const step = (): DrillStep => {
  const drill = drillName(platform.ports.clock.now());
  return { v: 1, model: 'churn', stage: 'production', drill };
};

interface Broken {
  watch?: boolean;
  notify?: boolean;
}

/** Delivers what was sent, as queues and rules do, a second between two looks, until nothing is left. */
async function deliver({ watch = true, notify = true }: Broken = {}, looks = 400): Promise<void> {
  const { ports } = platform;
  const seen = { drift: 0, drill: 0, events: 0 };
  for (let look = 0; look < looks; look += 1) {
    const requests = ports.driftQueue.sent.slice(seen.drift);
    const steps = ports.drillQueue.sent.slice(seen.drill);
    const delay = ports.drillQueue.delays[seen.drill] ?? 0;
    const events = ports.bus.events.slice(seen.events);
    if (requests.length + steps.length + events.length === 0) return;
    seen.drift += requests.length;
    seen.drill += steps.length;
    seen.events += events.length;
    for (const sent of requests) {
      const request = DriftRequest.parse(sent);
      if (watch) await watchDrill(ports, String(request.drill), request);
    }
    for (const { detail } of events) if (notify) await announceIncident(ports, IncidentEvent.parse(detail));
    ports.clock.advance(1000 * Math.max(1, delay));
    for (const sent of steps) await advanceDrill(ports, DrillStep.parse(sent));
  }
  throw new Error(`still at it after ${looks} looks`);
}

describe('a drill', () => {
  test('passes every hop in order, and tells people twice that it is a drill', async () => {
    platform.ports.publisher.published.length = 0;
    await platform.ports.drillQueue.send(step());
    await deliver();
    const [drill] = drills();
    expect(drill).toMatchObject({ state: 'passed', column: 'x', fault: 'times-1000', version: 1 });
    expect(drill?.hops.map(({ hop }) => hop)).toEqual(DRILL_HOPS);
    const times = drill?.hops.map(({ at }) => at) ?? [];
    expect(times).toEqual(times.toSorted());
    expect((await platform.events()).at(-1)).toBe('drill-passed');
    expect(subjects()).toEqual([
      '[Sluice INFO] churn/production: DRILL: planted drift was found, nothing is wrong (123456789012)',
      '[Sluice INFO] churn/production: DRILL is over, nothing was wrong (123456789012)',
    ]);
  });

  test('finds the column it spoilt, and no other', async () => {
    const asked = step();
    await platform.ports.drillQueue.send(asked);
    await deliver();
    const [key = ''] = Object.keys(platform.ports.objects.dump('artifacts')).filter((name) => name.includes('.drill/'));
    expect(key).toContain('churn/reports/drift/production.drill/drill-');
    const report = DriftReport.parse(JSON.parse(platform.ports.objects.dump('artifacts')[key] ?? ''));
    expect(report.window).toEqual(drillWindow(asked.drill));
    expect(report.columns.filter(({ drifted }) => drifted).map(({ name }) => name)).toEqual(['x']);
  });

  test('finds no other among columns of every kind: rare levels, missing cells, words, whole numbers, times', async () => {
    const lines = Array.from({ length: 2000 }, (_, i) => {
      const { day, hour } = { day: String(1 + (i % 28)).padStart(2, '0'), hour: String((i * 5) % 24).padStart(2, '0') };
      const skewed = Math.round(Math.exp(((i * 7919) % 2000) / 300)) / 10;
      const cells = [(i * 37) % 101, i % 9 === 0 ? '' : ['basic', 'plus', 'pro'][i % 3], `city ${(i * i) % 701}`];
      const more = [i % 4 === 0, skewed, i % 3 === 0 ? 0 : (i * 13) % 17, `2026-01-${day}T${hour}:00:00Z`];
      return [...cells, ...more, i % 11 === 0 ? '' : (i % 7) / 7, (i * 37) % 101 > 50 ? 'yes' : 'no'].join(',');
    });
    const mixed = memoryPlatform();
    await mixed.apply();
    await trained(mixed, `x,plan,city,active,spend,calls,seen,share,churned\n${lines.join('\n')}\n`);
    const version = Version.parse(mixed.item('VERSION#000001'));
    const { baseline: all, schema } = await baselineOf(mixed.ports.objects, 'artifacts', version);
    const baseline = all.slice(0, schema.columns.length) as FeatureBaseline[];
    expect(schema.columns.map(({ type }) => type)).toEqual([
      ...['integer', 'category', 'text', 'boolean', 'number', 'integer', 'timestamp', 'number'],
    ]);
    const planted = drillRows(baseline);
    const window = new DriftWindow(baseline);
    for (const row of planted?.rows ?? []) window.add(row);
    const report = driftReport({
      ...{ model: 'm', stage: 's', version: 1, configuration: 'c', baselineDataset: 'd', baseline, requests: 31 },
      ...{ counts: window.counts(), window: drillWindow(step().drill), skipped: {} },
      ...{ falseAlarmsPerYear: 4, windowsPerYear: 8766 },
    });
    expect(report.columns.filter(({ drifted }) => drifted).map(({ name }) => name)).toEqual([planted?.column]);
  });

  test('empties a column of texts where there is no number to spoil, and gives up where there is neither', () => {
    const profile = { count: 90, nulls: 10, other: { levels: 0, count: 0 } } as never;
    const plan = { kind: 'category', name: 'plan', type: 'category', levels: ['a', 'b'], counts: [60, 30] } as const;
    const rows = drillRows([{ ...plan, profile, complete: true, distinct: 2 }]);
    expect(rows).toMatchObject({ column: 'plan', fault: 'missing' });
    expect(new Set(rows?.rows.flat())).toEqual(new Set(['']));
    expect(drillRows([{ kind: 'unknown', name: 'x', type: 'number', problem: 'gone' }])).toBeUndefined();
  });

  test('touches nothing of the stage: no metric, incident, window, run or captured request stays', async () => {
    const { ports } = platform;
    const before = { runs: platform.items('RUN#').length, metrics: ports.metrics.data.length };
    await ports.drillQueue.send(step());
    await deliver();
    for (const prefix of ['INCIDENT#', 'WINDOW#', 'SUMMARY#', 'DRIFTSIGNAL#', 'RETRAIN#'])
      expect(platform.items(prefix)).toEqual([]);
    expect(platform.items('RUN#')).toHaveLength(before.runs);
    expect(ports.metrics.data).toHaveLength(before.metrics);
    expect(ports.objects.dump('capture')).toEqual({});
    expect(Object.keys(ports.objects.dump('artifacts')).filter((key) => key.includes('drift-counts'))).toEqual([]);
    // Its events are of a kind that nobody acts on, and the trigger that would does not know the incident.
    expect(ports.bus.events.map(({ detail }) => (detail as IncidentEvent).kind)).toEqual(['drill', 'drill']);
    const { since } = platform.items('INCIDENT-drill#')[0] as unknown as { since: string };
    expect(await retrainOnDrift(ports, { model: 'churn', stage: 'production', since })).toBeUndefined();
  });

  test('lies where no stage can be, and may write nowhere else', () => {
    expect(isStageName(drillStage('production'))).toBe(false);
    const writes = monitoringDrill.needs.filter(({ actions }) => actions.some((one) => /^s3:(Put|Delete)/.test(one)));
    expect(writes.map(({ on }) => on)).toEqual(['capture-objects', 'artifact-objects']);
    for (const pattern of writes.flatMap(({ keys = [] }) => keys)) expect(pattern).toContain('*.drill/');
  });

  test('delivered twice is one drill with one end', async () => {
    const asked = step();
    await platform.ports.drillQueue.send(asked);
    await platform.ports.drillQueue.send(asked);
    await deliver();
    expect((await platform.events()).filter((kind) => kind === 'drill-passed')).toHaveLength(1);
    expect(drills()).toMatchObject([{ state: 'passed' }]);
  });

  test('waits for another one of the same stage', async () => {
    await platform.ports.drillQueue.send(step());
    await advanceDrill(platform.ports, DrillStep.parse(platform.ports.drillQueue.sent[0]));
    platform.ports.clock.advance(10);
    expect(await advanceDrill(platform.ports, step())).toBe('waits');
    await deliver();
    expect(drills().map(({ state }) => state)).toEqual(['passed', 'passed']);
  });

  test.each([
    ['nothing measures windows', { watch: false }, 'called', []],
    ['nobody is told', { notify: false }, 'message', ['called', 'event']],
  ])('fails when %s, says where, and leaves nothing behind', async (_, broken, hop, reached) => {
    platform.ports.publisher.published.length = 0;
    await platform.ports.drillQueue.send(step());
    await deliver(broken);
    const [drill] = drills();
    expect(drill).toMatchObject({ state: 'failed', failure: { hop } });
    expect(drill?.hops.map((one) => one.hop)).toEqual(['captured', ...reached]);
    expect((await platform.events()).at(-1)).toBe('drill-failed');
    expect(subjects()).toEqual([
      `[Sluice TODAY] churn/production: DRILL failed at "${hop}": drift may go untold (123456789012)`,
    ]);
    expect(platform.ports.objects.dump('capture')).toEqual({});
    expect(platform.items('INCIDENT-drill#').filter(({ state }) => state === 'open')).toEqual([]);
  });

  test('of a stage where nothing serves fails at once', async () => {
    await platform.ports.drillQueue.send({ ...step(), stage: 'staging' });
    await deliver();
    const reason = { hop: 'captured', message: 'nothing serves churn/staging' };
    expect(drills()).toMatchObject([{ state: 'failed', failure: reason }]);
  });
});

describe('the weekly drill', () => {
  const hours = (count: number) => platform.ports.clock.advance(count * 3_600_000);

  test('is asked for once a week, however often the schedule runs', async () => {
    const asked: number[] = [];
    for (let day = 0; day < 15; day += 1) {
      asked.push(await askDrills(platform.ports), await askDrills(platform.ports));
      await deliver();
      hours(24);
    }
    expect(asked.reduce((sum, one) => sum + one, 0)).toBe(3);
    expect(drills().every(({ state }) => state === 'passed')).toBe(true);
  });

  test('that never came to an end is told of a day later, once', async () => {
    await askDrills(platform.ports);
    hours(23);
    await askDrills(platform.ports);
    platform.ports.publisher.published.length = 0;
    expect(drills()).toMatchObject([{ state: 'asked' }]);
    hours(2);
    await askDrills(platform.ports);
    await askDrills(platform.ports);
    expect(drills()).toMatchObject([{ state: 'failed' }]);
    expect(subjects()).toEqual([expect.stringContaining('DRILL failed at "captured"')]);
    expect(platform.ports.publisher.published[0]?.body).toContain('24 hours');
  });

  test.each([{}, { drill: 'never' }])('is not wanted by the manifest %j', async (monitoring) => {
    await platform.apply(manifest({ monitoring }));
    expect(await askDrills(platform.ports)).toBe(0);
    expect(drills()).toEqual([]);
  });
});
