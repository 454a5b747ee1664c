import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runs } from '../../_properties.ts';
import { rents } from './_data.ts';
import { datasetChannels, type Ended, train } from './_jobs.ts';
import { tabular, temporaryFolder } from './_python.ts';
import { type Server, serve } from './_servers.ts';

const TRAINED = 700;
const NULLS = ['-', '?'];
const rented = rents(900);
const data = {
  ...rented,
  schema: { ...rented.schema, columns: rented.schema.columns.map((column) => ({ ...column, nulls: NULLS })) },
};

describe('the tabular algorithm on a regression with categories, dates and gaps', () => {
  let base: string;
  let log: Ended;
  let server: Server;
  let clean: () => Promise<void>;
  const predict = async (rows: string[]) =>
    (await server.invoke(rows.join('\n'))).body.trimEnd().split('\n').map(Number);

  beforeAll(async () => {
    const { folder, remove } = await temporaryFolder();
    clean = remove;
    base = join(folder, 'job');
    const channels = datasetChannels(data.schema, data.features.slice(0, TRAINED), data.labels.slice(0, TRAINED));
    log = await train(base, { code: tabular, hyperparameters: { rounds: '80' }, channels });
    expect(log).toMatchObject({ code: 0 });
    server = await serve(base);
  });

  afterAll(async () => {
    await server?.stop();
    await clean?.();
  });

  it('explains most of the variance of rows it has not seen', async () => {
    const predicted = await predict(data.features.slice(TRAINED));
    const truth = data.labels.slice(TRAINED).map(Number);
    const mean = truth.reduce((sum, value) => sum + value, 0) / truth.length;
    const squares = (values: number[]) => values.reduce((sum, value) => sum + value ** 2, 0);
    const explained =
      1 - squares(truth.map((value, i) => value - (predicted[i] ?? 0))) / squares(truth.map((value) => value - mean));
    expect(explained).toBeGreaterThan(0.8);
  });

  it('prints regression metrics and says which column it ignores', () => {
    expect(log.stdout).toMatch(/^metric train_rmse=\S+$/m);
    expect(log.stdout).toMatch(/^column note is ignored: 700 different texts$/m);
  });

  it('keeps the levels in the artefact, sorted', async () => {
    const encoding = JSON.parse(await readFile(join(base, 'model/tabular/encoding.json'), 'utf8'));
    expect(encoding.columns).toEqual([
      { name: 'area', encoding: 'number', levels: [], nulls: NULLS },
      {
        name: 'district',
        encoding: 'category',
        levels: ['harbour', 'hills, upper', 'north', 'old town'],
        nulls: NULLS,
      },
      { name: 'lift', encoding: 'boolean', levels: [], nulls: NULLS },
      { name: 'listed', encoding: 'timestamp', levels: [], nulls: NULLS },
      { name: 'note', encoding: 'ignored', levels: [] },
    ]);
  });

  it('tells the districts apart, and takes an unseen one for missing', async () => {
    const flat = (district: string) => `60,${district},true,2020-06-01T00:00:00Z,x`;
    const [hills = 0, north = 0, harbour, unseen, missing] = await predict(
      ['"hills, upper"', 'north', 'harbour', 'moon', ''].map((district) => flat(district)),
    );
    expect(hills - north).toBeGreaterThan(400);
    expect(unseen).toBe(missing);
    expect([hills, north, harbour]).not.toContain(unseen);
  });

  it('reads a word for a missing cell as training read an empty one', async () => {
    const rows = [
      '{},north,true,2020-06-01,x',
      '60,{},true,2020-06-01,x',
      '60,north,{},2020-06-01,x',
      '60,north,no,{},x',
    ];
    const filled = (word: string) => predict(rows.map((row) => row.replace('{}', word)));
    const empty = await filled('');
    expect(await filled('?')).toEqual(empty);
    expect(await filled(' - ')).toEqual(empty);
    const json = await server.invoke(
      JSON.stringify({ instances: [{ area: '?', district: 'north', lift: true, listed: '2020-06-01', note: 'x' }] }),
      'application/json',
      'application/json',
    );
    expect(JSON.parse(json.body)).toEqual({ predictions: [{ score: empty[0] }] });
    const other = await server.invoke('NA,north,no,2020-06-01,x');
    expect(JSON.parse(other.body).error).toBe("row 1, column area: 'NA' is not a finite number");
  });

  it('reads booleans and times in their usual spellings', async () => {
    const [a, ...others] = await predict([
      '60,north,true,2020-06-01T00:00:00Z,x',
      '60,north,1,2020-06-01,x',
      '60.0,north,YES,2020-06-01 02:00:00+02:00,x',
    ]);
    expect(others).toEqual([a, a]);
    const bad = await server.invoke('60,north,maybe,2020-06-01,x\n');
    expect(JSON.parse(bad.body).error).toBe("row 1, column lift: 'maybe' is not a boolean (true or false)");
    const late = await server.invoke('60,north,no,yesterday,x\n');
    expect(JSON.parse(late.body).error).toBe("row 1, column listed: 'yesterday' is not an ISO 8601 date or time");
  });

  it('answers JSON with a score and no label', async () => {
    const [score] = await predict([data.features[0] ?? '']);
    const answer = await server.invoke(data.features[0] ?? '', 'text/csv', 'application/json');
    expect(JSON.parse(answer.body)).toEqual({ predictions: [{ score }] });
  });

  it('answers a batch with the rows’ own answers, in order', async () => {
    const alone = await Promise.all(data.features.slice(0, 40).map(async (row) => (await predict([row]))[0]));
    const picks = fc.array(fc.nat({ max: 39 }), { minLength: 1, maxLength: 100 });
    await fc.assert(
      fc.asyncProperty(picks, async (indices) => {
        const batch = await predict(indices.map((index) => data.features[index] ?? ''));
        expect(batch).toEqual(indices.map((index) => alone[index]));
      }),
      { numRuns: runs(30) },
    );
  });
});
