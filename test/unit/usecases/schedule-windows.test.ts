/** Which windows the hourly rule asks for, whatever became of the ones before. */
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { DriftRequest } from '../../../lib/core/contracts/workflow-monitoring.ts';
import { scheduleWindows } from '../../../lib/core/usecases/drift/schedule-windows.ts';
import { watchDrift } from '../../../lib/core/usecases/drift/watch-drift.ts';
import { capturedWindow, closedWindow } from '../../../lib/core/usecases/drift-windows.ts';
import { runs } from '../../_properties.ts';
import { at, configurationOf, type MonitoredStage, monitoredStage, windowAt } from './_monitored.ts';

let monitored: MonitoredStage;
beforeEach(async () => {
  monitored = await monitoredStage();
});

/** What the rule asks for at a time, 21 minutes past the hour where it is a whole number: then nothing waits any more. */
async function askedAt(hour: number, of = monitored): Promise<DriftRequest[]> {
  const { clock, queue } = of.platform.ports;
  clock.set(new Date(Date.parse(at(hour)) + 21 * 60_000));
  const before = queue.sent.length;
  await scheduleWindows(of.platform.ports);
  return queue.sent.slice(before).map((sent) => DriftRequest.parse(sent));
}
const measure = async (requests: readonly DriftRequest[], of = monitored): Promise<void> => {
  for (const request of requests) await watchDrift(of.platform.ports, request);
};
const asked = { v: 1, model: 'churn', stage: 'production', configuration: configurationOf(1), version: 1 };

describe('hour by hour', () => {
  test('the window that has closed is asked for, and may wait 20 minutes; the one before is once more', async () => {
    await monitored.stage({ fence: 1, since: at(8.2) });
    await monitored.release(1, { requested: at(8.1), shifted: at(8.2), ended: at(8.2) });
    expect(await askedAt(8)).toEqual([]);
    for (const hour of [9, 10, 11]) {
      const requests = await askedAt(hour);
      expect(requests).toEqual([
        ...(hour === 9 ? [] : [{ ...asked, ...windowAt(hour - 2), reading: 2 }]),
        { ...asked, ...windowAt(hour - 1), reading: 1, waitUntil: at(hour + 1 / 3) },
      ]);
      await measure(requests);
    }
  });

  test('windows of six hours are asked for in the hour after their end, and then no more', async () => {
    const six = await monitoredStage(6);
    const of: string[] = [];
    for (let hour = 6; hour < 19; hour++) {
      const requests = await askedAt(hour, six);
      await measure(requests, six);
      of.push(requests.map(({ from, reading }) => `${from.slice(11, 13)}/${reading}`).join(' '));
    }
    expect(of).toEqual(['00/1', '', '', '', '', '', '00/2 06/1', '', '', '', '', '', '06/2 12/1']);
  });

  test.each([
    ['2026-03-02T11:19:59Z', 1, '10:00', '09:00'],
    ['2026-03-02T11:20:00Z', 1, '11:00', '10:00'],
    ['2026-03-02T13:00:00Z', 6, '12:00', '06:00'],
    ['2026-03-02T00:10:00Z', 24, '00:00', '00:00'],
  ])('at %s with windows of %i hours the last that may be read ends at %s', (now, hours, to, from) => {
    const last = capturedWindow(new Date(now), hours);
    expect([last.from.slice(11, 16), last.to.slice(11, 16)]).toEqual([from, to]);
    expect(Date.parse(last.to) - Date.parse(last.from)).toBe(hours * 3_600_000);
    expect(closedWindow(new Date(Date.parse(now) - 20 * 60_000), hours)).toEqual(last);
  });
});

describe('a window that was never measured', () => {
  test('is asked for until it was, however long the monitor was away, and measured once', async () => {
    await measure(await askedAt(1));
    await askedAt(2);
    await askedAt(3);
    const requests = await askedAt(6);
    expect(requests).toEqual([
      ...[1, 2, 3, 4].map((hour) => ({ ...asked, ...windowAt(hour), reading: 1, ifMissing: true })),
      { ...asked, ...windowAt(5), reading: 1, waitUntil: at(6 + 1 / 3) },
    ]);
    await measure(requests);
    const again = requests[0];
    if (!again) throw new Error('nothing was asked for');
    expect(await watchDrift(monitored.platform.ports, again)).toEqual({ outcome: 'measured-before' });
    expect((await askedAt(7)).map(({ from, reading }) => [from, reading])).toEqual([
      [at(5), 2],
      [at(6), 1],
    ]);
  });

  test('is given up after 48 hours, and the time is told', async () => {
    await measure(await askedAt(1));
    expect(await askedAt(60)).toHaveLength(48);
    const { missed } = await scheduleWindows(monitored.platform.ports);
    expect(missed).toEqual([{ model: 'churn', stage: 'production', from: at(1), to: at(12) }]);
    await measure(await askedAt(60));
    expect((await scheduleWindows(monitored.platform.ports)).missed).toEqual([]);
  });

  test('of a stage that nobody ever measured is told from its first traffic on', async () => {
    monitored.platform.ports.clock.set(at(60));
    const { missed } = await scheduleWindows(monitored.platform.ports);
    expect(missed).toMatchObject([{ from: '2026-03-02T00:04:00.000Z', to: at(12) }]);
  });

  test('whichever hours the rule and the monitor miss, each window is measured within 48 hours', async () => {
    const hour = fc.record({ rule: fc.boolean(), monitor: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(hour, { minLength: 1, maxLength: 12 }), async (hours) => {
        const of = await monitoredStage();
        let queued: DriftRequest[] = [];
        for (const [i, { rule, monitor }] of [...hours, { rule: true, monitor: true }].entries()) {
          if (rule) queued.push(...(await askedAt(i + 1, of)));
          if (!monitor) continue;
          await measure(queued, of);
          queued = [];
        }
        const summaries = of.platform.items('SUMMARY#').map(({ sk }) => sk.slice('SUMMARY#production#'.length));
        expect(summaries.toSorted()).toEqual(
          [...hours, 0].map((_, i) => `${at(i)}_${at(i + 1)}_${configurationOf(1)}`),
        );
      }),
      { numRuns: runs(15) },
    );
  });
});

describe('a stage with a release', () => {
  /** Versions whose newest window is asked for. */
  const of = async (hour: number) =>
    (await askedAt(hour))
      .filter(({ from }) => from === at(hour - 1))
      .map(({ version }) => version)
      .toSorted();

  test('is asked for by each configuration that had traffic in the window', async () => {
    await monitored.release(2, { state: 'rolled-back', requested: at(9.2), shifted: at(9.5), ended: at(10.5) });
    expect(await of(9)).toEqual([1]);
    expect(await of(10)).toEqual([1, 2]);
    expect(await of(11)).toEqual([1, 2]);
    expect(await of(12)).toEqual([1]);
  });

  test('that went live: the new one was a canary before, and what it replaced had its last window', async () => {
    await monitored.release(2, { requested: at(9.2), shifted: at(9.5), ended: at(10.5) });
    await monitored.stage({ fence: 2, since: at(10.5) });
    expect(await of(10)).toEqual([1, 2]);
    expect(await of(11)).toEqual([1, 2]);
    expect(await of(12)).toEqual([2]);
  });

  test('that never moved traffic adds nothing', async () => {
    await monitored.release(2, { state: 'failed', requested: at(9.2), ended: at(9.4) });
    expect((await askedAt(10)).filter(({ version }) => version !== 1)).toEqual([]);
  });
});
