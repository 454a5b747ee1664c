/** What is told and what is refused, on the path an upload takes. */
import { describe, expect, test } from 'vitest';
import { changesSince } from '../../../../../lib/core/data/rules/changes.ts';
import { csv } from '../../../../prove/data/detection/faults.ts';
import { type Judgement, judged, referenceOf } from '../../../../prove/data/detection/judge.ts';
import { trials } from '../../../../prove/data/detection/resample.ts';
import { available, type Table, table } from '../../../../prove/data/detection/tables.ts';
import { generator, normal, profileOf } from '../tables.ts';
import { contractFor } from '../typed-samples.ts';

const seed = Number(process.env['SLUICE_SEED']);
const HEADER = ['a', 'b', 'noise', 'code', 'y'];
const ABOUT = {
  header: HEADER,
  rows: [],
  name: 't',
  target: 'y',
  task: 'regression',
  ignore: [],
  hours: [],
  times: [],
} as const;

/** b rises with a, and y with both. */
function rows(count: number, from: number, change: (row: number[]) => (number | string)[] = (row) => row): string[][] {
  const random = generator(from);
  return Array.from({ length: count }, () => {
    const a = 50 + 10 * normal(random);
    const b = 2 * a + 8 * normal(random);
    const row = [a, b, normal(random), Math.floor(40 * random()), a + b / 4 + 10 * normal(random)];
    return change(row.map((value) => Number(value.toFixed(3)))).map(String);
  });
}

async function compared(now: string[][], before: string[][], about: Table = ABOUT): Promise<Judgement> {
  return judged(await referenceOf(about, csv(about.header, before)), csv(about.header, now));
}
const told = ({ findings }: Pick<Judgement, 'findings'>) =>
  findings.map(({ rule, column }) => `${rule} ${column ?? ''}`.trim());
/** What is told beside, chance alone may tell: a level is a level. */
const refusing = ({ findings }: Judgement) =>
  told({ findings: findings.filter(({ severity }) => severity === 'refuse') });

describe('a change that no fault of the proof makes', () => {
  const before = rows(1500, seed);
  const now = (change: (row: number[]) => (number | string)[]) => compared(rows(1500, seed + 1, change), before);

  test('a sign that was turned', async () => {
    // Around its own middle: its distribution stays.
    const found = await now(([a = 0, b = 0, noise = 0, code = 0, y = 0]) => [a, 200 - b, noise, code, y]);
    expect(found.refused).toBe(false);
    expect(told(found)).toContain('correlation-flip b');
  });

  test('a column made from the target', async () => {
    const found = await now(([a = 0, b = 0, noise = 0, code = 0, y = 0]) => [
      a,
      b,
      (y - 75) / 20 + noise / 100,
      code,
      y,
    ]);
    expect(told(found)).toContain('new-leak noise');
  });

  test('a column that is stuck, and one that is empty, are refused', async () => {
    const stuck = await now(([a = 0, b = 0, noise = 0, , y = 0]) => [a, b, noise, 7, y]);
    expect(stuck.refused).toBe(true);
    expect(refusing(stuck)).toEqual(['stuck-column code']);
    const empty = await now(([a = 0, , noise = 0, code = 0, y = 0]) => [a, '', noise, code, y]);
    expect(empty.refused).toBe(true);
    expect(refusing(empty)).toEqual(['empty-column b']);
  });

  test('a wider column', async () => {
    const wider = rows(1500, 4, ([a = 0, b = 0, noise = 0, code = 0, y = 0]) => [a, b, 1.8 * noise, code, y]);
    // On one seed in a thousand its middle moves far enough to be what is told.
    const found = await compared(wider, rows(1500, 3));
    expect(told(found)).toEqual(['scale-change noise']);
    expect(found.refused).toBe(false);
  });

  test('and none', async () => {
    // A level is a level: on another seed in each run one of some hundreds would find something.
    expect(told(await compared(rows(1500, 1), rows(1500, 2)))).toEqual([]);
  });
});

test('a sure change that nobody would care about is none', () => {
  const random = generator(1);
  const values = (shift: number) => Array.from({ length: 100_000 }, () => shift + normal(random));
  const [now, before] = [values(0.05), values(0)].map((all) => ({
    v: 2 as const,
    rows: all.length,
    columns: [profileOf(all)],
  }));
  if (!now || !before) throw new Error('two profiles');
  expect(changesSince(now, before, contractFor({ c: 'number' }))).toEqual([]);
});

test('few rows say nothing rather than guess', async () => {
  for (let i = 0; i < 20; i++) expect(told(await compared(rows(60, 100 + i), rows(60, 200 + i)))).toEqual([]);
});

test('findings hold no cell of the data', async () => {
  const all = trials('made-up', seed);
  const reference = await referenceOf(table('made-up'), all[0]?.reference ?? '');
  const cells = ['Méde', 'Chir', 'MÃ', 'Pédi', 'Zzyzx', 'P10', 'readmitted', 'well'];
  for (const { current } of all) {
    const { findings } = await judged(reference, current);
    for (const finding of findings) for (const cell of cells) expect(`${JSON.stringify(finding)} `).not.toContain(cell);
  }
});

describe.skipIf(!available().names.includes('bike'))('two years of rented bikes', () => {
  test('no month is refused against the one before, and no year: they are seasons and growth', async () => {
    const bike = table('bike');
    const [year, month] = [bike.header.indexOf('yr'), bike.header.indexOf('mnth')];
    const of = (y: number, m?: number) =>
      bike.rows
        .filter((row) => Number(row[year]) === y && (m === undefined || Number(row[month]) === m))
        .map((row) => [...row]);
    const months = Array.from({ length: 24 }, (_, i) => of(Math.floor(i / 12), (i % 12) + 1));
    const pairs = [...months.slice(1).map((now, i) => [now, months[i] ?? []] as const), [of(1), of(0)] as const];
    const refused: string[][] = [];
    for (const [now, before] of pairs) {
      const found = await compared(now, before, bike);
      if (found.refused) refused.push(told(found));
    }
    expect(refused).toEqual([]);
  });

  test('a temperature times 10 is refused whatever the seasons, and the numbers of the rows are not', async () => {
    const bike = table('bike');
    const [year, month, temp] = ['yr', 'mnth', 'temp'].map((name) => bike.header.indexOf(name));
    const of = (y: number, m: number, times = 1) =>
      bike.rows
        .filter((row) => Number(row[year ?? 0]) === y && Number(row[month ?? 0]) === m)
        .map((row) => row.with(temp ?? 0, String(Number((Number(row[temp ?? 0]) * times).toPrecision(12)))));
    // The numbers of its rows are judged too.
    const about = { ...bike, ignore: bike.ignore.filter((name) => name !== 'instant') };
    for (const [was, is] of [
      [1, 7],
      [7, 1],
      [2, 5],
      [4, 6],
      [10, 8],
    ] as const) {
      const found = await compared(of(1, is, 10), of(0, was), about);
      const refusing = found.findings.filter(({ severity }) => severity === 'refuse');
      expect(refusing.map(({ column }) => column)).toContain('temp');
      expect(refusing.map(({ column }) => column)).not.toContain('instant');
    }
  });
});

describe('numbers that go on from file to file', () => {
  const numbered = (count: number, number: (i: number) => number) => {
    const all = rows(count, seed);
    return all.map((row, i) => row.with(3, String(number(i))));
  };
  test.each<[string, string[][], string[][]]>([
    ['rows that are counted', numbered(300, (i) => 90_000 + i), numbered(300, (i) => i)],
    ['ten times as many rows', numbered(3000, (i) => 1 + i), numbered(300, (i) => 1 + i)],
    [
      'orders of several rows',
      numbered(300, (i) => 90_000 + Math.floor(i / 3)),
      numbered(300, (i) => Math.floor(i / 3)),
    ],
    ['seconds', numbered(300, (i) => 1.8e9 + 977 * i), numbered(300, (i) => 1.7e9 + 977 * i)],
  ])('%s are not refused', async (_, now, before) => {
    const { findings } = await compared(now, before);
    expect(findings.filter(({ column, severity }) => column === 'code' && severity === 'refuse')).toEqual([]);
  });

  test('nor are rows that are counted, newest first, in files larger than their sample', async () => {
    const numbered = (count: number, seen: number) =>
      Array.from({ length: count }, (_, i) => [
        ...(i % 2 ? ['1', '2'] : ['2', '1']),
        '0',
        String(seen + count - i),
        String(i % 7),
      ]);
    const { findings } = await compared(numbered(90_000, 1_000_000), numbered(70_000, 0));
    expect(findings.filter(({ column, severity }) => column === 'code' && severity === 'refuse')).toEqual([]);
  });

  test('whole numbers that measure are', async () => {
    const random = generator(seed);
    const amount = () => 50_000 + Math.floor(20_000 * random());
    const found = await compared(
      numbered(300, () => 20 * amount() + 900_000),
      numbered(300, amount),
    );
    expect(told(found)).toContain('distribution-changed code');
  });
});
