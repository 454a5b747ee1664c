import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { ManifestIssue } from '../../../../lib/core/contracts/manifest/issue.ts';
import { manifestDigest, parseManifest } from '../../../../lib/core/contracts/manifest/parse.ts';
import type { Manifest } from '../../../../lib/core/contracts/manifest/schema.ts';
import { runs } from '../../../_properties.ts';
import { EXAMPLE } from './example.ts';

const example = () => parse(EXAMPLE);

function accepted(json: unknown): Manifest {
  const parsed = parseManifest(json);
  if ('issues' in parsed) throw new Error(JSON.stringify(parsed.issues, null, 1));
  return parsed.manifest;
}

function refused(json: unknown, options = {}): ManifestIssue[] {
  const parsed = parseManifest(json, options);
  if ('manifest' in parsed) throw new Error('was accepted');
  return parsed.issues;
}

/** The example with one value set (or deleted, with `undefined`). */
function changed(path: string, value: unknown): unknown {
  const json = example();
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let place = json;
  for (const key of keys) place = place[key] ??= {};
  if (value === undefined) delete place[last];
  else place[last] = value;
  return json;
}

describe('words for missing cells', () => {
  test('are taken as they are', () => {
    const manifest = accepted(changed('data.nulls', ['?', 'NA', '-999']));
    expect(manifest.data.nulls).toEqual(['?', 'NA', '-999']);
  });

  test.each<[string, unknown, string, string]>([
    ['data.nulls', [], 'manifest/out-of-range', '#/data/nulls'],
    ['data.nulls', ['?', -999], 'manifest/wrong-type', '#/data/nulls/1'],
    ['data.nulls', ['? '], 'manifest/contradiction', '#/data/nulls/0'],
    ['data.nulls', [' '], 'manifest/contradiction', '#/data/nulls/0'],
    ['data.nulls', ['?', '?'], 'manifest/contradiction', '#/data/nulls/1'],
    ['data.nulls', ['pro'], 'manifest/contradiction', '#/data/columns/plan/values'],
    ['data.columns.plan.nulls', ['basic'], 'manifest/contradiction', '#/data/columns/plan/values'],
  ])('%s: %j is refused', (path, value, code, pointer) => {
    const issues = refused(changed(path, value));
    expect(issues.map((issue) => [issue.code, issue.pointer])).toContainEqual([code, pointer]);
  });
});

describe('a manifest that is accepted', () => {
  test('the example of the design', () => {
    const manifest = accepted(example());
    expect(manifest.stages['production']?.rollout).toEqual({ strategy: 'canary', size: 50, bakeMinutes: 10 });
    expect(manifest.stages['staging']?.rollout).toEqual({ strategy: 'all-at-once', bakeMinutes: 0 });
  });

  test('a short one gets all defaults', () => {
    const manifest = accepted({
      sluice: 1,
      model: 'm',
      task: 'regression',
      data: { target: 't' },
      training: { algorithm: 'xgboost' },
      stages: { production: {} },
    });
    expect(manifest).toEqual({
      sluice: 1,
      model: 'm',
      task: 'regression',
      data: { target: 't', columns: {}, maxRejectedShare: 0.01 },
      training: { algorithm: 'xgboost', hyperparameters: {}, instance: 'ml.m5.large' },
      evaluation: { gates: [] },
      stages: {
        production: {
          serving: { instance: 'ml.m5.large', count: 1 },
          rollout: { strategy: 'all-at-once', bakeMinutes: 0 },
          rollbackOn: {},
        },
      },
      monitoring: { drift: { everyHours: 1, falseAlarmsPerYear: 4 } },
    });
  });

  test('defaults written out have the same digest as defaults left out; a real change has another', () => {
    const short = accepted(changed('training.instance', undefined));
    expect(manifestDigest(short)).toBe(manifestDigest(accepted(example())));
    expect(manifestDigest(short)).toMatch(/^json-sha256-v1:[0-9a-f]{64}$/);
    expect(manifestDigest(accepted(changed('data.maxRejectedShare', 0.02)))).not.toBe(manifestDigest(short));
  });

  test('script models take hyperparameters of their own', () => {
    const training = { algorithm: 'script', hyperparameters: { depth: 3, mode: 'fast', 'drop-out': true } };
    expect(accepted(changed('training', training)).training).toMatchObject(training);
  });
});

describe('a manifest that is refused', () => {
  test.each([
    [
      'task',
      'binary-clasification',
      'manifest/unknown-value',
      'task is "binary-clasification"',
      'binary-classification  (others: regression)',
    ],
    [
      'task',
      'multiclass-classification',
      'manifest/not-supported-yet',
      'task is "multiclass-classification", which is not supported yet',
      'one of binary-classification, regression',
    ],
    [
      'stages.production.rollout',
      { strategy: 'linear' },
      'manifest/not-supported-yet',
      'stages.production.rollout.strategy is "linear", which is not supported yet',
      'one of all-at-once, canary',
    ],
    [
      'stages.production.rollout',
      { strategy: 'canry' },
      'manifest/unknown-value',
      'stages.production.rollout.strategy is "canry"',
      'canary  (others: all-at-once)',
    ],
    [
      'stages.production.rollout',
      { strategy: 'canary', size: 60 },
      'manifest/out-of-range',
      'stages.production.rollout.size is 60',
      'at most 50',
    ],
    [
      'stages.production.rollout',
      {},
      'manifest/missing',
      'stages.production.rollout.strategy is missing',
      'add it: one of all-at-once, canary',
    ],
    [
      'training.spot',
      true,
      'manifest/not-supported-yet',
      'training.spot is not supported yet',
      'delete the line; see lib/docs/limits.md',
    ],
    ['training.instanc', 'x', 'manifest/unknown-key', 'training.instanc is unknown', 'instance?'],
    [
      'training.hyperparameters',
      { max_depth: 3 },
      'manifest/unknown-key',
      'training.hyperparameters.max_depth is unknown',
      'maxDepth?',
    ],
    [
      'stages.production.rollbackOn',
      { errorrate: 1 },
      'manifest/unknown-key',
      'stages.production.rollbackOn.errorrate is unknown',
      'errorRate?',
    ],
    [
      'frobnicate',
      1,
      'manifest/unknown-key',
      'frobnicate is unknown',
      'delete it; known here: sluice, model, task, data, training, evaluation, stages, monitoring',
    ],
    ['model', undefined, 'manifest/missing', 'model is missing', 'add it: text'],
    [
      'model',
      'Churn_EU',
      'manifest/bad-name',
      'model is "Churn_EU"',
      'lower-case letters and digits in parts joined by -, beginning with a letter, like churn-eu',
    ],
    ['model', 'a'.repeat(29), 'manifest/out-of-range', 'model has 29 characters', 'at most 28 characters'],
    [
      'data.columns.plan.values',
      [1, 2],
      'manifest/wrong-type',
      'data.columns.plan.values[0] is 1, not text',
      'put it in quotes: "1"',
    ],
    [
      'data.columns.age.min',
      121,
      'manifest/contradiction',
      'data.columns.age.max is 120, below min 121',
      'swap the two numbers',
    ],
    [
      'data.columns.plan.min',
      1,
      'manifest/contradiction',
      'data.columns.plan.min is for integer and number columns, this one is category',
      'delete min, or change the type',
    ],
    [
      'data.columns.churned',
      { type: 'boolean' },
      'manifest/contradiction',
      'data.columns.churned is the target, whose two labels are taken from the data',
      'delete it from data.columns',
    ],
    [
      'data.columns.customerId',
      { type: 'text' },
      'manifest/contradiction',
      'data.columns.customerId is the id, which is no feature',
      'delete it from data.columns',
    ],
    [
      'data.ignore',
      ['churned'],
      'manifest/contradiction',
      'data.ignore[0] is the target',
      'name another column, or delete it here',
    ],
    ['data.ignore', ['x', 'x'], 'manifest/contradiction', 'data.ignore[1] stands here twice', 'delete it here'],
    [
      'data.ignore',
      ['plan'],
      'manifest/contradiction',
      'data.ignore[0] is declared in data.columns too',
      'delete it here, or in data.columns',
    ],
    [
      'data.ignore',
      ['customerId'],
      'manifest/contradiction',
      'data.ignore[0] is the id, which is no feature anyway',
      'delete it here',
    ],
    ['data.id', 'churned', 'manifest/contradiction', 'data.id is the target too', 'name another column, or delete id'],
    [
      'training.hyperparameters.eta',
      1e-200,
      'manifest/out-of-range',
      'training.hyperparameters.eta is 1e-200',
      '0, or a number from 1e-100 to 1e+100 in size',
    ],
    ['data.maxRejectedShare', 1.5, 'manifest/out-of-range', 'data.maxRejectedShare is 1.5', 'at most 1'],
    [
      'training.instance',
      'm5.large',
      'manifest/bad-name',
      'training.instance is "m5.large"',
      'an instance type as SageMaker writes it, like ml.m5.large',
    ],
    [
      'stages.production.serving.count',
      1.5,
      'manifest/wrong-type',
      'stages.production.serving.count is 1.5, not whole number',
      'write a whole number',
    ],
    [
      'training.algorithm',
      'xgbost',
      'manifest/unknown-value',
      'training.algorithm is "xgbost"',
      'xgboost  (others: script)',
    ],
    [
      'monitoring.drift.everyHours',
      5,
      'manifest/unknown-value',
      'monitoring.drift.everyHours is 5',
      'one of 1, 2, 3, 4, 6, 8, 12, 24',
    ],
    ['sluice', 2, 'manifest/unknown-value', 'sluice is 2', '1'],
  ])('%s = %j', (path, value, code, message, mend) => {
    const issues = refused(changed(path, value));
    expect(issues.map((issue) => ({ code: issue.code, message: issue.message, mend: issue.mend }))).toEqual(
      path.endsWith('values') ? [{ code, message, mend }, expect.anything()] : [{ code, message, mend }],
    );
  });

  test('names path, pointer and value', () => {
    expect(refused(changed('data.columns.a/b~c', { type: 'int' }))).toEqual([
      expect.objectContaining({
        path: ['data', 'columns', 'a/b~c', 'type'],
        pointer: '#/data/columns/a~1b~0c/type',
        value: 'int',
      }),
    ]);
  });

  test('all faults come at once, gates among them', () => {
    const json = example();
    json.task = 'regression';
    json.evaluation.gates = ['auc >= 0.8', 'rmse <= 3'];
    json.extra = 1;
    const validateGates = (gate: string, task: string) =>
      gate.startsWith('auc') ? { message: `auc is no metric of ${task}`, mend: 'rmse, mae, r2' } : undefined;
    expect(refused(json, { validateGates }).map(({ code, pointer }) => [code, pointer])).toEqual([
      ['manifest/unknown-key', '#/extra'],
      ['manifest/bad-gate', '#/evaluation/gates/0'],
    ]);
  });

  test.each([
    ['a prototype key', JSON.parse('{"data":{"__proto__":{"x":1}}}'), '__proto__ is no key'],
    ['depth', JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`), 'the manifest is nested too deeply'],
    ['size', { model: 'x'.repeat(300_000) }, 'the manifest has 300012 bytes'],
    ['a list', [], 'the manifest is a list, not object (key: value)'],
    ['nothing', undefined, 'the manifest is missing'],
  ])('hostile: %s', (_, json, message) => {
    expect(refused(json)[0]?.message).toBe(message);
  });

  test('anything else is answered with issues, never with a throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), mutated()), (json) => {
        const parsed = parseManifest(json);
        if ('issues' in parsed) {
          expect(parsed.issues.length).toBeGreaterThan(0);
          for (const issue of parsed.issues) expect(issue.message && issue.mend && issue.pointer).toBeTruthy();
        }
      }),
      { numRuns: runs(300) },
    );
  });
});

/** The example with one random place replaced by a random value. */
function mutated(): fc.Arbitrary<unknown> {
  const places = (value: unknown): string[] =>
    value !== null && typeof value === 'object'
      ? Object.entries(value).flatMap(([key, member]) => [key, ...places(member).map((rest) => `${key}.${rest}`)])
      : [];
  return fc.tuple(fc.constantFrom(...places(example())), fc.jsonValue()).map(([path, value]) => changed(path, value));
}
