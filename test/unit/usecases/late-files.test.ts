/** Files of captured traffic that come late: after the first reading of their window, or after both. */
import { expect, test } from 'vitest';
import { DriftRequest } from '../../../lib/core/contracts/workflow-monitoring.ts';
import { DriftReport } from '../../../lib/core/drift/document.ts';
import { scheduleWindows } from '../../../lib/core/usecases/drift/schedule-windows.ts';
import { watchDrift } from '../../../lib/core/usecases/drift/watch-drift.ts';
import { at, configurationOf, monitoredStage, windowAt } from './_monitored.ts';

async function stage() {
  const monitored = await monitoredStage();
  const { ports } = monitored.platform;
  const report = async (hour: number): Promise<DriftReport> => {
    const { from, to } = windowAt(hour);
    const key = `churn/reports/drift/production/${configurationOf(1)}/${from}_${to}.json`;
    return DriftReport.parse(JSON.parse(await ports.objects.text({ bucket: 'artifacts', key })));
  };
  return {
    ports,
    report,
    /** A file of the hour, written at a time. */
    async file(hour: number, written: number): Promise<void> {
      ports.clock.set(at(written));
      await monitored.capture(hour, { file: `w${written}-`, rows: 200 });
    },
    /** The hourly rule, 21 minutes past, and the monitor a moment later. */
    async run(hour: number): Promise<void> {
      ports.clock.set(at(hour + 0.35));
      const before = ports.queue.sent.length;
      await scheduleWindows(ports);
      ports.clock.advance(5_000);
      for (const sent of ports.queue.sent.slice(before)) await watchDrift(ports, DriftRequest.parse(sent));
    },
  };
}

test('a file that comes between the readings of its window is counted by the second', async () => {
  const { file, run, report } = await stage();
  await file(9, 9.5);
  await run(10);
  expect(await report(9)).toMatchObject({ requests: 200 });
  await file(9, 10.6);
  await run(11);
  expect(await report(9)).toMatchObject({ requests: 400 });
  expect((await report(10)).late).toBeUndefined();
  await run(12);
  expect((await report(11)).late).toBeUndefined();
});

test('one that comes after both is told until its window is read again', async () => {
  const { ports, file, run, report } = await stage();
  await file(8, 8.5);
  await file(9, 9.5);
  for (const hour of [9, 10, 11]) await run(hour);
  await file(9, 11.5);
  await file(8, 11.5);
  await file(11, 11.6);
  await run(12);
  const late = [8, 9].map((hour) => ({ ...windowAt(hour), files: 1 }));
  expect(await report(11)).toMatchObject({ late, requests: 200 });
  expect(await report(9)).toMatchObject({ requests: 200 });
  const again = { v: 1 as const, model: 'churn', stage: 'production', ...windowAt(9) };
  expect(await watchDrift(ports, again)).toMatchObject({ incident: 'none' });
  expect(await report(9)).toMatchObject({ requests: 400 });
  await run(13);
  expect((await report(12)).late).toEqual(late.slice(0, 1));
  const page = await ports.objects.text({
    bucket: 'artifacts',
    key: `churn/reports/drift-pages/production/${configurationOf(1)}/${at(12)}_${at(13)}.html`,
  });
  expect(page).toContain('came too late');
  expect(page).toContain('1 file of 2026-03-02 08:00 UTC to 09:00');
});

test('after a day it is told no more', async () => {
  const { file, run, report } = await stage();
  await file(9, 9.5);
  for (const hour of [10, 11, 12]) await run(hour);
  await file(9, 12.5);
  await run(35);
  expect((await report(34)).late).toEqual([{ ...windowAt(9), files: 1 }]);
  await run(36);
  expect((await report(35)).late).toBeUndefined();
});
