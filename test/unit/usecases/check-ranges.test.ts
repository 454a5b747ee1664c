/** A check in ranges ends as one pass does: the same outcome, the same findings, the same files byte by byte. */
import { hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formats } from '../../../lib/adapters/formats/formats.ts';
import { type MemoryObjects, memoryObjects } from '../../../lib/adapters/memory/objects.ts';
import type { CheckOutcome } from '../../../lib/core/contracts/check.ts';
import { parseManifest } from '../../../lib/core/contracts/manifest/parse.ts';
import { Profile } from '../../../lib/core/contracts/profile.ts';
import { DatasetSchema } from '../../../lib/core/contracts/schema.ts';
import { closingKey, type UploadSet } from '../../../lib/core/contracts/upload-set.ts';
import { type CheckUpload, checkUpload } from '../../../lib/core/usecases/check/check-upload.ts';
import { checkRange } from '../../../lib/core/usecases/ranges/check-range.ts';
import { joinRangePass } from '../../../lib/core/usecases/ranges/join-range-pass.ts';
import { planRangeCheck } from '../../../lib/core/usecases/ranges/plan-range-check.ts';
import { runs } from '../../_properties.ts';

const PREFIX = 'churn/datasets/run1/';
const OBJECT = { bucket: 'data', key: 'churn/uploads/a.csv' };

function manifest(data: object = {}) {
  const parsed = parseManifest({
    sluice: 1,
    model: 'churn',
    task: 'binary-classification',
    data: { target: 'left', id: 'id', maxRejectedShare: 0.4, ...data },
    training: { algorithm: 'xgboost' },
    stages: { production: {} },
  });
  if ('issues' in parsed) throw new Error(JSON.stringify(parsed.issues));
  return parsed.manifest;
}

const inputOf = (more: Partial<CheckUpload> = {}): CheckUpload => ({
  model: 'churn',
  object: OBJECT,
  manifest: manifest(),
  output: { bucket: 'artifacts', prefix: PREFIX },
  origin: { run: 'run1', author: 'anna', file: 'a.csv', checked: '2026-03-02T08:00:00.000Z', manifestRevision: 1 },
  ...more,
});

const SET = 'churn/uploads/a.set/';
const CLOSING = { bucket: 'data', key: closingKey(SET) };
/** A set by its files, or one file. */
type Upload = Uint8Array | readonly { name: string; bytes: Uint8Array }[];

async function holding(upload: Upload): Promise<MemoryObjects> {
  const objects = memoryObjects();
  if (upload instanceof Uint8Array) {
    await objects.put(OBJECT, upload);
    return objects;
  }
  for (const { name, bytes } of upload) await objects.put({ bucket: 'data', key: `${SET}${name}` }, bytes);
  // The first digest is asked for, the others are not.
  const files = upload.map(({ name, bytes }, index) => ({
    name,
    bytes: bytes.length,
    ...(index === 0 ? { sha256: hash('sha256', bytes) } : {}),
  }));
  await objects.put(CLOSING, JSON.stringify({ sluice: 1, files } satisfies UploadSet));
  return objects;
}

/** Plays the workflow: each pass over all its ranges, some of them twice and the last ones first, then the join. */
async function inRanges(objects: MemoryObjects, input: CheckUpload, most: number): Promise<CheckOutcome> {
  const ports = { objects, artifactBucket: 'artifacts' };
  let next = await planRangeCheck(ports, input, { above: 0, most, against: undefined });
  for (let passes = 0; passes < 6; passes++) {
    if (!next) throw new Error('the file cannot be divided');
    if ('outcome' in next) break;
    const { pass, plan, count } = next;
    const order = Array.from({ length: count }, (_, index) => count - 1 - index);
    for (const index of [...order, ...order.slice(0, 1)]) await checkRange(ports, { v: 1, pass, plan, index });
    const joined = (await joinRangePass(ports, next)).next;
    if ('outcome' in joined) return joined;
    next = joined;
  }
  if (!next || !('outcome' in next)) throw new Error('the passes come to no end');
  return next;
}

const DERIVED = ['report.html', 'profile.json', 'report.json'];
const filesOf = (objects: MemoryObjects): Record<string, string> =>
  Object.fromEntries(
    Object.entries(objects.dump('artifacts'))
      .filter(([key]) => key.startsWith(PREFIX))
      .map(([key, text]) => [key.slice(PREFIX.length), text]),
  );

/** Numbers may differ in their last digits: moments of ranges are merged. */
function expectClose(one: unknown, other: unknown, path = ''): void {
  if (typeof one === 'number' && typeof other === 'number') {
    if (Math.abs(one - other) > 1e-12 * Math.max(1, Math.abs(one))) expect(`${path} ${other}`).toBe(`${path} ${one}`);
  } else if (typeof one === 'object' && one !== null && typeof other === 'object' && other !== null) {
    expect([path, ...Object.keys(other)]).toEqual([path, ...Object.keys(one)]);
    for (const key of Object.keys(one))
      expectClose(one[key as keyof typeof one], other[key as keyof typeof other], `${path}/${key}`);
  } else expect([path, other]).toEqual([path, one]);
}

async function expectSame(upload: Upload, asked: CheckUpload, most: number): Promise<CheckOutcome> {
  const [single, ranged] = [await holding(upload), await holding(upload)];
  const input = upload instanceof Uint8Array ? asked : { ...asked, object: CLOSING };
  const outcome = await checkUpload({ objects: single, formats }, input);
  const parts = await inRanges(ranged, input, most);
  expectClose(outcome, parts);
  expect(ranged.openWrites).toBe(0);
  const [files, joined] = [filesOf(single), filesOf(ranged)];
  expect(Object.keys(joined)).toEqual(Object.keys(files));
  for (const [name, text] of Object.entries(files))
    if (!DERIVED.includes(name)) expect([name, joined[name]]).toEqual([name, text]);
  for (const name of ['profile.json', 'report.json'])
    if (files[name]) expectClose(JSON.parse(files[name] ?? ''), JSON.parse(joined[name] ?? ''), name);
  return outcome;
}

const number = fc.oneof(
  { weight: 3, arbitrary: fc.double({ min: -1000, max: 1000, noNaN: true }).map((value) => value.toPrecision(6)) },
  { weight: 1, arbitrary: fc.nat(40).map(String) },
);
const time = fc.nat(200).map((hour) => new Date(Date.UTC(2026, 0, 1, hour)).toISOString());
const rare = <T>(usual: fc.Arbitrary<T>, other: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 15, arbitrary: usual }, { weight: 1, arbitrary: other });
const note = fc
  .array(fc.constantFrom('a', 'b', ',', '\n', '\r\n', '\r', '""', 'é', '"",""', ' '), { maxLength: 6 })
  .map((parts) => `"${parts.join('')}"`);
const cells = fc.tuple(
  rare(number, fc.constantFrom('', 'n/a', '1e999', '"12"')),
  fc.constantFrom('red', 'green', '"blue"', ''),
  rare(note, fc.constantFrom('plain', '5" pipe', '"x"y')),
  // A third label refuses a first upload.
  fc.oneof(
    { weight: 300, arbitrary: fc.constantFrom('yes', 'no') },
    { weight: 12, arbitrary: fc.constant('') },
    { weight: 1, arbitrary: fc.constant('maybe') },
  ),
  rare(time, fc.constantFrom('', 'yesterday')),
);
const row = fc
  .tuple(cells, fc.constantFrom('\n', '\n', '\r\n', '\r', '\n\n'), rare(fc.constant(''), fc.constant(',more')))
  .map(
    ([[x, colour, text, label, at], end, more]) =>
      (id: number) =>
        `${id},${x},${colour},${text},${label},${at}${more}${end}`,
  );
const csvBegin = fc.constantFrom('', '', '\uFEFF', '\n\n').map((begin) => `${begin}id,x,colour,note,left,at\n`);

/** Rows as JSON Lines: keys in another order or absent, blank lines, escapes, and lines that are no flat object. */
const jsonRow = fc
  .tuple(
    rare(number, fc.constantFrom('null', '"n/a"', '"1.5"', 'NaN', '[1]')),
    fc.constantFrom('"colour":"red",', '"colour":"gr\\u00e9en\\n",', '"colour":null,', '', '"other":1,'),
    rare(fc.constant(''), fc.constantFrom('"x":1,', '"a', '}', '\u0001')),
    fc.oneof({ weight: 30, arbitrary: fc.constantFrom('yes', 'no') }, { weight: 1, arbitrary: fc.constant('') }),
    fc.constantFrom('\n', '\n', '\r\n', '\n\n', '\n \t\r\n', '\n  '),
    time,
  )
  .map(
    ([x, colour, broken, label, end, at]) =>
      (id: number) =>
        id % 2
          ? `{"id":${id},"x":${x},${colour}${broken}"note":"n${id % 90}","left":"${label}","at":"${at}"}${end}`
          : `{"left":"${label}", "x":${x},${colour}${broken}"id":"${id}"}${end}`,
  );
const jsonBegin = fc
  .constantFrom('', '', '\uFEFF', '\n \n')
  .map((begin) => `${begin}{"id":"first","x":1,"colour":"red","note":"","left":"yes","at":null}\n`);

/** One file, or several. A file's last line may have no end. */
const uploadOf = (begin: fc.Arbitrary<string>, anyRow: typeof row): fc.Arbitrary<Upload> =>
  fc
    .record({
      begins: fc.array(begin, { minLength: 1, maxLength: 4 }),
      rows: fc.array(anyRow, { minLength: 70, maxLength: 160 }),
      cuts: fc.array(fc.nat(160), { minLength: 3, maxLength: 3 }),
      open: fc.boolean(),
    })
    .map(({ begins, rows, cuts, open }) => {
      const at = [0, ...cuts.slice(1, begins.length).map((cut) => cut % rows.length), rows.length].sort(
        (a, b) => a - b,
      );
      const files = begins.map((text, index) => {
        const own = rows.slice(at[index], at[index + 1]).map((each, place) => each((at[index] ?? 0) + place));
        const whole = `${text}${own.join('')}`;
        return { name: `part-${index}.txt`, bytes: Buffer.from(open ? whole.replace(/[\r\n]+$/, '') : whole) };
      });
      return files.length === 1 ? (files[0]?.bytes ?? Buffer.alloc(0)) : files;
    });
const table = fc.oneof(uploadOf(csvBegin, row), uploadOf(jsonBegin, jsonRow));
const UNIQUE = { x: { type: 'number', unique: true }, note: { type: 'text', unique: true } };
/** What takes the values of all rows, or nothing of the kind. */
const asked = fc
  .constantFrom(
    {},
    { columns: UNIQUE, maxRejectedShare: 0.9 },
    { columns: { at: { type: 'timestamp' } }, split: { by: 'time', column: 'at' } },
    { columns: { ...UNIQUE, at: { type: 'timestamp' } }, split: { by: 'time', column: 'at' }, maxRejectedShare: 0.9 },
  )
  .map(manifest);

const good = (count: number, scale = 1, end = '\n'): string =>
  Array.from(
    { length: count },
    (_, i) =>
      `${i},${(((i * 37) % 101) + 0.5) * scale},red,"a\n${i}",${i % 3 ? 'yes' : 'no'},2026-01-0${1 + (i % 9)}${end}`,
  ).join('');
const HEADER = 'id,x,colour,note,left,at\n';

describe('a check in ranges', () => {
  it('is equal to one pass on random tables, for a first upload', async () => {
    const outcomes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(table, asked, fc.integer({ min: 150, max: 3000 }), async (upload, manifest, most) => {
        outcomes.add((await expectSame(upload, inputOf({ manifest }), most)).outcome);
      }),
      // A smaller example takes longer to find than to read.
      { numRuns: runs(30), endOnFailure: true },
    );
    expect(outcomes).toContain('accepted');
  });

  it('is equal to one pass under a frozen contract, refusals by distribution included', async () => {
    const first = await holding(Buffer.from(HEADER + good(300)));
    expect(await checkUpload({ objects: first, formats }, inputOf())).toMatchObject({ outcome: 'accepted' });
    const { 'schema/schema.json': schema = '', 'profile.json': profile = '' } = filesOf(first);
    const frozen = inputOf({
      schema: DatasetSchema.parse(JSON.parse(schema)),
      previousProfile: Profile.parse(JSON.parse(profile)),
    });
    const same = await expectSame(Buffer.from(HEADER + good(300)), frozen, 700);
    expect(same).toMatchObject({ outcome: 'accepted' });
    const scaled = await expectSame(Buffer.from(HEADER + good(300, 1000)), frozen, 700);
    expect(scaled).toMatchObject({ outcome: 'refused', refusal: { code: 'unit-change' } });
    await fc.assert(
      fc.asyncProperty(table, asked, fc.integer({ min: 150, max: 3000 }), async (upload, manifest, most) => {
        await expectSame(upload, { ...frozen, manifest }, most);
      }),
      { numRuns: runs(15), endOnFailure: true },
    );
  });

  it.each([
    ['too many bad rows', HEADER + good(60) + '1,x,red\n'.repeat(60), 'too-many-rejected-rows'],
    ['one label', HEADER + good(90).replaceAll(',no,', ',yes,'), 'one-class-target'],
    ['a third label', `${HEADER}${good(90)}90,1,red,n,perhaps,\n`, 'too-many-labels'],
    ['too few rows', HEADER + good(20), 'too-few-rows'],
    ['an end in the middle of a row', `${HEADER}${good(90)}90,1`, 'unreadable'],
    ['a header that is not the contract’s', `id,x,left\n${good(90)}`, 'target-missing'],
  ])('refuses %s as one pass does', async (_what, text, code) => {
    const bytes = Buffer.from(code === 'target-missing' ? text.replace('left', 'gone') : text);
    expect(await expectSame(bytes, inputOf(), 300)).toMatchObject({ outcome: 'refused', refusal: { code } });
  });

  it('lists the same first rejects, however many there are', async () => {
    const bad = Array.from({ length: 11_000 }, (_, i) => `${i},word ${i},red,n,${i % 2 ? 'yes' : 'no'},\n`).join('');
    const input = inputOf({ manifest: manifest({ columns: { x: { type: 'number' } }, maxRejectedShare: 0.6 }) });
    expect(await expectSame(Buffer.from(HEADER + good(11_000) + bad), input, 100_000)).toMatchObject({
      outcome: 'accepted',
      dataset: { rejected: 11_000 },
    });
  });

  it('refuses by name what one pass would give up: a quote that is never closed', async () => {
    const text = `${HEADER}${good(200)}200,1,red,"open,yes,\n${'7,1,red,n,yes,\n'.repeat(40)}`;
    const objects = await holding(Buffer.from(text));
    const outcome = await inRanges(objects, inputOf(), 500);
    expect(outcome).toMatchObject({ outcome: 'refused', refusal: { code: 'unreadable' } });
    expect(JSON.stringify(outcome)).toContain('line 402');
    expect(filesOf(objects)).toEqual({});
  });

  // Six CPU seconds, so it is run by `npm run prove properties` only.
  it.runIf(runs(1) > 1)('refuses by name rows that repeat for so long that nothing divides them', async () => {
    const wide = 'w'.repeat(900);
    const block = `1,1.5,red,${wide},yes,\n1,2.5,red,${wide},no,\n`;
    const objects = await holding(Buffer.from(HEADER + block.repeat(38_000)));
    const outcome = await inRanges(objects, inputOf(), 128 * 1024 * 1024);
    expect(outcome).toMatchObject({ outcome: 'refused', refusal: { code: 'too-large' } });
    expect(objects.openWrites).toBe(0);
    expect(filesOf(objects)).toEqual({});
  });

  it('is for uploads above its limit, of formats that can be divided; others say which they are when they are too large', async () => {
    const gzip = Buffer.from([0x1f, 0x8b, ...Buffer.alloc(2000)]);
    const limits = { above: 1000, most: 500, against: undefined };
    const planned = async (upload: Upload, input: CheckUpload) =>
      planRangeCheck({ objects: await holding(upload), artifactBucket: 'artifacts' }, input, limits);
    expect(await planned(Buffer.from(HEADER + good(20)), inputOf())).toBeUndefined();
    expect(await planned(Buffer.from(HEADER + good(90)), inputOf())).toMatchObject({ pass: 'borders' });
    expect(await planned(gzip, inputOf())).toBeUndefined();
    expect(await planned(gzip, inputOf({ maxBytes: 2000 }))).toMatchObject({
      outcome: 'refused',
      refusal: { code: 'too-large', message: expect.stringContaining('a.csv is packed by gzip') },
    });
    const set = [
      { name: 'a.csv', bytes: Buffer.from(HEADER + good(90)) },
      { name: 'b.csv.gz', bytes: gzip },
    ];
    expect(await planned(set, inputOf({ object: CLOSING }))).toBeUndefined();
  });

  it('refuses a file of a set that has another content than the set says', async () => {
    const bytes = Buffer.from(HEADER + good(90));
    const objects = await holding([{ name: 'a.csv', bytes }]);
    await objects.put({ bucket: 'data', key: `${SET}a.csv` }, Buffer.from(bytes.toString().replace('red', 'dim')));
    expect(await inRanges(objects, inputOf({ object: CLOSING }), 500)).toMatchObject({
      outcome: 'refused',
      refusal: { code: 'incomplete-set', message: expect.stringContaining('a.csv has another content') },
    });
  });
});
