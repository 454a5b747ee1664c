import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { formats } from '../../../../lib/adapters/formats/formats.ts';
import { memoryObjects } from '../../../../lib/adapters/memory/objects.ts';
import { sha256Hex } from '../../../../lib/core/contracts/digest.ts';
import { parseManifest } from '../../../../lib/core/contracts/manifest/parse.ts';
import {
  closingKey,
  isClosingKey,
  setFolder,
  UploadSet,
  uploadName,
} from '../../../../lib/core/contracts/upload-set.ts';
import { checkUpload } from '../../../../lib/core/usecases/check/check-upload.ts';

const FOLDER = 'rents/uploads/november.set/';
const HEADER = 'size,rooms,rent';
const row = (i: number): string => `${20 + i},${1 + (i % 5)},${400 + 7 * i}`;
const rows = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, i) => row(from + i));
const csv = (lines: readonly string[], header = HEADER): string => `${[header, ...lines].join('\n')}\n`;

const parsed = parseManifest({
  sluice: 1,
  model: 'rents',
  task: 'regression',
  data: { target: 'rent', columns: { size: { type: 'number', max: 500 } }, maxRejectedShare: 0.1 },
  training: { algorithm: 'xgboost' },
  stages: {},
});
if ('issues' in parsed) throw new Error(JSON.stringify(parsed.issues));
const { manifest } = parsed;

type Files = Record<string, string>;

const closing = (files: Files, more: Record<string, object> = {}): string =>
  JSON.stringify({
    sluice: 1,
    files: Object.entries(files).map(([name, text]) => ({ name, bytes: Buffer.byteLength(text), ...more[name] })),
  });

/** @param there the files that arrived, where they are not those of the set */
async function checked(files: Files, { there = files, set = closing(files) }: { there?: Files; set?: string } = {}) {
  const objects = memoryObjects({ chunkBytes: 300 });
  for (const [name, text] of Object.entries(there)) await objects.put({ bucket: 'b', key: `${FOLDER}${name}` }, text);
  const object = { bucket: 'b', key: closingKey(FOLDER) };
  await objects.put(object, set);
  return { ...(await check(objects, object)), objects };
}

async function check(objects: ReturnType<typeof memoryObjects>, object: { bucket: string; key: string }) {
  const outcome = await checkUpload(
    { objects, formats },
    {
      model: 'rents',
      object,
      manifest,
      output: { bucket: 'o', prefix: '' },
      origin: { run: 'r', author: 'a', file: 'f', checked: '2026-03-02T08:00:00.000Z', manifestRevision: 1 },
    },
  );
  return { outcome };
}

async function refused(...args: Parameters<typeof checked>) {
  const { outcome } = await checked(...args);
  if (outcome.outcome !== 'refused') throw new Error('it was accepted');
  return outcome.refusal;
}

async function accepted(...args: Parameters<typeof checked>) {
  const { outcome, objects } = await checked(...args);
  if (outcome.outcome !== 'accepted') throw new Error(JSON.stringify(outcome.refusal));
  return { ...outcome.dataset, objects };
}

describe('the files of a set', () => {
  test('are one dataset, equal to one file of the same rows', async () => {
    const parts = { 'a.csv': csv(rows(0, 40)), 'b.csv': csv(rows(40, 41)), 'c.csv': csv(rows(41, 100)) };
    const set = await accepted(parts);
    const objects = memoryObjects();
    await objects.put({ bucket: 'b', key: 'whole.csv' }, csv(rows(0, 100)));
    const { outcome } = await check(objects, { bucket: 'b', key: 'whole.csv' });
    if (outcome.outcome !== 'accepted') throw new Error('the whole was refused');
    expect(set.digest).toBe(outcome.dataset.digest);
    expect(set.objects.dump('o')['train/features.csv']).toBe(objects.dump('o')['train/features.csv']);
  });

  test('are read in the order of the set, not of their names', async () => {
    const [a, b] = [csv(rows(0, 50)), csv(rows(50, 100))];
    const { digest } = await accepted({ 'a.csv': a, 'b.csv': b });
    expect((await accepted({ 'z.csv': a, 'b.csv': b })).digest).toBe(digest);
    expect((await accepted({ 'b.csv': b, 'a.csv': a })).digest).not.toBe(digest);
  });

  test('are named with their own lines where rows are set aside', async () => {
    const bad = rows(50, 100).with(3, '9000,2,700').with(9, 'large,2,700');
    const dataset = await accepted({ 'a.csv': csv(rows(0, 50)), 'b.csv': csv(bad) });
    expect(dataset.rejectedReasons).toEqual([
      { column: 'size', reason: 'above-max', count: 1, lines: [5], files: ['b.csv'] },
      { column: 'size', reason: 'not-a-number', count: 1, lines: [11], files: ['b.csv'] },
    ]);
    const rejects = String(dataset.objects.dump('o')['rejects.csv']).trim().split('\n').slice(1);
    expect(rejects.map((line) => line.split(',')[0])).toEqual(['b.csv:5', 'b.csv:11']);
  });

  test('are named with their own lines in a refusal', async () => {
    const many = rows(50, 100).map((line, i) => (i < 30 ? `x${line}` : line));
    const { code, findings } = await refused({ 'a.csv': csv(rows(0, 50)), 'b.csv': csv(many) });
    expect(code).toBe('too-many-rejected-rows');
    expect(findings[0]).toMatchObject({ lines: [2, 3, 4], files: ['b.csv', 'b.csv', 'b.csv'] });
    expect(findings[0]?.seen).toContain('first at line 2 of b.csv');
  });

  test.each([
    ['another column', csv(['1,1,1'], 'size,room,rent'), 'b.csv: it lacks rooms, and it has room more'],
    ['another order', csv(['1,1,1'], 'rooms,size,rent'), 'b.csv: the same columns in another order'],
  ])('need one header: %s', async (_, other, seen) => {
    const { code, findings } = await refused({ 'a.csv': csv(rows(0, 80)), 'b.csv': other });
    expect(code).toBe('header-mismatch');
    expect(findings[0]?.seen.replaceAll('"', '')).toBe(seen);
  });

  test('need one format', async () => {
    const { code, message } = await refused({
      'a.csv': csv(rows(0, 80)),
      'b.jsonl': '{"size":1,"rooms":1,"rent":1}\n',
    });
    expect(code).toBe('unreadable');
    expect(message).toContain('b.jsonl is json-lines and a.csv is csv');
  });

  test('that is cut says which and where', async () => {
    const { message } = await refused({ 'a.csv': csv(rows(0, 80)), 'b.csv': `${HEADER}\n1,2,3\n1,` });
    expect(message).toContain('In b.csv, the file ends in the middle of line 3');
  });

  test('that is empty says which', async () => {
    expect((await refused({ 'a.csv': csv(rows(0, 80)), 'b.csv': '' })).message).toContain(
      'In b.csv, the file is empty',
    );
  });
});

describe('a set', () => {
  const files = { 'a.csv': csv(rows(0, 50)), 'b.csv': csv(rows(50, 100)) };

  test('whose file is missing is refused by name', async () => {
    const refusal = await refused(files, { there: { 'a.csv': files['a.csv'] } });
    expect(refusal).toMatchObject({ code: 'incomplete-set', findings: [{ seen: 'b.csv is not there' }] });
  });

  test('whose file has another size is refused', async () => {
    const refusal = await refused(files, { there: { ...files, 'b.csv': 'size' } });
    expect(refusal.message).toContain('1 of 2 files: b.csv has 4 bytes, not');
  });

  test('whose file has another content of the same size is refused, where the set says its SHA-256', async () => {
    const set = closing(files, { 'b.csv': { sha256: sha256Hex(files['b.csv']) } });
    await accepted(files, { set });
    const other = { ...files, 'b.csv': files['b.csv'].replace('70', '71') };
    expect(await refused(files, { set, there: other })).toMatchObject({ code: 'incomplete-set' });
  });

  test.each([
    ['no JSON', 'a.csv, b.csv', 'It is not JSON'],
    ['no files', '{"sluice":1,"files":[]}', 'At /files'],
    [
      'a file twice',
      '{"sluice":1,"files":[{"name":"a.csv","bytes":1},{"name":"a.csv","bytes":1}]}',
      'names a file twice',
    ],
    ['a path', '{"sluice":1,"files":[{"name":"../a.csv","bytes":1}]}', 'At /files/0/name'],
    ['another version', '{"sluice":2,"files":[{"name":"a.csv","bytes":1}]}', 'At /sluice'],
  ])('with %s is refused as unusable', async (_, set, said) => {
    const { code, message } = await refused(files, { set });
    expect(code).toBe('unusable-set');
    expect(message).toContain(said);
  });
});

test('a set is a folder below uploads whose name ends with .set', () => {
  expect(setFolder('m/uploads/x.set/a.csv')).toBe('m/uploads/x.set/');
  expect(setFolder('m/uploads/01ABC/files.set/a.csv')).toBe('m/uploads/01ABC/files.set/');
  expect(setFolder('m/uploads/x.set')).toBeUndefined();
  expect(setFolder('m.set/uploads/a.csv')).toBeUndefined();
  expect(setFolder('m/uploads/set/a.csv')).toBeUndefined();
  expect(isClosingKey('m/uploads/x.set/_set.json')).toBe(true);
  expect(isClosingKey('m/uploads/x/_set.json')).toBe(false);
  expect(isClosingKey('m/uploads/x.set/y/_set.json')).toBe(false);
  expect(uploadName('m/uploads/x.set/_set.json')).toBe('x.set');
  expect(uploadName('m/uploads/a.csv')).toBe('a.csv');
});

test('the closing object that the API document shows is one', () => {
  const [, shown = ''] = /```json\n(\{ "sluice".*)\n```/.exec(readFileSync('lib/docs/api.md', 'utf8')) ?? [];
  expect(UploadSet.parse(JSON.parse(shown)).files.map(({ name }) => name)).toEqual(['october.csv', 'november.csv']);
});
