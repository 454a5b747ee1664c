/**
 * Years of windows whose rows follow the seasons and nothing else, judged and kept as the monitor does it: each window is
 * made of bicycle rentals of the same hours of the day and the same weeks of a year, so every year is like the one before.
 */
import { memoryObjects } from '../../../../lib/adapters/memory/objects.ts';
import { judgeWindow } from '../../../../lib/core/usecases/drift/judge-window.ts';
import { keepWindow } from '../../../../lib/core/usecases/drift/kept-windows.ts';
import { table } from '../../data/detection/tables.ts';
import type { Random } from '../../data/random.ts';
import { type Population, population } from './population.ts';
import { HOURS_A_YEAR } from './quiet-windows.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const YEAR_DAYS = 365;
const BEGIN = Date.UTC(2021, 0, 4);
/** Days to either side of a window's own, in each year of the table. */
const AROUND_DAYS = 15;
const ROWS = { baseline: 5000, window: 300 };

interface About {
  readonly everyHours: number;
  /** After the first, which has no history. */
  readonly years: number;
  readonly falseAlarmsPerYear: number;
}

interface Seasonal {
  /** Windows called in each year. */
  readonly called: readonly number[];
  readonly firstYear: number;
  /** Whether temperatures in Fahrenheit, in the window after the last, are called. */
  readonly fault: boolean;
}

export async function seasonalYears(
  { everyHours, years, falseAlarmsPerYear }: About,
  draws: Random,
): Promise<Seasonal> {
  const all = await population('bike', ROWS.baseline, draws);
  const objects = memoryObjects();
  const place = {
    ...{
      bucket: 'artifacts',
      model: 'bicycles',
      stage: 'production',
      dataset: 'seasons',
      version: 1,
      configuration: 'one',
    },
    baseline: all.baseline,
  };
  const budget = { falseAlarmsPerYear, windowsPerYear: HOURS_A_YEAR / everyHours };
  const rows = rowsByTime();
  const judged = async (begin: number, population: Population): Promise<readonly string[]> => {
    const [from, to] = [begin, begin + everyHours * HOUR_MS].map((time) => new Date(time).toISOString());
    const near = rowsNear(rows, begin, everyHours);
    const counts = population.of(Int32Array.from({ length: ROWS.window }, () => draws.pick(near)));
    const window = { from: from ?? '', to: to ?? '', rows: counts.rows, counts, called: false };
    const spans = await judgeWindow(objects, place, window, budget);
    await keepWindow(objects, place, { ...window, called: (spans[0]?.called.length ?? 0) > 0 });
    return spans.flatMap(({ called }) => called.map(({ column }) => all.baseline[column]?.name ?? ''));
  };
  const called: number[] = [];
  let begin = BEGIN;
  for (let year = 0; year <= years; year++) {
    let calls = 0;
    for (const end = BEGIN + (year + 1) * YEAR_DAYS * DAY_MS; begin < end; begin += everyHours * HOUR_MS)
      if ((await judged(begin, all)).length > 0) calls += 1;
    called.push(calls);
  }
  const hot = await judged(begin, inFahrenheit(all));
  const [firstYear = 0, ...later] = called;
  return { called: later, firstYear, fault: hot.includes('temp') };
}

/** The temperature's counts as those of values that are far above the range. */
function inFahrenheit(all: Population): Population {
  const at = all.baseline.findIndex(({ name }) => name === 'temp');
  return {
    ...all,
    of: (picked) => {
      const counts = all.of(picked);
      const columns = counts.columns.map((column, i) =>
        i === at && column.kind === 'number'
          ? { ...column, counts: column.counts.map((_, bin, { length }) => (bin === length - 1 ? column.count : 0)) }
          : column,
      );
      return { ...counts, columns };
    },
  };
}

/** Rows of the table by the day of the year and the hour. */
function rowsByTime(): ReadonlyMap<string, readonly number[]> {
  const { header, rows } = table('bike');
  const [day, hour] = [header.indexOf('dteday'), header.indexOf('hr')];
  const found = new Map<string, number[]>();
  for (const [place, row] of rows.entries()) {
    const date = row[day] ?? '';
    const ofYear = (Date.parse(date) - Date.parse(`${date.slice(0, 4)}-01-01`)) / DAY_MS;
    const key = `${ofYear % YEAR_DAYS} ${Number(row[hour])}`;
    found.set(key, [...(found.get(key) ?? []), place]);
  }
  return found;
}

function rowsNear(rows: ReadonlyMap<string, readonly number[]>, begin: number, hours: number): number[] {
  const day = Math.floor(((begin - BEGIN) / DAY_MS) % YEAR_DAYS);
  const first = new Date(begin).getUTCHours();
  return Array.from({ length: 2 * AROUND_DAYS + 1 }, (_, i) => (day + i - AROUND_DAYS + YEAR_DAYS) % YEAR_DAYS).flatMap(
    (near) => Array.from({ length: hours }, (_, i) => rows.get(`${near} ${first + i}`) ?? []).flat(),
  );
}
