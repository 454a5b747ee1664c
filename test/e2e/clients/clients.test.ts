/**
 * boto3, the AWS CLI and the JS SDK, unmodified, against the local cloud: all they get is what `sluice local env` prints.
 * They share one model, which boto3 brings to life.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { parseManifestYaml } from '../../../lib/core/contracts/manifest/yaml.ts';
import { NODE, PYTHON, ROOT } from '../../../lib/local/paths.ts';
import { houses, housesCsv, housesManifest } from '../platform/_houses.ts';
import { modelName } from '../platform/_journey.ts';

const run = promisify(execFile);
const here = import.meta.dirname;
const model = modelName('clients');
const row = '{"instances":[{"area":50,"district":"harbour","garden":"false","age":80}]}';
const folder = mkdtempSync(path.join(os.tmpdir(), 'sluice-clients-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Variables = Record<string, string>;

/** What a shell of its own has: nothing of AWS, and the clients of this checkout on the path. */
const bare: Variables = {
  PATH: `${path.dirname(PYTHON)}${path.delimiter}${process.env['PATH']}`,
  HOME: folder,
  AWS_EC2_METADATA_DISABLED: 'true',
};

async function localEnv(...options: string[]): Promise<Variables> {
  const args = ['local', 'env', '--shell', 'json', '--port', String(inject('port')), ...options];
  const { stdout } = await run(NODE, [path.join(ROOT, 'bin', 'sluice.ts'), ...args], { env: bare });
  return JSON.parse(stdout) as Variables;
}

let root: Variables;
let application: Variables;
let seen: Record<string, unknown>;

beforeAll(async () => {
  const parsed = parseManifestYaml(housesManifest(model));
  if (!('manifest' in parsed)) throw new Error('the manifest of the houses is not valid');
  const manifest = path.join(folder, 'model.json');
  const data = path.join(folder, 'data.csv');
  writeFileSync(manifest, JSON.stringify(parsed.manifest));
  writeFileSync(data, housesCsv(houses(200, 1)));
  const [rootEnv, scientist, operator, applicationEnv] = await Promise.all([
    localEnv(),
    localEnv('--as', 'DataScientist'),
    localEnv('--as', 'Operator'),
    localEnv('--as', 'Application'),
  ]);
  root = rootEnv;
  application = applicationEnv;
  const personas = {
    DATA_SCIENTIST: JSON.stringify(scientist),
    OPERATOR: JSON.stringify(operator),
    APPLICATION: JSON.stringify(application),
  };
  const { stdout } = await run(PYTHON, [path.join(here, 'journey.py'), model, manifest, data, row], {
    env: { ...bare, ...root, ...personas },
  });
  seen = JSON.parse(stdout);
});

const prediction = { predictions: [{ score: expect.any(Number) }] };

it('boto3 trains, releases, asks the model, and is told', () => {
  expect(seen).toEqual({
    applied: 201,
    refused: 400,
    training: 'SUCCEEDED',
    job: 'Completed',
    versions: ['VERSION#000001'],
    asked: 202,
    released: 'live',
    prediction,
    alarms: expect.arrayContaining([expect.stringMatching(/^sluice/)]),
    messages: expect.arrayContaining(['release-live']),
  });
});

it('the AWS CLI and curl find data, version, job, execution, alarms and API', async () => {
  const { stdout } = await run('sh', [path.join(here, 'journey.sh'), model, row, folder], {
    env: { ...bare, ...root },
  });
  const told = Object.fromEntries(
    stdout
      .trim()
      .split('\n')
      .map((line) => line.split(/: (.*)/s).slice(0, 2)),
  );
  expect(told).toMatchObject({ rows: '201', version: '1', job: 'Completed', api: '200' });
  expect(told['execution']).toMatch(/^(SUCCEEDED|RUNNING)$/);
  expect(JSON.parse(told['prediction'] ?? '')).toEqual(seen['prediction']);
  expect(Number(told['alarms'])).toBeGreaterThan(0);
});

it('the JS SDK does what the persona may, and nothing else', async () => {
  // Below the checkout, where it finds the SDK's packages.
  const { stdout } = await run(NODE, [path.join(here, 'journey.mjs'), model, row], {
    env: { ...bare, ...application },
  });
  expect(JSON.parse(stdout)).toEqual({
    caller: expect.stringContaining('assumed-role/sluice-local-Application/'),
    prediction: seen['prediction'],
    describeEndpoint: expect.stringMatching(/AccessDenied/),
    listBuckets: expect.stringMatching(/AccessDenied/),
  });
});
