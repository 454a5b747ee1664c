/** Several files that are one upload: sent by the command, and put into the bucket by other tools in any order. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, it } from 'vitest';
import { RunsPage } from '../../../lib/core/contracts/api.ts';
import { sluice } from './_command.ts';
import { houses, housesCsv, housesManifest } from './_houses.ts';
import { applyYaml, folder, modelName, session, uploadCsv } from './_journey.ts';

it('trains a set once, equal to one file of the same rows, however it arrives', async () => {
  const open = await session();
  const model = modelName('set');
  await applyYaml(open, housesManifest(model).replace('rounds: 80', 'rounds: 20'));
  const whole = housesCsv(houses(220, 9));
  const [header = '', ...rows] = whole.trimEnd().split('\n');
  const part = (from: number, to: number): string => `${[header, ...rows.slice(from, to)].join('\n')}\n`;
  const files = { 'october.csv': part(0, 130), 'november.csv': part(130, 220) };
  const here = folder();
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(here, name), text);
  // Blank lines are no rows: this file goes in two parts.
  const gap = '\n'.repeat(5 * 1024 * 1024);
  writeFileSync(path.join(here, 'november.csv'), `${files['november.csv']}${gap}`);

  // In the order they are named, which is not that of their names.
  const [first, second] = [path.join(here, 'october.csv'), path.join(here, 'november.csv')];
  const sent = await sluice('upload', model, first, second, '--part-size', '5');
  expect(sent, sent.err).toMatchObject({ code: 0, out: expect.stringContaining(`registered ${model} version 1`) });

  const { run } = await uploadCsv(open, model, whole);
  expect(run?.state).toBe('linked');

  // By another tool, the closing object first.
  const s3 = new S3Client({ ...open.admin, forcePathStyle: true });
  const put = (name: string, text: string) =>
    s3.send(
      new PutObjectCommand({
        Bucket: open.outputs['data-bucket'],
        Key: `${model}/uploads/2026/autumn.set/${name}`,
        Body: new TextEncoder().encode(text),
      }),
    );
  const named = Object.entries(files).map(([name, text]) => ({ name, bytes: Buffer.byteLength(text) }));
  await put('_set.json', JSON.stringify({ sluice: 1, files: named }));
  for (const [name, text] of Object.entries(files)) await put(name, text);
  const states = async () =>
    RunsPage.parse((await open.api('DataScientist')({ method: 'GET', path: `/models/${model}/runs` })).body).items.map(
      ({ state }) => state,
    );
  await expect.poll(states, { timeout: 60_000, interval: 250 }).toEqual(['linked', 'linked', 'registered']);
});
