/** Rented bicycles by the hour, in the order of time: what changed from season to season and from year to year. */

import { available, table } from '../../data/detection/tables.ts';
import { random, shuffled } from '../../data/random.ts';
import type { Pair } from '../clean/tables.ts';

const COLUMNS = 'hr,holiday,weekday,workingday,weathersit,temp,atemp,hum,windspeed,casual,registered,cnt'.split(',');

export interface Case {
  readonly name: string;
  /** Months, `2011-04`, from the first to the last. */
  readonly before: readonly [string, string];
  readonly now: readonly [string, string];
  /** Columns that changed without doubt. */
  readonly changed: readonly string[];
}

const DEMAND = ['casual', 'registered', 'cnt'];
export const CASES: readonly Case[] = [
  { name: '2011 -> 2012', before: ['2011-01', '2011-12'], now: ['2012-01', '2012-12'], changed: [...DEMAND, 'hum'] },
  {
    name: 'Apr-Jun 2011 -> 2012',
    before: ['2011-04', '2011-06'],
    now: ['2012-04', '2012-06'],
    changed: [...DEMAND, 'hum'],
  },
  {
    name: 'Jan-Jun -> Jul-Dec 2011',
    before: ['2011-01', '2011-06'],
    now: ['2011-07', '2011-12'],
    changed: ['temp', 'atemp'],
  },
];

export const hasBike = (): boolean => available().names.includes('bike');

const cells = (from: string, to: string): string[][] => {
  const { header, rows } = table('bike');
  const day = header.indexOf('dteday');
  const places = COLUMNS.map((name) => header.indexOf(name));
  return rows
    .filter((row) => from <= (row[day] ?? '').slice(0, 7) && (row[day] ?? '').slice(0, 7) <= to)
    .map((row) => places.map((place) => row[place] ?? ''));
};

export const inTimeOrder = ({ before, now }: Case): Pair => ({
  header: COLUMNS,
  before: cells(...before),
  now: cells(...now),
});

/** Two random halves of one year: nothing changed. */
export function halves(seed: number): Pair {
  const rows = shuffled(cells('2011-01', '2011-12'), random(seed));
  const middle = Math.floor(rows.length / 2);
  return { header: COLUMNS, before: rows.slice(0, middle), now: rows.slice(middle) };
}
