/** Bike sharing in time order: two years of days, judged by the rule as they pass. */
import { baselineColumns } from '../../../../lib/core/drift/baseline.ts';
import { againstSeason, decide, type KeptWindow } from '../../../../lib/core/drift/sequential/decide.ts';
import { seasonIntervals, seasonOf } from '../../../../lib/core/drift/sequential/season.ts';
import { DriftWindow, mergeWindows, type WindowCounts } from '../../../../lib/core/drift/window.ts';
import { csv } from '../../data/detection/faults.ts';
import { referenceOf } from '../../data/detection/judge.ts';
import { table } from '../../data/detection/tables.ts';

const DAY_MS = 86_400_000;
const BUDGET = { falseAlarmsPerYear: 4, windowsPerYear: 365.25 };

/** [from, to), as dates. */
type Dates = readonly [from: string, to: string];

export interface Season {
  readonly trained: Dates;
  readonly live: Dates;
  /** Inputs that are compared. */
  readonly columns: readonly string[];
  /** Whether the year before is known. */
  readonly history: boolean;
}

/** Days with a finding, each with the columns that were called. */
export async function calledDays({ trained, live, columns, history }: Season): Promise<Map<string, string[]>> {
  const bike = table('bike');
  const day = bike.header.indexOf('dteday');
  const places = columns.map((name) => bike.header.indexOf(name));
  const header = [...columns, 'label'];
  const within = ([from, to]: Dates): (readonly string[])[] =>
    bike.rows.filter((row) => (row[day] ?? '') >= from && (row[day] ?? '') < to);
  const rows = within(trained).map((row, i) => [...places.map((place) => row[place] ?? ''), String(i % 7)]);
  const about = { ...bike, header, rows, target: 'label', ignore: [], hours: [] };
  const { contract, profile } = await referenceOf(about, csv(header, rows));
  const baseline = baselineColumns(profile, contract.schema.columns);
  const counted = new Map<string, DriftWindow>();
  for (const row of bike.rows) {
    const date = row[day] ?? '';
    const window = counted.get(date) ?? new DriftWindow(baseline);
    window.add(places.map((place) => row[place] ?? ''));
    counted.set(date, window);
  }
  const kept = [...counted].map(([date, window]): KeptWindow => {
    const begin = Date.parse(date);
    const counts = window.counts();
    return { from: at(begin), to: at(begin + DAY_MS), rows: counts.rows, counts, called: false };
  });
  const seasonOfSpan = (span: { from: string; to: string }): WindowCounts[] | undefined =>
    seasonOf(
      seasonIntervals(span).map(({ from, to }) => {
        const inside = kept.filter((window) => window.from >= from && window.to <= to).map(({ counts }) => counts);
        return inside.length === 0 ? undefined : inside.reduce(mergeWindows);
      }),
    );
  const found = new Map<string, string[]>();
  let earlier: KeptWindow[] = [];
  for (const window of kept.filter(({ from }) => from >= live[0] && from < live[1])) {
    const judged = decide(baseline, window, earlier, BUDGET).map((each) =>
      history ? againstSeason(baseline, each, seasonOfSpan(each.span)) : each,
    );
    const called = new Set(judged.flatMap((each) => each.called.map(({ column }) => baseline[column]?.name ?? '')));
    if (called.size > 0) found.set(window.from.slice(0, 10), [...called]);
    earlier = [{ ...window, called: (judged[0]?.called.length ?? 0) > 0 }, ...earlier];
  }
  return found;
}

const at = (time: number): string => new Date(time).toISOString();
