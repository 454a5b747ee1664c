import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { datasetChannels, failureOf, type Schema, train } from './_jobs.ts';
import { tabular, temporaryFolder } from './_python.ts';

const schema: Schema = {
  v: 1,
  task: 'binary-classification',
  columns: [
    { name: 'age', type: 'integer' },
    { name: 'plan', type: 'category', values: ['basic', 'pro'] },
  ],
  target: { name: 'churned', type: 'category', labels: ['no', 'yes'] },
};
const features = ['18,basic', '40,pro', '33,'];
const labels = ['no', 'yes', 'no'];

describe('training that cannot be done', () => {
  let folder: string;
  let clean: () => Promise<void>;
  beforeAll(async () => {
    ({ folder, remove: clean } = await temporaryFolder());
  });
  afterAll(() => clean());

  it.each<
    [string, { schema?: Partial<Schema>; features?: string[]; labels?: string[]; hp?: Record<string, string> }, RegExp]
  >([
    ['an unknown hyperparameter', { hp: { depth: '3' } }, /^unknown hyperparameter 'depth'; known are maxDepth, eta, /],
    ['one out of its range', { hp: { eta: '2' } }, /^hyperparameter eta is '2'; it must be a number above 0 up to 1$/],
    ['one that is no whole number', { hp: { maxDepth: '2.5' } }, /maxDepth is '2.5'; it must be a whole number from 1/],
    [
      'text in a number',
      { features: ['18,basic', 'old,pro', '33,'] },
      /^row 2, column age: 'old' is not a finite number$/,
    ],
    ['a short row', { features: ['18,basic', '40', '33,'] }, /^row 2 has 1 cells, expected 2/],
    [
      'an unknown label',
      { labels: ['no', 'maybe', 'no'] },
      /^row 2, column churned: 'maybe' is not one of the labels no, yes$/,
    ],
    ['a missing label', { labels: ['no', '', 'yes'] }, /^row 2, column churned: the target is empty$/],
    ['one class only', { labels: ['no', 'no', 'no'] }, /^column churned: the training rows hold only one/],
    ['unaligned files', { labels: ['no', 'yes'] }, /^features.csv has 3 rows, labels.csv has 2/],
    ['no rows', { features: [], labels: [] }, /^features.csv has no rows$/],
    ['an unknown task', { schema: { task: 'ranking' } }, /^task 'ranking' is not supported; known are binary-class/],
  ])('ends with exit code 1 and a readable failure: %s', async (name, change, reason) => {
    const base = join(folder, name);
    const channels = datasetChannels(
      { ...schema, ...change.schema },
      change.features ?? features,
      change.labels ?? labels,
    );
    const result = await train(base, { code: tabular, hyperparameters: { rounds: '2', ...change.hp }, channels });
    const failure = await failureOf(base);
    expect(failure).toMatch(reason);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain(`training failed: ${failure}`);
    expect(result.stderr).not.toContain('Traceback');
  });
});
