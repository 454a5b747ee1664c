/** A large file whose sender is killed in the middle: the same command sends what is lacking, and its author is kept. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, inject, it } from 'vitest';
import { UploadRecord } from '../../../lib/cli/upload/record.ts';
import { watchUpload } from '../../../lib/cli/upload/watch.ts';
import { NODE, ROOT } from '../../../lib/local/paths.ts';
import { housesManifest } from './_houses.ts';
import { applyYaml, folder, modelName, session } from './_journey.ts';

const PART = 5 * 1024 * 1024;
/** Six parts; of no model's columns, so that nothing is trained. */
const LARGE = `of,another,table\n${`${'x'.repeat(200)},1,2\n`.repeat(130_000)}`;

function upload(home: string, model: string, file: string): ChildProcess & { said: () => string } {
  const { AWS_ENDPOINT_URL: _, ...environment } = process.env;
  const flags = ['--part-size', '5', '--no-check', '--no-watch', '--target', 'local'];
  const child = spawn(NODE, [path.join(ROOT, 'bin', 'sluice.ts'), 'upload', model, file, ...flags], {
    env: { ...environment, SLUICE_INSTANCE: inject('instance') },
    cwd: home,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let text = '';
  child.stderr?.on('data', (data) => {
    text += data;
  });
  return Object.assign(child, { said: () => text });
}

const ended = (child: ChildProcess): Promise<number | null> => new Promise((resolve) => child.on('close', resolve));

/** The record of a model's upload, as soon as a part is noted. */
async function noted(model: string): Promise<UploadRecord> {
  const records = path.join(ROOT, '.sluice', 'uploads');
  for (let tries = 0; tries < 30_000; tries++, await sleep(1)) {
    for (const name of existsSync(records) ? readdirSync(records).filter((one) => one.endsWith('.json')) : []) {
      const record = UploadRecord.safeParse(readJson(path.join(records, name))).data;
      if (record?.model === model && record.parts.length > 0) return record;
    }
  }
  throw new Error(`no part of ${model} was noted`);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // just completed, and gone
  }
}

it('goes on where it was killed', async () => {
  const open = await session();
  const model = modelName('parts');
  await applyYaml(open, housesManifest(model));
  const home = folder();
  const file = path.join(home, 'large.csv');
  writeFileSync(file, LARGE);

  const first = upload(home, model, file);
  const record = await noted(model);
  first.kill('SIGKILL');
  await ended(first);
  const second = upload(home, model, file);
  expect(await ended(second)).toBe(0);

  const total = Math.ceil(statSync(file).size / PART);
  const [, kept = '0'] = /goes on with upload \w+: (\d) of 6 parts are there/.exec(second.said()) ?? [];
  expect(total).toBe(6);
  expect(Number(kept)).toBeGreaterThanOrEqual(record.parts.length);
  const [, megabytes = '99'] = /sent ([\d.]+) MB of large\.csv/.exec(second.said()) ?? [];
  expect(Number(megabytes) * 1e6).toBeLessThanOrEqual(statSync(file).size - Number(kept) * PART + PART / 50);
  const { upload: arrived } = await watchUpload(open, model, record.upload, { timeoutSeconds: 60 });
  expect(arrived).toMatchObject({ state: 'refused', upload: record.upload, refusal: { code: 'target-missing' } });
  expect(arrived.author).not.toBe('unattributed');
});
