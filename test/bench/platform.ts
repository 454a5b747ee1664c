/** The local cloud until it is deployed, and an upload until its version is registered. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { applyManifest } from '../../lib/cli/commands/apply.ts';
import { uploadFile } from '../../lib/cli/commands/upload.ts';
import { openSession, type Session } from '../../lib/cli/session.ts';
import { watchUpload } from '../../lib/cli/upload/watch.ts';
import { FIRST, MODEL, SECOND } from '../../lib/demo/manifest.ts';
import { csv, readPatients } from '../../lib/demo/patients.ts';
import type { LocalCloud } from '../../lib/local/cloud.ts';
import { freePort } from '../../lib/local/process/ports.ts';
import { up } from '../../lib/local/up.ts';
import { withFolder } from './folder.ts';
import { type Measurement, timed } from './measure.ts';

const PLATFORM = 'sluice';
let running: LocalCloud | undefined;

/** For an interrupted bench. */
export const closeRunning = async (): Promise<void> => running?.close();

async function withCloud(work: (port: number) => Promise<void>): Promise<number> {
  const port = await freePort();
  const { seconds, result } = await timed(() => up({ port, platform: PLATFORM }));
  running = result.cloud;
  try {
    await work(port);
  } finally {
    await result.cloud.close();
    running = undefined;
  }
  return seconds;
}

/** @param uploads also two uploads a cloud: the first one meets functions that have never run */
export async function measurePlatform(times: number, uploads: boolean): Promise<Measurement[]> {
  const ups: number[] = [];
  const first: number[] = [];
  const second: number[] = [];
  await withFolder(async (folder) => {
    const file = path.join(folder, 'patients.csv');
    writeFileSync(file, csv(readPatients()));
    for (let i = 0; i < times; i++) {
      const seconds = await withCloud(async (port) => {
        if (!uploads) return;
        const session = await openSession({ platform: PLATFORM, target: 'local', port });
        first.push(await uploadToVersion(session, folder, FIRST, file, 1));
        second.push(await uploadToVersion(session, folder, SECOND, file, 2));
      });
      ups.push(seconds);
    }
  });
  const measured: Measurement[] = [{ name: 'local cloud up and deployed', unit: 's', numbers: ups, aim: 25 }];
  if (uploads)
    measured.push(
      { name: 'first upload to registered version', unit: 's', numbers: first, aim: 20 },
      { name: 'second upload to registered version', unit: 's', numbers: second, aim: 20 },
    );
  return measured;
}

/** From the announcement of the upload to the version in the registry, as the command line sees it. */
async function uploadToVersion(
  session: Session,
  folder: string,
  manifest: string,
  file: string,
  expected: number,
): Promise<number> {
  const yaml = path.join(folder, 'model.yaml');
  writeFileSync(yaml, manifest);
  await applyManifest(session, yaml);
  const { seconds, result } = await timed(async () =>
    watchUpload(session, MODEL, await uploadFile(session, MODEL, file), { timeoutSeconds: 180 }),
  );
  const { run } = result;
  if (run?.state !== 'registered' || run.version !== expected)
    throw new Error(`the upload ended as ${run?.state} (${run?.reason?.message ?? 'no reason'}), not as v${expected}`);
  return seconds;
}
