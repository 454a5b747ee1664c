/** Apply a manifest, upload data, watch the pipeline, look at the version. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { applyManifest } from '../../cli/commands/apply.ts';
import { uploadFile } from '../../cli/commands/upload.ts';
import { readVersion, type Version } from '../../cli/commands/version.ts';
import { type Watched, watchUpload } from '../../cli/upload/watch.ts';
import { UploadView } from '../../core/contracts/api.ts';
import type { Demo } from '../demo.ts';
import { expectEqual, expectThat } from '../expect.ts';
import { MODEL } from '../manifest.ts';
import { watchPipeline } from '../pipeline.ts';

export interface Upload {
  file: string;
  content: string;
  code?: string;
}

/** Uploads and shows the pipeline's steps as they are entered, until the run has ended. */
export async function uploadAndWatch({ session, folder, narrator }: Demo, upload: Upload): Promise<Watched> {
  const file = path.join(folder, upload.file);
  writeFileSync(file, upload.content);
  narrator.command(`sluice upload ${MODEL} ${upload.file}${upload.code ? ' --code script-model/' : ''}`);
  const id = await uploadFile(session, MODEL, file, upload.code ? { code: upload.code } : {});
  const ended = watchUpload(session, MODEL, id, { timeoutSeconds: 180 });
  let over = false;
  void ended.finally(() => (over = true)).catch(() => undefined);
  const hash = await arrived(session, id, () => over);
  if (hash) {
    const machine = session.outputs['training-state-machine'];
    const watch = watchPipeline(session.admin, machine, `${hash}-1`, (name) => narrator.step(`pipeline: ${name}`));
    while (!over) {
      await watch.look();
      await sleep(200);
    }
    await watch.look();
  }
  return ended;
}

/** Waits until the upload was claimed. @returns the hash its execution is named by */
async function arrived(session: Demo['session'], upload: string, over: () => boolean): Promise<string | undefined> {
  while (!over()) {
    const answer = await session.api('DataScientist')({ method: 'GET', path: `/models/${MODEL}/uploads/${upload}` });
    const seen = UploadView.parse(answer.body);
    if (seen.run) return seen.hash;
    await sleep(100);
  }
  return undefined;
}

export async function applyText({ session, folder, narrator }: Demo, text: string): Promise<void> {
  const file = path.join(folder, 'model.yaml');
  writeFileSync(file, text);
  narrator.command('sluice apply model.yaml');
  const applied = await applyManifest(session, file);
  narrator.ok(`${applied.model}: revision ${applied.revision} of the manifest`);
}

/** @returns the version that was registered, whose number must be `expected` */
export async function trainVersion(demo: Demo, manifest: string, upload: Upload, expected: number): Promise<Version> {
  await applyText(demo, manifest);
  const { run } = await uploadAndWatch(demo, upload);
  expectThat(
    `the run of ${upload.file}`,
    run?.state === 'registered',
    'registered',
    `${run?.state}: ${run?.reason?.message ?? ''}`,
  );
  expectEqual('the version it registered', expected, run?.version);
  const version = await readVersion(demo.session, MODEL, expected);
  expectThat(
    'every gate',
    version.gates.every(({ outcome }) => outcome !== 'not-met'),
    'met',
    version.gates,
  );
  expectThat('the area under the curve', (version.metrics['auc']?.value ?? 0) > 0.9, '> 0.90', version.metrics['auc']);
  return version;
}
