/** The tables that faults are planted in: real ones where they are at hand, and one that is made up. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../../../lib/local/paths.ts';
import { seeded } from '../../proof.ts';

export interface Table {
  readonly name: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly target: string;
  readonly task: 'binary-classification' | 'regression';
  readonly ignore: readonly string[];
  /** Columns of the hour of the day or of times, where they can be shifted. */
  readonly hours: readonly string[];
  readonly times: readonly string[];
}

/** Beside the checkout: public data that is not ours to ship. */
const FOLDER = path.join(ROOT, '..', 'shared', 'data');

interface Source extends Pick<Table, 'target' | 'task'> {
  readonly file: string;
  readonly delimiter?: string;
  readonly ignore?: readonly string[];
  readonly hours?: readonly string[];
}

const SOURCES: Readonly<Record<string, Source>> = {
  adult: { file: 'adult.csv', target: 'income-per-year', task: 'binary-classification' },
  telco: { file: 'telco-customer-churn.csv', target: 'Churn', task: 'binary-classification' },
  // casual + registered = cnt
  bike: {
    file: 'bike-sharing-hour.csv',
    target: 'cnt',
    task: 'regression',
    ignore: ['casual', 'registered'],
    hours: ['hr'],
  },
  'wine-red': { file: 'winequality-red.csv', delimiter: ';', target: 'quality', task: 'regression' },
  'wine-white': { file: 'winequality-white.csv', delimiter: ';', target: 'quality', task: 'regression' },
};

/** Names of the tables that are here, and of those that are not. */
export function available(): { names: string[]; absent: string[] } {
  const isHere = ([, { file }]: [string, Source]): boolean => existsSync(path.join(FOLDER, file));
  const all = Object.entries(SOURCES);
  const here = all.filter(isHere).map(([name]) => name);
  const derived = [
    ...(here.includes('bike') ? ['bike-times'] : []),
    ...here.filter((name) => ACCENTED.includes(name)).map((name) => `${name}-accents`),
  ];
  return {
    names: ['made-up', ...here, ...derived],
    absent: all.filter((source) => !isHere(source)).map(([name]) => name),
  };
}

const loaded = new Map<string, Table>();

export function table(name: string): Table {
  const known = loaded.get(name);
  if (known) return known;
  const made = name === 'made-up' ? madeUp() : name === 'bike-times' ? withTimes(table('bike')) : real(name);
  loaded.set(name, made);
  return made;
}

const ACCENTED = ['adult', 'telco'];

function real(name: string): Table {
  if (name.endsWith('-accents')) return accented(table(name.slice(0, -'-accents'.length)));
  const source = SOURCES[name];
  if (!source) throw new Error(`there is no table ${name}`);
  const { file, delimiter = ',', target, task, ignore = [], hours = [] } = source;
  const [header = [], ...rows] = readFileSync(path.join(FOLDER, file), 'utf8')
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(delimiter).map((cell) => cell.replace(/^"(.*)"$/, '$1')));
  return { name, header, rows, target, task, ignore, hours, times: [] };
}

/** dteday and hr as one time. */
function withTimes({ header, rows, ...rest }: Table): Table {
  const [day, hour] = [header.indexOf('dteday'), header.indexOf('hr')];
  const others = header.flatMap((_, i) => (i === day || i === hour ? [] : [i]));
  return {
    ...rest,
    name: 'bike-times',
    header: ['at', ...others.map((i) => header[i] ?? '')],
    rows: rows.map((row) => [
      `${row[day]}T${(row[hour] ?? '').padStart(2, '0')}:00:00Z`,
      ...others.map((i) => row[i] ?? ''),
    ]),
    hours: [],
    times: ['at'],
  };
}

/** The real sets are ASCII: here each text has an e with an accent in some of its levels, in reference and upload alike. */
function accented(original: Table): Table {
  const target = original.header.indexOf(original.target);
  return {
    ...original,
    name: `${original.name}-accents`,
    rows: original.rows.map((row) =>
      row.map((cell, i) => (i === target || /^[\d.\s-]*$/.test(cell) ? cell : cell.replace(/e(?=[a-z])/, 'é'))),
    ),
  };
}

/** Visits of patients: normal, skewed and whole numbers, codes, missing cells, accents, times of a working day. */
function madeUp(): Table {
  const random = seeded(20_260_301);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const pick = <T>(values: readonly T[], weights: readonly number[]): T => {
    let left = random() * weights.reduce((sum, weight) => sum + weight, 0);
    const found = values.find((_, i) => {
      left -= weights[i] ?? 0;
      return left < 0;
    });
    return found ?? (values[0] as T);
  };
  const begin = Date.UTC(2026, 0, 5) / 1000;
  const rows = Array.from({ length: 12_000 }, (_, i) => {
    const age = Math.round(Math.min(95, Math.max(18, 52 + 17 * normal())));
    const height = 1.7 + 0.09 * normal();
    const weight = 23 * height * height * Math.exp(0.16 * normal());
    const hour = 7 + Math.min(11, Math.floor(Math.abs(4 * normal())));
    const ward = pick(['Médecine', 'Chirurgie', 'Pédiatrie', 'Réanimation', 'Urgences'], [30, 25, 15, 10, 20]);
    const creatinine = 80 * Math.exp(0.35 * normal()) * (age > 70 ? 1.3 : 1);
    const visits = Math.floor(-Math.log(1 - random()) * 2.2);
    const smoker = random() < 0.22;
    const risk =
      -2.4 +
      0.04 * (age - 52) +
      0.012 * (creatinine - 80) +
      (smoker ? 1.1 : 0) +
      (ward === 'Réanimation' ? 1.5 : 0) +
      0.25 * visits +
      (hour > 14 ? 0.7 : 0);
    const at = new Date((begin + Math.floor(i / 40) * 86_400 + hour * 3600 + Math.floor(random() * 3600)) * 1000);
    return [
      `P${100_000 + i}`,
      at.toISOString().slice(0, 19),
      String(age),
      height.toFixed(2),
      weight.toFixed(1),
      random() < 0.04 ? '' : creatinine.toFixed(1),
      ward,
      pick(['A', 'B', 'C', ''], [50, 30, 18, 2]),
      smoker ? 'yes' : 'no',
      String(visits),
      (36.9 + 0.6 * normal()).toFixed(1),
      random() < 1 / (1 + Math.exp(-risk)) ? 'readmitted' : 'well',
    ];
  });
  return {
    name: 'made-up',
    header: 'patient,at,age,height,weight,creatinine,ward,plan,smoker,visits,temperature,outcome'.split(','),
    rows,
    target: 'outcome',
    task: 'binary-classification',
    ignore: [],
    hours: [],
    times: ['at'],
  };
}
