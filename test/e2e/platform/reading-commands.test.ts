/** One model's first day, read back with every command that reads. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { accountOf } from '../../../lib/adapters/aws/account.ts';
import { predictRows } from '../../../lib/cli/commands/predict.ts';
import { requestRelease, watchRelease } from '../../../lib/cli/commands/promote.ts';
import { readDrift } from '../../../lib/cli/drift/read.ts';
import type { DriftRequest } from '../../../lib/core/contracts/workflow-monitoring.ts';
import { openInbox } from '../../../lib/demo/inbox.ts';
import { sluice } from './_command.ts';
import { houses, housesCsv, housesManifest } from './_houses.ts';
import { applyYaml, folder, modelName, session, uploadCsv } from './_journey.ts';

const HOUR = 3_600_000;

it('tells of models, runs, versions, releases, events, drift and logs', { timeout: 120_000 }, async () => {
  const open = await session();
  const model = modelName('read');
  await applyYaml(open, housesManifest(model).replace('monitoring:', 'monitoring:\n  retrain: onDrift'));
  for (const [command, next] of [
    ['runs', /no runs of .* yet: sluice upload/],
    ['versions', /no versions of .* yet: sluice upload/],
    ['releases', /no releases of .* yet: sluice promote/],
    ['drift', /no report of .* yet/],
  ] as const)
    expect(await sluice(command, model)).toMatchObject({ code: 0, out: expect.stringMatching(next) });

  const trained = await uploadCsv(open, model, housesCsv(houses(300, 11)));
  const refused = await uploadCsv(open, model, housesCsv(houses(300, 12)).replace('house,area,', 'house,surface,'));
  expect([trained.run?.state, refused.run?.state]).toEqual(['registered', 'refused']);
  const live = await watchRelease(open, await requestRelease(open, model, 'staging', { version: 1 }));
  expect(live.state).toBe('live');

  const shown = await sluice('models', '--limit', '1000');
  expect(shown.err).toMatch(/^local 127\.0\.0\.1:\d+ · platform sluice\n$/);
  expect(shown.out).toMatch(new RegExp(`^${model} +v1( +-)+ +revision 1 +now, \\d{4}-`, 'm'));
  const models = JSON.parse((await sluice('models', '--limit', '1000', '--json')).out);
  expect(models.find((one: { model: string }) => one.model === model).stages[0].serving.version).toBe(1);

  const runs = await sluice('runs', model);
  expect(runs.out).toMatch(new RegExp(`${model} +refused +header-mismatch`));
  expect(runs.out.indexOf('refused')).toBeLessThan(runs.out.indexOf('registered'));
  const id = String(trained.run?.run);
  expect((await sluice('runs', '--json', '--limit', '1000')).out).toContain(id);
  expect((await sluice('runs', model, String(refused.run?.run))).out).toMatch(
    /area: expected [\s\S]*mend: [\s\S]*next: /,
  );
  const detail = await sluice('runs', model, id.toLowerCase().slice(0, 20));
  expect(detail.out).toMatch(new RegExp(`^run ${id} of ${model}[\\s\\S]*next: sluice version ${model} 1`));
  expect(await sluice('runs', model, '7ZZZ')).toMatchObject({ code: 2, out: '' });

  expect((await sluice('versions', model)).out).toMatch(/v1 +[\d.]+ +[\d.]+ to [\d.]+ +1 of 1 met/);
  const version = await sluice('version', model, '1');
  expect(version.out).toMatch(/ok +r2 >= 0\.5: found [\s\S]*lineage[\s\S]*serves staging since /);
  expect(JSON.parse((await sluice('version', model, '1', '--json')).out)).toMatchObject({
    version: 1,
    serves: ['staging'],
  });

  const same = await sluice('data', 'diff', `${model}@1`, `${model}@${id.slice(0, 20)}`, '--check');
  expect(same).toMatchObject({ code: 0, out: expect.stringMatching(/^Equal: the same [\d,]+ rows/) });

  expect((await sluice('releases', model)).out).toMatch(/staging +promote +- +v1 +live/);
  expect(JSON.parse((await sluice('releases', model, '--stage', 'production', '--json')).out)).toEqual([]);

  const events = await sluice('events', model, '--limit', '2');
  expect(events.code).toBe(0);
  expect(events.out).toMatch(/release-live[\s\S]*\d+ more: --limit \d+\n$/);
  const ofRelease = JSON.parse((await sluice('events', model, '--release', live.release.slice(0, 20), '--json')).out);
  expect(ofRelease.map(({ kind }: { kind: string }) => kind)).toEqual([
    'release-requested',
    'release-started',
    'release-live',
  ]);

  const page = path.join(folder(), 'report.html');
  expect(await sluice('runs', model, id, '--html', page)).toMatchObject({
    code: 0,
    err: expect.stringContaining(page),
  });
  expect(readFileSync(page, 'utf8')).toMatch(/Accepted:<\/b> all 300 rows/);
  expect(await sluice('runs', model, String(refused.run?.run), '--html', page)).toMatchObject({ code: 2 });
  await drifts(model, page);
  await retrains(model, id);
  const drill = await sluice('drill', model, '--stage', 'staging');
  expect(drill).toMatchObject({ code: 0, out: expect.stringMatching(/^planted: area, times 1,000[\s\S]*^passed: /m) });
  expect(drill.out).not.toMatch(/FAILED| - /);

  await refuses(model);

  const training = await sluice('logs', model, id);
  expect(training.out).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}train /m);
  expect((await sluice('logs', model, '--stage', 'staging', '--json')).code).toBe(0);
  expect((await sluice('logs', model, id, '--as', 'Approver')).code).toBe(3);

  // What `doctor --aws` asks an account, asked of the local one.
  const account = accountOf(open.admin);
  expect(await account.bootstrapVersion()).toBeGreaterThanOrEqual(6);
  expect(await account.subscriptions(open.outputs['notifications-topic'])).toEqual(expect.any(Array));
  expect(await account.endpoints('sluice')).toContainEqual({
    name: `sluice-${model}-staging`,
    status: 'InService',
    instances: [{ type: 'ml.m5.large', count: 1 }],
  });
  expect(Math.abs((await account.time()).getTime() - Date.now())).toBeLessThan(60_000);
});

/** Rows in another unit reach the stage; the window is measured, and measured again until their capture has arrived. */
async function drifts(model: string, page: string): Promise<void> {
  const rows = path.join(folder(), 'rows.csv');
  const cells = houses(300, 13).map(({ cells: [, area, ...rest] }) => [Number(area) * 10, ...rest].join(','));
  writeFileSync(rows, `area,district,garden,age\n${cells.join('\n')}\n`);
  expect(await sluice('predict', model, rows, '--stage', 'staging')).toMatchObject({ code: 0 });
  const now = Date.now();
  const [from, to] = [-HOUR, HOUR].map((ms) => new Date(now + ms).toISOString());
  const measure = ['drift', model, '--stage', 'staging', '--from', String(from), '--to', String(to), '--html', page];
  await vi.waitFor(async () => expect((await sluice(...measure)).out).toMatch(/^Drift: 1 of 4/), {
    timeout: 30_000,
    interval: 500,
  });
  expect(readFileSync(page, 'utf8')).toMatch(/area: median \d+ before, [\d,]+ now/);
  const at = await sluice('drift', model, '--stage', 'staging', '--at', new Date(now).toISOString());
  expect(at).toMatchObject({ code: 0, out: expect.stringMatching(/^Drift: 1 of 4/m) });
  const trend = await sluice('drift', model, '--stage', 'staging', '--trend', '--html', page);
  expect(trend).toMatchObject({ code: 0, out: expect.stringMatching(/^Open incident: drift since/) });
  expect(readFileSync(page, 'utf8')).toContain(`sluice drift ${model} --stage staging --at ${from} --open`);
  await waits(model, new Date(now).toISOString());
}

/** Most requests are refused by the model: SageMaker's metrics count them, an incident of health opens, and people hear of it. */
async function refuses(model: string): Promise<void> {
  const open = await session();
  const inbox = await openInbox(open.admin, open.outputs['notifications-topic']);
  const ask = () => predictRows(open, model, 'staging', Buffer.from('1,2\n'), 'text/csv');
  const unwell = async (): Promise<void> => {
    // Anew in each try: an hour may end between requests and window.
    const answers = await Promise.allSettled(Array.from({ length: 25 }, ask));
    expect(answers.map(({ status }) => status)).not.toContain('fulfilled');
    const begin = Math.floor(Date.now() / HOUR) * HOUR;
    const [from, to] = [begin, begin + HOUR].map((ms) => new Date(ms).toISOString());
    const measured = await sluice('drift', model, '--stage', 'staging', '--from', `${from}`, '--to', `${to}`);
    expect(measured.out).toMatch(/^not healthy: client-errors \d.* % \(limit 50 %\)$/m);
  };
  await vi.waitFor(unwell, { timeout: 60_000, interval: 500 });
  const mail = await inbox.waitFor('refused', ({ subject }) => subject.includes(`${model}/staging: `));
  expect(mail.subject).toMatch(/^\[Sluice TODAY\] .* % of requests refused since \d\d:00 UTC/);
  const { incidents } = await readDrift(open, model, 'staging');
  expect(incidents).toContainEqual(
    expect.objectContaining({ kind: 'health', state: 'open', columns: ['client-errors'] }),
  );
  expect((await sluice('drift', model, '--stage', 'staging')).out).toMatch(/^health: open since .*: client-errors$/m);
}

/** A window that may wait, and of which nothing is counted, goes back to its queue until its time is up. */
async function waits(model: string, to: string): Promise<void> {
  const open = await session();
  const window = { from: new Date(Date.parse(to) - HOUR).toISOString(), to };
  const waitUntil = Date.now() + 3_000;
  const request: DriftRequest = {
    ...{ v: 1, model, stage: 'staging', ...window },
    ...{ reading: 1, waitUntil: new Date(waitUntil).toISOString() },
  };
  await (await open.driftQueue()).send(request);
  await vi.waitFor(
    async () => expect((await readDrift(open, model, 'staging', window)).reports).toMatchObject([{ window }]),
    { timeout: 30_000, interval: 300 },
  );
  expect(Date.now()).toBeGreaterThanOrEqual(waitUntil);
}

/** The incident starts a run; the newest data was trained on already, by the same manifest, so it is linked. */
async function retrains(model: string, first: string): Promise<void> {
  const runs = async () => JSON.parse((await sluice('runs', model, '--state', 'linked', '--json')).out);
  await vi.waitFor(async () => expect(await runs()).toHaveLength(1), { timeout: 30_000, interval: 300 });
  const [linked] = await runs();
  expect(linked).toMatchObject({ linkedTo: first, dataOf: first, startedBy: { incident: 'drift', stage: 'staging' } });
  const shown = await sluice('runs', model, linked.run);
  expect(shown.out).toMatch(/cause +the drift of staging since .*: nobody asked for it/);
  expect((await sluice('events', model, '--kind', 'retrain-started')).out).toContain(`run ${linked.run}`);
}
