import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { beforeEach, describe, expect, test } from 'vitest';
import { formats } from '../../../lib/adapters/formats/formats.ts';
import { type MemoryObjects, memoryObjects } from '../../../lib/adapters/memory/objects.ts';
import { CheckOutcome, type Refusal } from '../../../lib/core/contracts/check.ts';
import { parseManifest } from '../../../lib/core/contracts/manifest/parse.ts';
import { Profile } from '../../../lib/core/contracts/profile.ts';
import { DatasetSchema } from '../../../lib/core/contracts/schema.ts';
import { type CheckUpload, checkUpload } from '../../../lib/core/usecases/check/check-upload.ts';
import { uploadFiles } from '../../../lib/core/usecases/check/upload-table.ts';

const OUTPUT = { bucket: 'artifacts', prefix: 'churn/datasets/run1/' };
const ORIGIN = { run: 'run1', author: 'anna', file: 'a.csv', checked: '2026-03-02T08:00:00.000Z', manifestRevision: 1 };
const OBJECT = { bucket: 'data', key: 'churn/uploads/a.csv' };

function manifest(data: object = {}, rest: object = {}) {
  const parsed = parseManifest({
    sluice: 1,
    model: 'churn',
    task: 'binary-classification',
    data: { target: 'churned', id: 'customer', ...data },
    training: { algorithm: 'xgboost' },
    stages: { production: {} },
    ...rest,
  });
  if ('issues' in parsed) throw new Error(JSON.stringify(parsed.issues));
  return parsed.manifest;
}

/** 200 rows: customer, age, plan, spend, member, since, note, churned. */
function rows(scale = 1): string[][] {
  return Array.from({ length: 200 }, (_, i) => [
    `c${i}`,
    String(20 + ((i * 7) % 50)),
    ['basic', 'plus', 'pro'][i % 3] ?? '',
    i % 10 === 3 ? '' : ((((i * 37) % 100) + 0.5) * scale).toFixed(2),
    i % 2 ? 'Yes' : 'no',
    `2026-0${1 + (i % 9)}-1${i % 9}T10:00:00Z`,
    `note ${i}, "free"\nof form`,
    i % 4 ? 'stays' : 'leaves',
  ]);
}
const HEADER = ['customer', 'age', 'plan', 'spend', 'member', 'since', 'note', 'churned'];
const csv = (body: string[][], header = HEADER, { delimiter = ',', end = '\n', bom = '' } = {}) =>
  `${bom}${[header, ...body]
    .map((row) => row.map((cell) => (/[,;"\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(delimiter))
    .join(end)}${end}`;

let objects: MemoryObjects;
beforeEach(() => {
  objects = memoryObjects();
});

async function check(text: string | Uint8Array, more: Partial<CheckUpload> = {}): Promise<CheckOutcome> {
  await objects.put(OBJECT, text);
  const outcome = await checkUpload(
    { objects, formats },
    { model: 'churn', object: OBJECT, manifest: manifest(), output: OUTPUT, origin: ORIGIN, ...more },
  );
  expect(objects.openWrites).toBe(0);
  expect(CheckOutcome.parse(outcome)).toEqual(outcome);
  expect(JSON.stringify(outcome).length).toBeLessThan(40_000);
  return outcome;
}
async function accepted(text: string | Uint8Array, more: Partial<CheckUpload> = {}) {
  const outcome = await check(text, more);
  if (outcome.outcome === 'refused') throw new Error(JSON.stringify(outcome.refusal));
  const file = (name: string) => objects.dump('artifacts')[`${OUTPUT.prefix}${name}`] ?? '';
  const schema = DatasetSchema.parse(JSON.parse(file('schema/schema.json')));
  const profile = Profile.parse(JSON.parse(file('profile.json')));
  return { dataset: outcome.dataset, file, schema, profile };
}
async function refused(text: string | Uint8Array, more: Partial<CheckUpload> = {}): Promise<Refusal> {
  const outcome = await check(text, more);
  if (outcome.outcome === 'accepted') throw new Error('was accepted');
  expect(objects.dump('artifacts')).toEqual({});
  return outcome.refusal;
}

describe('a first upload that is accepted', () => {
  test('freezes the contract and leaves the canonical files', async () => {
    const { dataset, file, schema, profile } = await accepted(csv(rows()));
    expect(schema).toEqual({
      v: 1,
      task: 'binary-classification',
      id: 'customer',
      columns: [
        { name: 'age', type: 'integer' },
        { name: 'plan', type: 'category' },
        { name: 'spend', type: 'number' },
        { name: 'member', type: 'boolean' },
        { name: 'since', type: 'timestamp' },
        { name: 'note', type: 'text' },
      ],
      target: { name: 'churned', type: 'category', labels: ['leaves', 'stays'] },
    });
    expect(dataset).toMatchObject({
      rows: 200,
      rejected: 0,
      bucket: 'artifacts',
      location: OUTPUT.prefix,
      columns: 6,
      firstContract: true,
      flattenedCells: 200,
      target: { name: 'churned', labels: ['leaves', 'stays'], positiveShare: 0.75 },
    });
    expect(dataset.digest).toMatch(/^rows-sha256-v2:[0-9a-f]{64}$/);
    expect(dataset.train + dataset.holdout).toBe(200);
    expect(dataset.holdout).toBeGreaterThan(20);

    const lines = (name: string) => file(name).trimEnd().split('\n');
    expect(lines('train/features.csv')).toHaveLength(dataset.train);
    expect(lines('train/labels.csv')).toHaveLength(dataset.train);
    expect(lines('holdout/features.csv')).toHaveLength(dataset.holdout);
    expect(lines('holdout/labels.csv')).toHaveLength(dataset.holdout);
    expect([...lines('train/features.csv'), ...lines('holdout/features.csv')]).toContain(
      '20,basic,0.50,no,2026-01-10T10:00:00Z,"note 0, ""free"" of form"',
    );
    expect(file('rejects.csv')).toBe('line,column,reason,value\n');
    expect(profile).toMatchObject({
      rows: 200,
      target: {
        kind: 'category',
        levels: [
          { value: 'stays', count: 150 },
          { value: 'leaves', count: 50 },
        ],
      },
    });
    expect(profile.columns.map(({ name, kind, nulls }) => [name, kind, nulls])).toEqual([
      ['age', 'number', 0],
      ['plan', 'category', 0],
      ['spend', 'number', 20],
      ['member', 'category', 0],
      ['since', 'number', 0],
      ['note', 'category', 0],
    ]);
    expect(profile.columns[3]).toMatchObject({
      levels: [
        { value: 'false', count: 100 },
        { value: 'true', count: 100 },
      ],
    });
  });

  test('is the same dataset as JSON Lines, packed, or as Parquet', async () => {
    const jsonLines = rows().map((row) =>
      JSON.stringify(Object.fromEntries(row.map((cell, at) => [HEADER[at], cell === '' ? null : cell]))),
    );
    const columnData = HEADER.map((name, at) => ({ name, data: rows().map((row) => row[at] || null) }));
    const parquet = new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 90 }));
    const { dataset } = await accepted(csv(rows()));
    for (const content of [jsonLines.join('\n'), gzipSync(csv(rows())), gzipSync(jsonLines.join('\n')), parquet])
      expect((await accepted(content)).dataset).toEqual(dataset);
  });

  test('tells which key of a row of JSON Lines is wrong', async () => {
    const lines = rows().map((row) => JSON.stringify(Object.fromEntries(row.map((cell, at) => [HEADER[at], cell]))));
    lines[7] = lines[7]?.replace('"age"', '"Age"') ?? '';
    const { dataset } = await accepted(lines.join('\n'));
    expect(dataset).toMatchObject({
      rows: 199,
      rejectedReasons: [{ column: 'Age', reason: 'unknown-key', count: 1, lines: [8] }],
    });
  });

  test('features and labels stay aligned on either side', async () => {
    const { file } = await accepted(
      csv(rows().map((row) => [...row.slice(0, 7), Number(row[1]) > 40 ? 'old' : 'young'])),
    );
    for (const side of ['train', 'holdout']) {
      const ages = file(`${side}/features.csv`)
        .trimEnd()
        .split('\n')
        .map((line) => Number(line.split(',')[0]));
      const labels = file(`${side}/labels.csv`).trimEnd().split('\n');
      expect(labels).toEqual(ages.map((age) => (age > 40 ? 'old' : 'young')));
    }
  });

  test('regression: the target is a number and is profiled as one', async () => {
    const { schema, profile, dataset } = await accepted(csv(rows().map((row) => [...row.slice(0, 7), row[1] ?? ''])), {
      manifest: manifest({}, { task: 'regression' }),
    });
    expect(schema.target).toEqual({ name: 'churned', type: 'number' });
    expect(profile.target).toMatchObject({ kind: 'number', count: 200 });
    expect(dataset.target).not.toHaveProperty('positiveShare');
  });

  test('rows that break the contract are set aside with line and reason, within the allowed share', async () => {
    const body = rows();
    body[4] = ['c4', '12', 'plus', 'n/a', 'no', '2026-01-01', 'x', 'stays'];
    body[9] = ['c9', '30'];
    const { dataset, file } = await accepted(csv(body), {
      manifest: manifest({ maxRejectedShare: 0.02, columns: { age: { type: 'integer', min: 18 } } }),
    });
    expect(dataset).toMatchObject({ rows: 198, rejected: 2 });
    // Every note holds a line end, so that a row is two physical lines.
    expect(file('rejects.csv')).toBe(
      'line,column,reason,value\n10,age,below-min,12\n10,spend,not-a-number,n/a\n19,,wrong-cell-count,\n',
    );
    expect(dataset.rejectedReasons).toContainEqual({ column: 'spend', reason: 'not-a-number', count: 1, lines: [10] });
  });
});

describe('a later upload', () => {
  const first = async () => {
    const { schema, profile, dataset } = await accepted(csv(rows()));
    objects = memoryObjects();
    return { schema, previousProfile: profile, digest: dataset.digest };
  };

  test('may order its columns as it likes, and be written by another program', async () => {
    const { digest, ...known } = await first();
    const order = [7, 3, 0, 6, 5, 1, 2, 4];
    const body = rows().map((row) => order.map((i) => row[i] ?? ''));
    const text = csv(
      body,
      order.map((i) => HEADER[i] ?? ''),
      { delimiter: ';', end: '\r\n', bom: '\ufeff' },
    );
    const { dataset, schema } = await accepted(text, known);
    expect(dataset).toMatchObject({ digest, firstContract: false });
    expect(schema).toEqual(known.schema);
  });

  test('is refused when its unit changed, and names the column', async () => {
    const known = await first();
    expect(await refused(csv(rows(10)), known)).toMatchObject({
      code: 'unit-change',
      message: expect.stringContaining('1 of 6 columns: spend.'),
      findings: [
        {
          column: 'spend',
          rule: 'unit-change',
          seen: expect.stringContaining('about 10 times larger'),
          cause: 'millimetres instead of centimetres?',
        },
      ],
      rows: 200,
      rejected: 0,
    });
  });

  test('is accepted when the manifest declares the range of the changed column', async () => {
    const known = await first();
    const wide = manifest({ columns: { spend: { type: 'number', min: 0, max: 10_000 } } });
    expect((await accepted(csv(rows(10)), { ...known, manifest: wide })).dataset.rows).toBe(200);
  });

  test('is refused when columns are missing, new or renamed', async () => {
    const known = await first();
    const refusal = await refused(
      csv(
        rows(),
        HEADER.map((name) => (name === 'plan' ? 'plans' : name)),
      ),
      known,
    );
    expect(refusal).toMatchObject({
      code: 'header-mismatch',
      findings: [
        { column: 'plan', rule: 'missing-column', mend: 'rename plans to plan' },
        { column: 'plans', rule: 'unknown-column', cause: 'plan, written differently?' },
      ],
    });
  });

  test('is refused when it has only one of the known labels', async () => {
    const known = await first();
    expect(await refused(csv(rows().map((row) => [...row.slice(0, 7), 'stays'])), known)).toMatchObject({
      code: 'one-class-target',
      findings: [{ column: 'churned', seen: 'stays only' }],
    });
  });

  test('rejects rows of labels nobody knew', async () => {
    const known = await first();
    const body = rows();
    body[0] = [...(body[0] ?? []).slice(0, 7), 'perhaps'];
    expect((await accepted(csv(body), known)).dataset.rejectedReasons).toEqual([
      { column: 'churned', reason: 'unknown-label', count: 1, lines: [2] },
    ]);
  });

  test('starts a new contract when the manifest asks for another target', async () => {
    const known = await first();
    const { dataset, schema } = await accepted(csv(rows(10)), { ...known, manifest: manifest({ target: 'member' }) });
    expect(dataset.firstContract).toBe(true);
    expect(schema.target).toEqual({ name: 'member', type: 'boolean', labels: ['no', 'Yes'] });
  });
});

describe('a column that the manifest ignores', () => {
  const ignoring = (...ignore: string[]) => ({ manifest: manifest({ ignore }) });
  const known = async (more: object) => {
    const { schema, profile } = await accepted(csv(rows()), more);
    return { schema, previousProfile: profile };
  };

  test('is no feature, and need not be there', async () => {
    const { schema, file } = await accepted(csv(rows()), ignoring('note', 'spend', 'not there'));
    expect(schema.columns.map(({ name }) => name)).toEqual(['age', 'plan', 'member', 'since']);
    expect(schema.ignored).toEqual(['spend', 'note']);
    expect(Object.values(objects.dump('artifacts')).join('')).not.toContain('of form');
    expect(file('train/features.csv').split('\n')[0]?.split(',')).toHaveLength(4);
  });

  test('may come and go under a frozen contract', async () => {
    const frozen = await known(ignoring('note', 'extra'));
    const wide = rows().map((row) => [...row, 'x']);
    const { dataset } = await accepted(csv(wide, [...HEADER, 'extra']), { ...frozen, ...ignoring('note', 'extra') });
    expect(dataset.firstContract).toBe(false);
    const narrow = csv(
      rows().map((row) => row.toSpliced(6, 1)),
      HEADER.toSpliced(6, 1),
    );
    expect((await accepted(narrow, { ...frozen, ...ignoring('note', 'extra') })).dataset.digest).toBe(dataset.digest);
  });

  test('begins a new contract when it was learned from before, and when it is learned from again', async () => {
    const before = await known({});
    expect((await accepted(csv(rows(10)), { ...before, ...ignoring('spend') })).dataset.firstContract).toBe(true);
    const without = await known(ignoring('spend'));
    const again = await accepted(csv(rows(10)), without);
    expect(again.dataset.firstContract).toBe(true);
    expect(again.schema.columns.map(({ name }) => name)).toContain('spend');
  });
});

describe('an upload that is refused leaves nothing, and says why', () => {
  const change = (edit: (row: string[], i: number) => string[]) => csv(rows().map(edit));
  test.each<[string, string | Uint8Array, string, object]>([
    ['an empty file', '', 'empty-file', {}],
    ['a header only', csv([]), 'empty-file', {}],
    [
      'no target',
      csv(rows(), HEADER.with(7, 'Churned')),
      'target-missing',
      { findings: [{ column: 'churned', mend: 'rename Churned to churned' }] },
    ],
    [
      'no id',
      csv(rows(), HEADER.with(0, 'client')),
      'header-mismatch',
      { findings: [{ column: 'customer', rule: 'missing-column' }] },
    ],
    [
      'a name twice',
      csv(rows(), HEADER.with(1, 'plan')),
      'header-mismatch',
      { findings: [{ column: 'plan', rule: 'repeated-column' }] },
    ],
    [
      'a column without a name',
      csv(rows(), HEADER.with(1, '')),
      'header-mismatch',
      { findings: [{ rule: 'unnamed-column' }] },
    ],
    [
      'one class',
      change((row) => row.with(7, 'stays')),
      'one-class-target',
      { findings: [{ column: 'churned', seen: '"stays"' }] },
    ],
    [
      'three classes',
      change((row, i) => (i === 5 ? row.with(7, 'maybe') : row)),
      'too-many-labels',
      { findings: [{ seen: '"leaves", "maybe", "stays"' }] },
    ],
    ['few rows', csv(rows().slice(0, 40)), 'too-few-rows', { rows: 40, rejected: 0 }],
    [
      'gzip',
      new Uint8Array([0x1f, 0x8b, 8]),
      'unreadable',
      { message: 'The file cannot be read. The gzip archive ends too early.' },
    ],
    ['a file that is cut', csv(rows()).slice(0, -12), 'unreadable', { findings: [{ rule: 'file-cut', lines: [401] }] }],
    [
      'a file that is cut between cells',
      `${csv(rows())}c1,3`,
      'unreadable',
      { findings: [{ rule: 'file-cut', lines: [402] }] },
    ],
  ])('%s', async (_, text, code, more) => {
    expect(await refused(text)).toMatchObject({ code, ...more });
  });

  test('too many rejected rows, each reason with count, first lines and cause', async () => {
    const text = change((row, i) => (i % 20 === 0 ? row.with(3, `${i},5`) : row));
    expect(await refused(text, { manifest: manifest({ columns: { spend: { type: 'number' } } }) })).toEqual({
      code: 'too-many-rejected-rows',
      message:
        'More rows break the contract than the manifest allows. 10 of 200 rows (5 %) break it, 1 % are allowed: 10 of spend (not-a-number).',
      findings: [
        {
          column: 'spend',
          rule: 'not-a-number',
          expected: 'a number with a decimal point',
          seen: '10 rows, first at line 2',
          count: 10,
          lines: [2, 42, 82],
          cause: 'a decimal comma: write a point',
          mend: 'mend the cell, or leave it empty',
        },
      ],
      more: 0,
      rows: 200,
      rejected: 10,
    });
  });

  test('too large, before a byte is read', async () => {
    expect(await refused(csv(rows()), { maxBytes: 100 })).toMatchObject({ code: 'too-large' });
  });

  test('a hostile header stays within the limits of the outcome', async () => {
    const names = Array.from({ length: 4000 }, (_, i) => `${'x'.repeat(250)}${i}`);
    const refusal = await refused(`${[...names, ...names.slice(0, 50), 'churned', 'customer'].join(',')}\n`);
    expect(refusal).toMatchObject({ code: 'header-mismatch', more: 10 });
  });

  test('objects that were looked up are not asked for again', async () => {
    await objects.put(OBJECT, csv(rows()));
    const files = await uploadFiles(objects, OBJECT);
    const asked = { ...objects, head: () => Promise.reject(new Error('asked for')) };
    const input = { model: 'churn', object: OBJECT, manifest: manifest(), output: OUTPUT, origin: ORIGIN };
    await expect(checkUpload({ objects: asked, formats }, input)).rejects.toThrow('asked for');
    expect(await checkUpload({ objects: asked, formats }, { ...input, files })).toMatchObject({ outcome: 'accepted' });
    const refused = await checkUpload({ objects: asked, formats }, { ...input, files, maxBytes: 10 });
    expect(refused).toMatchObject({ outcome: 'refused', refusal: { code: 'too-large' } });
  });

  test('a fault of the store is no refusal, and leaves nothing staged', async () => {
    await objects.put(OBJECT, csv(rows()));
    const failing = {
      ...objects,
      stage: async (...args: Parameters<typeof objects.stage>) => {
        const staged = await objects.stage(...args);
        return args[0].key.endsWith('profile.json')
          ? { ...staged, write: () => Promise.reject(new Error('the store is down')) }
          : staged;
      },
    };
    const input = { model: 'churn', object: OBJECT, manifest: manifest(), output: OUTPUT, origin: ORIGIN };
    await expect(checkUpload({ objects: failing, formats }, input)).rejects.toThrow('the store is down');
    expect(objects.openWrites).toBe(0);
    expect(objects.dump('artifacts')).toEqual({});
  });
});
