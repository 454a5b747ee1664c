/** `sluice init`: a manifest from a file, never over what is there, and nothing written when something is wrong. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { modelNameOf } from '../../../lib/cli/commands/init.ts';
import { parseManifestYaml } from '../../../lib/core/contracts/manifest/yaml.ts';
import { sluice } from './_run.ts';

function folderWith(content: string): { data: string; model: string } {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sluice-init-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const data = path.join(folder, 'my data.csv');
  writeFileSync(data, content);
  return { data, model: path.join(folder, 'Bike Rents') };
}
const RENTS = `day;a;b;all\n${Array.from({ length: 60 }, (_, i) => `d${i % 7};${i};${i * i};${i + i * i}`).join('\n')}\n`;

it('writes a manifest that is accepted, and prints what to do next', async () => {
  const { data, model } = folderWith(RENTS);
  const { code, out, err } = await sluice('init', model, '--from', data);
  expect(code).toBe(0);
  const parsed = parseManifestYaml(readFileSync(path.join(model, 'model.yaml'), 'utf8'));
  expect(parsed).toMatchObject({
    manifest: { model: 'bike-rents', task: 'regression', data: { target: 'all', ignore: ['a', 'b'] } },
  });
  expect(out.split('\n').slice(-3)).toEqual([
    `  sluice apply '${model}/model.yaml'`,
    `  sluice upload bike-rents '${data}'`,
    '',
  ]);
  expect(err).toContain(`--target-column all --no-id --ignore a b`);
});

it('answers programs with one document', async () => {
  const { data, model } = folderWith(RENTS);
  const { out } = await sluice(
    'init',
    model,
    '--from',
    data,
    '--target-column',
    'b',
    '--no-id',
    '--no-ignore',
    '--json',
  );
  expect(JSON.parse(out)).toMatchObject({ target: 'b', id: null, ignore: [], columns: 3, rows: 60 });
});

it('replaces a manifest only with consent', async () => {
  const { data, model } = folderWith(RENTS);
  await sluice('init', model, '--from', data);
  const file = path.join(model, 'model.yaml');
  writeFileSync(file, 'mine');
  expect((await sluice('init', model, '--from', data)).code).toBe(2);
  expect(readFileSync(file, 'utf8')).toBe('mine');
  expect((await sluice('init', model, '--from', data, '--yes')).code).toBe(0);
  expect(readFileSync(file, 'utf8')).toContain('sluice: 1');
});

it.each<[string, string, string[], RegExp]>([
  ['no file', RENTS, ['--from', '/no/such.csv'], /there is no file/],
  ['a file of no name', RENTS, [], /no data file is named/],
  ['a workbook', 'PK\u0003\u0004', [], /Excel/],
  ['an index column without a name', ',a,b\n1,2,3\n', [], /an index column|names cannot be used/],
  ['a header only', 'a,b\n', [], /no row has/],
  ['an unknown target', RENTS, ['--target-column', 'cnt'], /no column "cnt"/],
  ['three classes', 'a,b\n1,x\n2,y\n3,z\n', ['--target-column', 'b'], /cannot be a target/],
  ['a name that is none', RENTS, ['--model', 'Bike!'], /cannot be the name of a model/],
])('says what is wrong with %s, and writes nothing', async (what, content, flags, message) => {
  const { data, model } = folderWith(content);
  const from = what.startsWith('a file of no') || flags.includes('--from') ? [] : ['--from', data];
  const { code, err } = await sluice('init', model, ...from, ...flags);
  expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(message) });
  expect(err).toMatch(/mend: /);
  expect(existsSync(model)).toBe(false);
});

it.each([
  ['Bike Sharing (2011)', 'bike-sharing-2011'],
  ['7th Churn', 'th-churn'],
  ['Überraschung', 'uberraschung'],
  ['a'.repeat(40), 'a'.repeat(28)],
  ['...', ''],
])('makes a name of a model of %j', (text, name) => {
  expect(modelNameOf(text)).toBe(name);
});
