import { describe, expect, test } from 'vitest';
import { formats } from '../../../../lib/adapters/formats/formats.ts';
import { memoryObjects } from '../../../../lib/adapters/memory/objects.ts';
import { parseManifest } from '../../../../lib/core/contracts/manifest/parse.ts';
import { Profile } from '../../../../lib/core/contracts/profile.ts';
import { baselineColumns } from '../../../../lib/core/drift/baseline.ts';
import { DriftWindow } from '../../../../lib/core/drift/window.ts';
import { readTraffic } from '../../../../lib/core/usecases/capture/captured-traffic.ts';
import { checkUpload } from '../../../../lib/core/usecases/check/check-upload.ts';
import { categoryProfile, numberProfile, profileOf } from '../drift/profile.ts';

async function checked(data: object, row: (i: number) => string) {
  const parsed = parseManifest({
    sluice: 1,
    model: 'census',
    task: 'binary-classification',
    data: { target: 'income', ...data },
    training: { algorithm: 'xgboost' },
    stages: { production: {} },
  });
  if ('issues' in parsed) throw new Error(JSON.stringify(parsed.issues));
  const objects = memoryObjects();
  const object = { bucket: 'data', key: 'census/uploads/a.csv' };
  await objects.put(object, `age,work,income\n${Array.from({ length: 200 }, (_, i) => row(i)).join('\n')}\n`);
  const outcome = await checkUpload(
    { objects, formats },
    {
      model: 'census',
      object,
      manifest: parsed.manifest,
      output: { bucket: 'artifacts', prefix: 'd/' },
      origin: { run: 'r', author: 'anna', file: 'a.csv', checked: '2026-03-02T08:00:00.000Z', manifestRevision: 1 },
    },
  );
  const json = (name: string): unknown => JSON.parse(objects.dump('artifacts')[`d/${name}`] ?? '{}');
  return { outcome, objects, schema: json('schema/schema.json'), profile: json('profile.json') };
}

const label = (i: number) => (i % 4 ? 'low' : 'high');
const row = (i: number) => `${i % 5 ? 20 + (i % 50) : ' ? '},${['state', 'private', ' NA', '?'][i % 4]},${label(i)}`;

describe('words for a missing cell', () => {
  test('are empty in the canonical files, nulls in the profile, and told to training', async () => {
    const { outcome, objects, schema, profile } = await checked(
      { nulls: ['?'], columns: { work: { type: 'category', nulls: ['NA'] } } },
      row,
    );
    expect(outcome).toMatchObject({ outcome: 'accepted', dataset: { rows: 200, rejected: 0 } });
    expect(schema).toMatchObject({
      columns: [
        { name: 'age', type: 'integer', nulls: ['?'] },
        { name: 'work', type: 'category', nulls: ['?', 'NA'] },
      ],
    });
    expect(Profile.parse(profile).columns.map(({ count, nulls }) => [count, nulls])).toEqual([
      [160, 40],
      [100, 100],
    ]);
    const files = objects.dump('artifacts');
    const features = `${files['d/train/features.csv']}${files['d/holdout/features.csv']}`;
    expect(features.split('\n').filter((line) => line.startsWith(','))).toHaveLength(40);
    expect(features).not.toMatch(/\?|NA/);
  });

  test('that nobody named are found among numbers, and the mend names them', async () => {
    const { outcome } = await checked({}, row);
    expect(outcome).toMatchObject({
      outcome: 'refused',
      refusal: {
        code: 'too-many-rejected-rows',
        findings: [
          {
            column: 'age',
            rule: 'not-a-number',
            count: 40,
            cause: '"?" for a missing value',
            mend: 'name it in model.yaml, data.nulls: ["?"], and apply; or empty the cells',
          },
        ],
      },
    });
  });

  test('of the target are empty labels, and no third one', async () => {
    const third = (i: number) => `${i % 50},a,${i % 100 ? label(i) : '?'}`;
    const { outcome } = await checked({}, third);
    expect(outcome).toMatchObject({
      refusal: { code: 'too-many-labels', findings: [{ mend: expect.stringContaining('data.nulls: ["?"]') }] },
    });
    expect((await checked({ nulls: ['?'] }, third)).outcome).toMatchObject({
      outcome: 'accepted',
      dataset: { rejected: 2, rejectedReasons: [{ reason: 'empty-target', count: 2 }] },
    });
  });

  test('are empty in live traffic too', async () => {
    const objects = memoryObjects();
    const captured = (data: string) =>
      JSON.stringify({
        captureData: { endpointInput: { observedContentType: 'text/csv', mode: 'INPUT', data, encoding: 'CSV' } },
        eventMetadata: { eventId: `e ${data}`, inferenceTime: '2026-03-02T09:00:01Z' },
      });
    await objects.put(
      { bucket: 'capture', key: 'census/production/c/endpoint/primary/2026/03/02/09/00-00-000-a.jsonl' },
      `${captured('?,NA')}\n${captured(' ? ,?')}\n${captured('31,state')}\n`,
    );
    const columns = [
      { name: 'age', type: 'integer' as const, nulls: ['?'] },
      { name: 'work', type: 'category' as const },
    ];
    const profile = profileOf(numberProfile('age', [30, 31]), categoryProfile('work', { state: 2 }));
    const live = new DriftWindow(baselineColumns(profile, columns));
    await readTraffic(
      objects,
      {
        bucket: 'capture',
        model: 'census',
        stage: 'production',
        endpoint: 'endpoint',
        configuration: 'c',
        window: { from: '2026-03-02T09:00:00Z', to: '2026-03-02T10:00:00Z' },
        columns: columns.map(({ name }) => name),
      },
      (rows) => live.addBatch(rows),
    );
    expect(live.counts().columns).toMatchObject([
      { count: 1, nulls: 2, unparsable: 0, min: 31 },
      {
        count: 3,
        nulls: 0,
        others: [
          ['?', 1],
          ['NA', 1],
        ],
      },
    ]);
  });

  test('set a row aside where they stand for its id', async () => {
    const { outcome } = await checked({ nulls: ['?'], id: 'work', columns: { age: { type: 'integer' } } }, (i) =>
      i === 7 ? `30, ? ,${label(i)}` : `30,w${i},${label(i)}`,
    );
    const reasons = [{ reason: 'empty-id', count: 1, lines: [9] }];
    expect(outcome).toMatchObject({ dataset: { rows: 199, rejected: 1, rejectedReasons: reasons } });
  });

  test('that are levels or numbers of other columns are values there', () => {
    const words = { numbers: ['-9'], levels: ['none', '0'] };
    const profile = profileOf(numberProfile('a', [1, 2]), numberProfile('b', [1, 2]), categoryProfile('c', { x: 1 }));
    const window = new DriftWindow(
      baselineColumns(profile, [
        { name: 'a', type: 'number', nulls: words.numbers },
        { name: 'b', type: 'number' },
        { name: 'c', type: 'category', nulls: words.levels },
      ]),
    );
    window.add(['-9', '-9', 'none']);
    window.add([' -9 ', '0', '0']);
    window.add(['-9.0', '1', '-9']);
    expect(window.counts().columns).toMatchObject([
      { count: 1, nulls: 2, unparsable: 0, min: -9 },
      { count: 3, nulls: 0 },
      { count: 1, nulls: 2 },
    ]);
  });
});
