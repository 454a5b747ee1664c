/** Which rows are held out, through the check of an upload. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formats } from '../../../../lib/adapters/formats/formats.ts';
import { memoryObjects } from '../../../../lib/adapters/memory/objects.ts';
import { parseManifest } from '../../../../lib/core/contracts/manifest/parse.ts';
import { timeSample } from '../../../../lib/core/data/time-cut.ts';
import { checkUpload } from '../../../../lib/core/usecases/check/check-upload.ts';

type Row = { patient: string; day: string; weight: number };

async function split(rows: readonly Row[], data: object) {
  const parsed = parseManifest({
    sluice: 1,
    model: 'clinic',
    task: 'regression',
    data: { target: 'days', ...data },
    training: { algorithm: 'xgboost' },
    stages: { production: {} },
  });
  if ('issues' in parsed) throw new Error(JSON.stringify(parsed.issues));
  const objects = memoryObjects();
  const object = { bucket: 'data', key: 'clinic/uploads/a.csv' };
  const lines = rows.map(({ patient, day, weight }, i) => `v${i},${patient},${day},${weight},${i % 9}`);
  await objects.put(object, `visit,patient,day,weight,days\n${lines.join('\n')}\n`);
  const outcome = await checkUpload(
    { objects, formats },
    {
      model: 'clinic',
      object,
      manifest: parsed.manifest,
      output: { bucket: 'artifacts', prefix: 'd/' },
      origin: { run: 'r', author: 'anna', file: 'a.csv', checked: '2026-03-02T08:00:00.000Z', manifestRevision: 1 },
    },
  );
  const side = (name: string) =>
    (objects.dump('artifacts')[`d/${name}/features.csv`] ?? '')
      .trim()
      .split('\n')
      .map((line) => line.split(','));
  return { outcome, train: side('train'), holdout: side('holdout') };
}

const day = (i: number) => new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10);
const visits = Array.from(
  { length: 1000 },
  (_, i): Row => ({
    patient: `p${(i * 7) % 150}`,
    day: day((i * 37) % 200),
    weight: 50 + (i % 40) + i / 1000,
  }),
);
const common = <T>(a: ReadonlySet<T>, b: ReadonlySet<T>) => [...a].filter((each) => b.has(each));
const only = (rows: readonly string[][], column: number) => new Set(rows.map((cells) => cells[column]));

describe('by group', () => {
  const by = { id: 'visit', split: { by: 'group', column: 'patient' } };

  test('a group is wholly on one side, and about a fifth of them is held out', async () => {
    const { train, holdout } = await split(visits, by);
    const [learned, tested] = [only(train, 0), only(holdout, 0)];
    expect(common(learned, tested)).toEqual([]);
    expect(learned.size + tested.size).toBe(150);
    expect(tested.size).toBeGreaterThan(15);
    expect(tested.size).toBeLessThan(45);
  });

  test('and it stays there in later uploads, whatever else they hold', async () => {
    const before = only((await split(visits, by)).holdout, 0);
    const later = visits.map((visit, i) => ({ ...visit, weight: i, day: day(i % 30), patient: `p${(i * 11) % 300}` }));
    const after = only((await split(later, by)).holdout, 0);
    const known = new Set(visits.map(({ patient }) => patient));
    expect(new Set([...after].filter((patient) => known.has(patient ?? '')))).toEqual(before);
  });

  test('rows without a group are split by themselves', async () => {
    const { train, holdout } = await split(
      visits.map((visit) => ({ ...visit, patient: '' })),
      {
        ...by,
        columns: { patient: { type: 'text' } },
      },
    );
    expect(holdout.length).toBeGreaterThan(120);
    expect(train.length).toBeGreaterThan(600);
  });
});

describe('by time', () => {
  const by = { id: 'visit', split: { by: 'time', column: 'day' } };

  test('the newest fifth is held out, days whole', async () => {
    const { train, holdout } = await split(visits, by);
    const newestLearned = [...only(train, 1)].sort().at(-1) ?? '';
    const oldestTested = [...only(holdout, 1)].sort()[0] ?? '';
    expect(newestLearned < oldestTested).toBe(true);
    expect(holdout).toHaveLength(200);
  });

  test('rows without a time are learned from', async () => {
    const gaps = visits.map((visit, i) => (i % 10 ? visit : { ...visit, day: '' }));
    const { train, holdout } = await split(gaps, by);
    expect(train.filter((cells) => cells[1] === '')).toHaveLength(100);
    expect(only(holdout, 1).has('')).toBe(false);
    expect(Math.abs(holdout.length - 180)).toBeLessThan(10);
  });

  test('a column that holds no times is refused by name', async () => {
    const { outcome } = await split(visits, { split: { by: 'time', column: 'weight' } });
    expect(outcome).toMatchObject({
      refusal: { code: 'rule-unusable', findings: [{ column: 'weight', rule: 'data.split', seen: 'it is number' }] },
    });
    expect((await split(visits, { split: { by: 'group', column: 'ward' } })).outcome).toMatchObject({
      refusal: { code: 'rule-unusable', findings: [{ column: 'ward' }] },
    });
  });
});

test('by row although there is an id: equal rows are on one side', async () => {
  const twice = [...visits, ...visits];
  const { train, holdout } = await split(twice, { id: 'visit', split: { by: 'row' } });
  const text = (rows: string[][]) => new Set(rows.map((cells) => cells.join()));
  expect(common(text(train), text(holdout))).toEqual([]);
  const byId = await split(twice, { id: 'visit' });
  expect(common(text(byId.train), text(byId.holdout)).length).toBeGreaterThan(50);
});

describe('the cut of a split by time', () => {
  const cutOf = (times: readonly number[], most?: number) => {
    const sample = timeSample(most);
    times.forEach((time, row) => {
      sample.add(row, new Date(time * 1000).toISOString());
    });
    return sample.cut();
  };

  test('holds a fifth, as nearly as equal times allow', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 5, maxLength: 300 }), (times) => {
        const cut = cutOf(times);
        const off = (from: number) => Math.abs(times.filter((time) => time >= from).length - times.length / 5);
        expect(off(cut)).toBeLessThanOrEqual(Math.min(...times.map(off)) + 1);
      }),
    );
  });

  test('is near it in a sample, and there is none without times', () => {
    const times = Array.from({ length: 50_000 }, (_, i) => (i * 7919) % 50_000);
    expect(Math.abs(cutOf(times, 4096) - 40_000)).toBeLessThan(2500);
    expect(cutOf([])).toBe(Number.POSITIVE_INFINITY);
  });
});

test.each([
  [{ split: { by: 'id' } }, '#/data/split/by'],
  [{ split: { by: 'time', column: 'y' } }, '#/data/split/column'],
  [{ split: { by: 'group', column: 'id' }, id: 'id' }, '#/data/split/column'],
  [{ split: { by: 'group', column: 'x' }, ignore: ['x'] }, '#/data/split/column'],
  [{ split: { by: 'time', column: 'x' }, columns: { x: { type: 'number' } } }, '#/data/split/column'],
  [{ split: { by: 'time' } }, '#/data/split/column'],
  [{ split: { by: 'random' } }, '#/data/split/by'],
])('%j is refused by the manifest', (data, pointer) => {
  const parsed = parseManifest({
    sluice: 1,
    model: 'm',
    task: 'regression',
    data: { target: 'y', ...data },
    training: { algorithm: 'xgboost' },
    stages: { production: {} },
  });
  expect('issues' in parsed && parsed.issues.map((issue) => issue.pointer)).toEqual([pointer]);
});
