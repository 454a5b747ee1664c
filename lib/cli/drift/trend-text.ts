/** A trend for people: how the stage stands, what came of its windows, incidents, and the columns that were called. */
import type { DriftTrendView } from '../../core/contracts/api.ts';
import { trendVerdict } from '../../core/reports/trend/verdict.ts';
import { lasted } from '../../core/reports/words.ts';
import { table } from '../output/table.ts';
import { number, printable, utc } from '../output/text.ts';

const INCIDENTS = [
  { title: 'since' },
  { title: 'lasted' },
  { title: 'state' },
  { title: 'kind' },
  { title: 'version', align: 'right' },
  { title: 'columns' },
] as const;

const COLUMNS = [
  { title: 'column' },
  { title: 'windows called', align: 'right' },
  { title: 'effect now', align: 'right' },
  { title: 'largest', align: 'right' },
  { title: 'limit', align: 'right' },
] as const;

const SHOWN = 20;
const NAMED = 5;

export function trendText(trend: DriftTrendView): string {
  const { model, stage, from, to, windows, incidents, columns, limit, more } = trend;
  const { word, rest } = trendVerdict(trend);
  const called = columns.filter((column) => column.called > 0);
  const parts = [
    `${word} ${rest}`,
    `${model} ${stage}, ${utc(from)} to ${utc(to)}: ${number(windows.length)} windows${counts(trend)}`,
    ...(more ? ['older windows of this time are left out: ask for fewer --days'] : []),
    ...(incidents.length > 0
      ? [
          '',
          table(
            INCIDENTS,
            incidents.slice(0, SHOWN).map((one) => incidentRow(one, to)),
          ),
        ]
      : []),
    ...(incidents.length > SHOWN ? [`and ${number(incidents.length - SHOWN)} incidents before: --json has them`] : []),
    ...(called.length > 0
      ? [
          '',
          table(
            COLUMNS,
            called.slice(0, SHOWN).map((column) => columnRow(column, limit)),
          ),
        ]
      : []),
    ...(called.length > SHOWN ? [`and ${number(called.length - SHOWN)} more columns: --json has them`] : []),
  ];
  return parts.join('\n');
}

/** `: 700 no-drift, 12 drift` */
function counts({ windows }: DriftTrendView): string {
  const told = [...Map.groupBy(windows, ({ outcome }) => outcome)].sort(([, a], [, b]) => b.length - a.length);
  return told.length === 0
    ? ''
    : `: ${told.map(([outcome, those]) => `${number(those.length)} ${outcome}`).join(', ')}`;
}

function incidentRow({ since, last, state, kind, version, columns }: DriftTrendView['incidents'][number], now: string) {
  const left = columns.length - NAMED;
  const names = `${columns.slice(0, NAMED).map(printable).join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
  return [utc(since), lasted(since, state === 'open' ? now : last), state, kind, `v${version}`, names];
}

function columnRow({ name, called, effects }: DriftTrendView['columns'][number], limit: number): string[] {
  const known = effects.filter((effect) => effect !== null);
  return [name, number(called), number(known.at(-1) ?? 0), number(Math.max(0, ...known)), number(limit)];
}
