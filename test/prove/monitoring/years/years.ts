/** The budget of false alarms over years of hourly windows, and seasons as they really came. */
import { available } from '../../data/detection/tables.ts';
import { type Random, random } from '../../data/random.ts';
import type { Outcome, Proof } from '../../proof.ts';
import { population } from './population.ts';
import { HOURS_A_YEAR, quietWindows } from './quiet-windows.ts';
import { resampledYears } from './resampled-years.ts';
import { seasonalYears } from './seasonal-years.ts';
import { calledDays, type Season } from './seasons.ts';

/** False alarms a year that are asked for, each on the same windows. */
export const BUDGETS = [1, 4, 12] as const;
/** Years of a unit, made of the weeks of a tenth of a year each of some baselines, which are counted row by row. */
const UNIT_YEARS = 50;
const BASELINE_YEARS = 2;
const SEASON_HOURS = Math.round(HOURS_A_YEAR / 10);
const SEASONS = 'bike sharing in time order';
/** Years with seasons, each series after a year of history. */
const SEASONAL = 'seasonal years, windows of ';
const SERIES = [6, 12, 12, 24].map((everyHours, i) => ({ everyHours, place: i + 1 }));
const SEASONAL_BUDGET = 4;
/** From so many years on there are seasonal ones: 20 at full size. */
const ENOUGH = 200;

export const years: Proof = {
  name: 'years',
  claim:
    'Where nothing drifts, hourly windows of real rows raise at most as many false alarms a year as were asked for; with the year before known, a season is no finding, and a grown demand is.',
  counted: 'years of hourly windows',
  fullSize: 1000,
  leastSize: 50,
  sizeMeans: 'years',
  units: (_, size) => [
    ...Array.from(
      { length: Math.ceil(size / UNIT_YEARS) },
      (_, i) => `years ${i * UNIT_YEARS + 1} to ${Math.min(size, (i + 1) * UNIT_YEARS)}`,
    ),
    SEASONS,
    ...(size < ENOUGH ? [] : SERIES.map(({ everyHours, place }) => `${SEASONAL}${everyHours} h, series ${place}`)),
  ],
  async run(unit, seed, size) {
    if (unit === SEASONS) return seasons();
    if (unit.startsWith(SEASONAL)) return seasonal(unit, seed, size);
    const [, first = 1, last = 1] = /(\d+) to (\d+)/.exec(unit)?.map(Number) ?? [];
    const all = last - first + 1;
    const baselines = Math.max(2, Math.round(all / BASELINE_YEARS));
    const here = [...available().names, ...GENERATED];
    const tables = TABLES.filter((name) => here.includes(name));
    const counted: CountedYears[] = [];
    for (let year = 0; year < baselines; year++) {
      const draws = random(seed, first, year);
      const name = tables[(first + year) % tables.length] ?? 'made-up';
      const about = {
        name,
        rows: draws.pick(BASELINES),
        busiest: draws.pick(BUSIEST),
        budgets: BUDGETS,
        hours: SEASON_HOURS,
      };
      counted.push(await countedYears(about, Math.round(all / baselines), draws));
    }
    return judged(counted);
  },
  tell: tableOf,
};

/** Numbers and levels with ties, heavy tails and correlation; baselines and traffic from little to much. */
const TABLES = ['adult', 'telco', 'wine-white', 'made-up', 'shapes', 'correlated', 'levels'];
const GENERATED = ['made-up', 'shapes', 'correlated', 'levels'];
const BASELINES = [1000, 2000, 5000, 10_000];
/** Rows of the busiest hour. */
const BUSIEST = [60, 150, 400];

export interface CountedYears {
  readonly hours: number;
  /** For each budget: hours with a false alarm in what was counted, and in each of the resampled years. */
  readonly counted: readonly number[];
  readonly resampled: readonly (readonly number[])[];
}

interface About {
  /** A table, rows of the baseline, rows of the busiest hour, and false alarms a year that are asked for. */
  readonly name: string;
  readonly rows: number;
  readonly busiest: number;
  readonly budgets: readonly number[];
  /** Counted row by row. @default a year */
  readonly hours?: number;
}

/** One baseline and a sequence of windows, counted row by row; then so many years made of its weeks. */
export async function countedYears(
  { name, rows, busiest, budgets, hours = HOURS_A_YEAR }: About,
  asked: number,
  draws: Random,
): Promise<CountedYears> {
  const { called } = quietWindows(await population(name, rows, draws), { hours, busiest, budgets }, draws);
  const of = budgets.map((_, budget) => called.map((each) => each[budget] ?? false));
  return {
    hours,
    counted: of.map((hoursCalled) => hoursCalled.filter(Boolean).length),
    resampled: of.map((hoursCalled) => resampledYears(hoursCalled, asked, HOURS_A_YEAR, draws)),
  };
}

/**
 * Over all baselines of a unit. False alarms come in heaps: a baseline that is unlucky in one column raises most of them.
 * So the mean is over baselines, and above the budget is what is above by 3 standard errors of that mean; the table of
 * the proof has the mean of all.
 */
function judged(all: readonly CountedYears[]): Outcome {
  const tally: Record<string, number> = {};
  const short: string[] = [];
  const real = all.reduce((sum, { hours }) => sum + hours, 0) / HOURS_A_YEAR;
  const total = all.reduce((sum, { resampled }) => sum + (resampled[0]?.length ?? 0), 0);
  for (const [i, budget] of BUDGETS.entries()) {
    const alarms = all.reduce((sum, { counted }) => sum + (counted[i] ?? 0), 0);
    const resampled = all.flatMap((each) => each.resampled[i] ?? []);
    tally[`counted alarms ${budget}`] = alarms;
    tally[`alarms ${budget}`] = resampled.reduce((sum, each) => sum + each, 0);
    tally[`years above ${budget}`] = resampled.filter((each) => each > budget).length;
    const rates = all.map(({ counted, hours }) => ((counted[i] ?? 0) * HOURS_A_YEAR) / hours);
    tally[`squares ${budget}`] = rates.reduce((sum, rate) => sum + rate ** 2, 0);
    if (meanOf(rates) - 3 * standardErrorOf(rates) > budget)
      short.push(`${alarms} false alarms in ${real} years, ${budget} a year were asked for`);
  }
  tally['counted years'] = real;
  tally['baselines'] = all.length;
  tally['years'] = total;
  return { ok: short.length === 0, count: total, tally, ...(short.length > 0 ? { detail: short.join('\n') } : {}) };
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function standardErrorOf(values: readonly number[]): number {
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / Math.max(1, values.length - 1) / values.length);
}

const WEATHER = ['hr', 'holiday', 'weekday', 'workingday', 'weathersit', 'temp', 'atemp', 'hum', 'windspeed'];
const SECOND_HALF: Season = {
  trained: ['2012-01-01', '2012-07-01'],
  live: ['2012-07-01', '2013-01-01'],
  columns: WEATHER,
  history: true,
};
const DEMAND: Season = {
  trained: ['2011-01-01', '2012-01-01'],
  live: ['2012-01-01', '2013-01-01'],
  columns: ['casual', 'registered', 'cnt'],
  history: true,
};

async function seasons(): Promise<Outcome> {
  if (!available().names.includes('bike')) return { ok: true, count: 0, tally: { 'skipped: bike is not there': 1 } };
  const quiet = await calledDays(SECOND_HALF);
  const without = await calledDays({ ...SECOND_HALF, history: false });
  const demand = await calledDays(DEMAND);
  const tally = {
    'season: days called, 2011 known': quiet.size,
    'season: days called, 2011 not known': without.size,
    'demand: days called': demand.size,
  };
  const told = (found: Map<string, string[]>) =>
    [...found].map(([day, names]) => `${day} ${names.join(', ')}`).join('\n');
  if (quiet.size > 0) return { ok: false, count: 0, tally, detail: `called in July to December 2012:\n${told(quiet)}` };
  if (demand.size === 0) return { ok: false, count: 0, tally, detail: 'the demand of 2012 was not called' };
  return { ok: true, count: 0, tally };
}

async function seasonal(unit: string, seed: number, size: number): Promise<Outcome> {
  if (!available().names.includes('bike')) return { ok: true, count: 0, tally: { 'skipped: bike is not there': 1 } };
  const [, everyHours = 24, place = 1] = /(\d+) h, series (\d+)/.exec(unit)?.map(Number) ?? [];
  const asked = Math.max(1, Math.round((5 * size) / 1000));
  const about = { everyHours, years: asked, falseAlarmsPerYear: SEASONAL_BUDGET };
  const { called, firstYear, fault } = await seasonalYears(about, random(seed, place, everyHours));
  const alarms = called.reduce((sum, each) => sum + each, 0);
  const tally = {
    'seasonal: years': asked,
    'seasonal: windows called': alarms,
    'seasonal: windows called in the year without history': firstYear,
    'seasonal: planted changes of unit that were called in their first window': Number(fault),
  };
  const short = [
    ...(alarms > asked * SEASONAL_BUDGET ? [`${alarms} windows called in ${asked} years: ${called.join(', ')}`] : []),
    ...(fault ? [] : ['a change of unit was not called']),
  ];
  return { ok: short.length === 0, count: asked, tally, ...(short.length > 0 ? { detail: short.join('\n') } : {}) };
}

function tableOf(tally: Readonly<Record<string, number>>): string[] {
  const [real = 0, all = 0] = [tally['counted years'], tally['years']];
  if (all === 0) return [];
  const rows = BUDGETS.map((budget) => {
    const [counted = 0, resampled = 0, above = 0] = [
      tally[`counted alarms ${budget}`],
      tally[`alarms ${budget}`],
      tally[`years above ${budget}`],
    ];
    const [baselines = 0, squares = 0] = [tally['baselines'], tally[`squares ${budget}`]];
    const error = Math.sqrt(Math.max(0, squares / baselines - (counted / real) ** 2) / Math.max(1, baselines - 1));
    return `| ${budget} | ${(counted / real).toFixed(2)} ± ${error.toFixed(2)} | ${(resampled / all).toFixed(2)} | ${((100 * above) / all).toFixed(1)} % |`;
  });
  return [
    `${real.toFixed(1)} years were counted row by row, a tenth of a year each of ${tally['baselines']} baselines; ${all} years are made of their weeks, so that what depends on what stays. The mean is what is asked for (with its standard error over baselines); false alarms come in heaps, where a baseline is unlucky in one column.`,
    '',
    '| asked for, a year | hours called a year, counted | in resampled years | years above |',
    '|---|---|---|---|',
    ...rows,
    '',
    ...Object.entries(tally)
      .filter(([name]) => /^(season|demand|skipped)/.test(name))
      .map(([name, count]) => `- ${name}: ${count}`),
  ];
}
