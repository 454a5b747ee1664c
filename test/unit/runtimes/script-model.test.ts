import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auc, breastCancer, type Dataset } from './_data.ts';
import { datasetChannels, train } from './_jobs.ts';
import { scriptModel, temporaryFolder } from './_python.ts';
import { parseLabelled, type Server, serve } from './_servers.ts';

const TRAINED = 400;

describe('the demo’s own script (algorithm: script)', () => {
  let data: Dataset;
  let server: Server;
  let clean: () => Promise<void>;

  beforeAll(async () => {
    const { folder, remove } = await temporaryFolder();
    clean = remove;
    data = await breastCancer();
    // Gaps in training, in a column and in a whole row's start: they are imputed.
    const gapped = data.features
      .slice(0, TRAINED)
      .map((row, index) => (index % 10 === 0 ? row.replace(/^[^,]*/, '') : row));
    const channels = datasetChannels(data.schema, gapped, data.labels.slice(0, TRAINED));
    expect(await train(join(folder, 'job'), { code: scriptModel, channels })).toMatchObject({ code: 0, stderr: '' });
    server = await serve(join(folder, 'job'));
  });

  afterAll(async () => {
    await server?.stop();
    await clean?.();
  });

  it('ranks patients it has not seen', async () => {
    const answer = await server.invoke(`${data.features.slice(TRAINED).join('\n')}\n`);
    expect(answer).toMatchObject({ status: 200, type: 'text/csv; charset=utf-8' });
    const predictions = parseLabelled(answer.body);
    expect(predictions).toHaveLength(data.features.length - TRAINED);
    const sick = data.labels.slice(TRAINED).map((label) => label === 'yes');
    expect(
      auc(
        predictions.map(({ score }) => score),
        sick,
      ),
    ).toBeGreaterThan(0.95);
    expect(new Set(predictions.map(({ label }) => label))).toEqual(new Set(['no', 'yes']));
  });

  it('answers JSON as the default algorithm does', async () => {
    const names = data.schema.columns.map(({ name }) => name);
    const values = (data.features[0] ?? '').split(',').map(Number);
    const instance = Object.fromEntries(names.map((name, index) => [name, values[index]]));
    const answer = await server.invoke(
      JSON.stringify({ instances: [instance] }),
      'application/json',
      'application/json',
    );
    const [expected] = parseLabelled((await server.invoke(data.features[0] ?? '')).body);
    expect(JSON.parse(answer.body)).toEqual({ predictions: [expected] });
  });

  it('raises on an empty cell: the flaw that the demo’s canary finds', async () => {
    const gap = (data.features[0] ?? '').replace(/^[^,]*/, '');
    expect(await server.invoke(gap)).toMatchObject({ status: 500 });
    expect(await server.invoke(data.features[0] ?? '')).toMatchObject({ status: 200 });
    expect((await server.stop()).stderr).toContain("ValueError: could not convert string to float: ''");
  });
});
