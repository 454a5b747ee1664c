/**
 * A second local cloud beside the one of the tests, as a person has it: by the command line; ended while it trains, started
 * again with what it held, and killed.
 */
import { execFile } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ListEndpointsCommand, ListTrainingJobsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { afterAll, expect, inject, it, vi } from 'vitest';
import { down } from '../../../lib/cli/commands/local-down.ts';
import { uploadFile } from '../../../lib/cli/commands/upload.ts';
import { openSession, requireInstance, type Session } from '../../../lib/cli/session.ts';
import { watchUpload } from '../../../lib/cli/upload/watch.ts';
import { type LocalCloud, startLocalCloud } from '../../../lib/local/cloud.ts';
import { NODE, ROOT } from '../../../lib/local/paths.ts';
import { rootAccess } from '../../../lib/local/personas.ts';
import { freePort } from '../../../lib/local/process/ports.ts';
import { runningExecutions } from '../../../lib/local/settle.ts';
import { houses, housesCsv } from '../platform/_houses.ts';
import { modelName, uploadCsv } from '../platform/_journey.ts';
import { eventsOf, expectServing, released, trainedHouses } from '../platform/_release.ts';

const run = promisify(execFile);
/** Its records and its kept state, and the temporary folders of its processes. Settled before the modules are read. */
const home = await vi.hoisted(async () => {
  const { mkdtempSync } = await import('node:fs');
  const { tmpdir } = await import('node:os');
  const folder = mkdtempSync(`${tmpdir()}/sluice-instances-`);
  Object.assign(process.env, { SLUICE_HOME: `${folder}/sluice`, TMPDIR: folder });
  return folder;
});
const name = 'kept';
const model = modelName('kept');

const sluice = async (...args: string[]): Promise<{ said: string; document: unknown }> => {
  const { stdout, stderr } = await run(NODE, [path.join(ROOT, 'bin', 'sluice.ts'), ...args, '--json'], {
    env: { PATH: process.env['PATH'], HOME: home, TMPDIR: home, SLUICE_HOME: path.join(home, 'sluice') },
  });
  return { said: stderr, document: JSON.parse(stdout) };
};
let again: LocalCloud;
const open = (port: number): Promise<Session> => openSession({ platform: 'sluice', target: 'local', port });

afterAll(async () => {
  await sluice('local', 'down', '--all');
  rmSync(home, { recursive: true, force: true });
});

/** Uploads and returns as soon as the training runs. */
async function beginTraining(session: Session, port: number, content: string): Promise<string> {
  const file = path.join(home, 'second.csv');
  writeFileSync(file, content);
  const upload = await uploadFile(session, model, file);
  for (let looks = 0; (await runningExecutions(port)).length === 0; looks++) {
    if (looks > 200) throw new Error('no execution began');
    await sleep(50);
  }
  return upload;
}

it('keeps what it held, goes on with it, and is not seen by the other', { timeout: 300_000 }, async () => {
  const port = await freePort();
  const started = await sluice('local', 'up', '--instance', name, '--keep-state', '--port', String(port));
  expect(started.document).toMatchObject({ instance: name, port });
  expect(started.said).toContain('what it holds is kept from now on');
  const before = await open(port);
  await trainedHouses(before, model, [1]);
  expect(await released(before, model, 'staging', { version: 1, reason: 'first' })).toMatchObject({ state: 'live' });

  // The other local cloud knows nothing of it.
  const other = new SageMakerClient(rootAccess(inject('port')));
  expect((await other.send(new ListEndpointsCommand({ NameContains: model }))).Endpoints).toEqual([]);
  expect((await other.send(new ListTrainingJobsCommand({ NameContains: model }))).TrainingJobSummaries).toEqual([]);
  await expect(
    (await open(inject('port'))).api('Operator')({ method: 'GET', path: `/models/${model}` }),
  ).rejects.toMatchObject({ status: 404 });

  const second = housesCsv(houses(200, 2));
  const cutOff = await beginTraining(before, port, second);
  const said: string[] = [];
  // In this process, at once: before the training is through.
  const ended = await down(requireInstance(name), (text) => void said.push(text));
  expect(said).toEqual([expect.stringMatching(/^execution \S+ of sluice-training is stopped: it could not go on/)]);
  expect(ended).toEqual({ instance: name, kept: expect.any(String) });

  // As `local up` does, which then deploys once more: nothing of that is needed for what follows.
  again = await startLocalCloud({ port, instance: name, keepState: true });
  expect(again.restored).toEqual({ savedAt: ended.kept, afterCrash: false, failed: [] });
  const after = await open(port);
  await expectServing(after, model, 'staging', 1);
  expect(await watchUpload(after, model, cutOff, { timeoutSeconds: 30 })).toMatchObject({
    run: { state: 'failed', reason: { code: 'execution-aborted' } },
  });
  // What was cut off is trained when it comes again, and moves the stage; and the way back is open.
  expect((await uploadCsv(after, model, second)).run).toMatchObject({ state: 'registered', version: 2 });
  expect(await released(after, model, 'staging', { version: 2, reason: 'second' })).toMatchObject({ state: 'live' });
  expect(await released(after, model, 'staging', { rollbackTo: 1, reason: 'back' })).toMatchObject({ state: 'live' });
  await expectServing(after, model, 'staging', 1);
  expect(await eventsOf(after, model)).toEqual(expect.arrayContaining(['run-failed', 'release-live']));
});

it('leaves its last orderly end when it is killed', { timeout: 60_000 }, async () => {
  const { kept } = await statusOf();
  process.kill(again.pid, 'SIGKILL');
  // The record is dead at once, whatever still ends by itself.
  expect(await statusOf()).toEqual({ name, kept, disk: expect.any(Number), chosen: false });
  expect(existsSync(path.join(home, 'sluice', 'instances', name, 'running.json'))).toBe(false);
});

async function statusOf(): Promise<{ kept?: string }> {
  const { document } = await sluice('local', 'status');
  const [status] = document as { kept?: string }[];
  return status ?? {};
}
