import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auc, breastCancer, type Dataset } from './_data.ts';
import { datasetChannels, type Ended, train } from './_jobs.ts';
import { runPython, tabular, temporaryFolder } from './_python.ts';
import { parseLabelled, type Server, serve } from './_servers.ts';

const TRAINED = 400;
const hyperparameters = { rounds: '60', subsample: '0.8', seed: '7' };
const DIRECT = `
import sys, json, numpy, xgboost
booster = xgboost.Booster(model_file=sys.argv[1])
rows = numpy.loadtxt(sys.argv[2], delimiter=",", dtype=numpy.float32)
print(json.dumps([float(p) for p in booster.predict(xgboost.DMatrix(rows))]))
`;

describe('the tabular algorithm on breast-cancer data', () => {
  let data: Dataset;
  let first: string;
  let second: string;
  let log: Ended;
  let server: Server;
  let clean: () => Promise<void>;
  const row = (index: number) => data.features[index] ?? '';
  const withCell = (index: number, text: string) => row(0).split(',').with(index, text).join(',');

  beforeAll(async () => {
    const { folder, remove } = await temporaryFolder();
    clean = remove;
    data = await breastCancer();
    first = join(folder, 'first');
    second = join(folder, 'second');
    const channels = datasetChannels(data.schema, data.features.slice(0, TRAINED), data.labels.slice(0, TRAINED));
    const spec = { code: tabular, hyperparameters, channels };
    [log] = await Promise.all([train(first, spec), train(second, spec)]);
    expect(log).toMatchObject({ code: 0 });
    server = await serve(first);
  });

  afterAll(async () => {
    await server?.stop();
    await clean?.();
  });

  it('trains twice to the same bytes', async () => {
    for (const name of ['booster.ubj', 'encoding.json']) {
      const [a, b] = await Promise.all([first, second].map((job) => readFile(join(job, 'model/tabular', name))));
      expect(a?.length).toBeGreaterThan(500);
      expect(a?.equals(b ?? Buffer.alloc(0))).toBe(true);
    }
  });

  it('leaves only folders at the top of the model directory, and serving code without pickle or training code', async () => {
    const top = await readdir(join(first, 'model'), { withFileTypes: true });
    expect(top.map((entry) => [entry.name, entry.isDirectory()])).toEqual([
      ['code', true],
      ['tabular', true],
    ]);
    const code = await readdir(join(first, 'model/code'));
    expect(code.filter((name) => name.endsWith('.py')).sort()).toEqual([
      'answers.py',
      'boosting.py',
      'encoding.py',
      'inference.py',
      'reading.py',
    ]);
  });

  it('prints its metrics in the form that MetricDefinitions match', () => {
    const values = [...log.stdout.matchAll(/^metric train_logloss=(\S+)$/gm)].map((match) => Number(match[1]));
    expect(values).toHaveLength(10);
    expect(values.at(-1)).toBeLessThan(values[0] ?? 0);
    expect(log.stdout).toMatch(/^metric train_auc=\S+$/m);
  });

  it('ranks patients it has not seen', async () => {
    const answer = await server.invoke(data.features.slice(TRAINED).join('\n'));
    const scores = parseLabelled(answer.body).map(({ score }) => score);
    const sick = data.labels.slice(TRAINED).map((label) => label === 'yes');
    expect(auc(scores, sick)).toBeGreaterThan(0.97);
  });

  it('answers what the booster predicts, a line for each line', async () => {
    const program = [join(first, 'model/tabular/booster.ubj'), join(first, 'input/data/train/features.csv')];
    const direct: number[] = JSON.parse(await runPython(DIRECT, program));
    const answer = await server.invoke(`${data.features.slice(0, TRAINED).join('\n')}\n`);
    expect(answer).toMatchObject({ status: 200, type: 'text/csv; charset=utf-8' });
    const served = parseLabelled(answer.body);
    expect(served.map(({ score }) => Math.fround(score))).toEqual(direct);
    expect(served.map(({ label }) => label)).toEqual(direct.map((score) => (score >= 0.5 ? 'yes' : 'no')));
  });

  it('reads CSV with and without charset, and JSON by name and by position, as the same row', async () => {
    const names = data.schema.columns.map(({ name }) => name);
    const values = row(3).split(',').map(Number);
    const byName = Object.fromEntries(names.map((name, index) => [name, values[index]]));
    const bodies = [
      await server.invoke(row(3)),
      await server.invoke(Buffer.from(`${row(3)}\r\n`), 'text/csv; charset=utf-8'),
      await server.invoke(JSON.stringify({ instances: [byName] }), 'application/json'),
      await server.invoke(JSON.stringify({ instances: [values] }), 'application/json'),
    ];
    expect(new Set(bodies.map(({ body }) => body)).size).toBe(1);
    expect(bodies[0]?.body).toMatch(/^(yes|no),[0-9.e-]+\n$/);
  });

  it('answers JSON when JSON or nothing in particular is accepted', async () => {
    const [{ label, score } = { label: '', score: 0 }] = parseLabelled((await server.invoke(row(0))).body);
    for (const accept of ['application/json', '*/*']) {
      const answer = await server.invoke(row(0), 'text/csv', accept);
      expect(answer.type).toBe('application/json');
      expect(JSON.parse(answer.body)).toEqual({ predictions: [{ label, score }] });
    }
  });

  it('takes an empty cell, null and an absent name for missing', async () => {
    const names = data.schema.columns.map(({ name }) => name);
    const rest = row(0).split(',').slice(1).map(Number);
    const absent = Object.fromEntries(rest.map((value, index) => [names[index + 1], value]));
    const csv = await server.invoke(withCell(0, ''));
    expect(csv.status).toBe(200);
    for (const instance of [absent, { ...absent, [names[0] ?? '']: null }, [null, ...rest]]) {
      const json = await server.invoke(JSON.stringify({ instances: [instance] }), 'application/json');
      expect(json.body).toBe(csv.body);
    }
  });

  it.each([
    ['too few cells', () => `${row(0)}\n1,2,3`, 'text/csv', /row 2 has 3 cells, expected 30/],
    ['a label left in', () => `${row(0)},yes`, 'text/csv', /row 1 has 31 cells/],
    ['text in a number', () => `${row(1)}\n${withCell(1, 'big')}`, 'text/csv', /row 2, column mean_texture: 'big'/],
    ['an underscore', () => withCell(1, '1_0'), 'text/csv', /column mean_texture: '1_0' is not a finite number/],
    ['nan', () => withCell(1, 'nan'), 'text/csv', /column mean_texture: 'nan' is not a finite number/],
    ['an open quote', () => withCell(1, '"1'), 'text/csv', /row 1: not valid CSV/],
    ['no rows', () => '', 'text/csv', /no rows/],
    ['broken JSON', () => '{"instances": [', 'application/json', /line 1, column 16: not valid JSON/],
    ['JSON of another form', () => '[1]', 'application/json', /\{"instances"/],
    ['an unknown name', () => '{"instances":[{"size":1}]}', 'application/json', /row 1, column size: no such column/],
    ['a nested value', () => '{"instances":[{"mean_area":[1]}]}', 'application/json', /row 1, column mean_area/],
  ])('refuses %s with 400 and the place', async (_, body, contentType, reason) => {
    const answer = await server.invoke(body(), contentType);
    expect(answer).toMatchObject({ status: 400, type: 'application/json' });
    expect(JSON.parse(answer.body).error).toMatch(reason);
  });

  it('refuses other media types by name', async () => {
    expect(await server.invoke('x', 'application/x-npy')).toMatchObject({ status: 415 });
    expect(await server.invoke(row(0), 'text/csv', 'image/png')).toMatchObject({ status: 406 });
  });
});
