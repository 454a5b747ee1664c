/** What differs between two datasets, for people: the verdict first, then columns by effect, then rows. */
import type { ColumnChange, DataDiff, RowExample } from '../../core/contracts/data-diff.ts';
import { rowsInWords } from '../../core/reports/diff/rows.ts';
import { verdictOf } from '../../core/reports/diff-page.ts';
import { written } from '../../core/reports/words.ts';
import { table } from '../output/table.ts';
import { number, percent, printable } from '../output/text.ts';

const COLUMNS_SHOWN = 20;
const EXAMPLES_SHOWN = 5;
const CELLS_SHOWN = 3;

export function diffText(diff: DataDiff, types: ReadonlyMap<string, string>): string {
  const { before, after, added, removed, retyped, changes, unchanged, rows } = diff;
  const { word, rest } = verdictOf(diff);
  const named = (what: string, names: readonly string[]): string[] =>
    names.length === 0 ? [] : [`  ${what} ${names.map(printable).join(', ')}`];
  return [
    `${word} ${rest}`,
    `${printable(before.name)} (${number(before.rows)} rows) -> ${printable(after.name)} (${number(after.rows)} rows)`,
    ...named('came:', added),
    ...named('went:', removed),
    ...retyped.map((one) => `  ${printable(one.column)} was ${one.before}, is ${one.after}`),
    ...(changes.length === 0 ? [] : ['', columnTable(changes, types)]),
    ...(changes.length > COLUMNS_SHOWN
      ? [`  and ${number(changes.length - COLUMNS_SHOWN)} more: --json has them`]
      : []),
    ...(changes.length > 0 && unchanged > 0
      ? [`  no difference in ${number(unchanged)} other${unchanged === 1 ? '' : 's'}`]
      : []),
    ...(rows ? ['', `Rows: ${printable(rowsInWords(rows))}`] : []),
    ...(rows?.basis === 'rows' ? rows.examples.slice(0, EXAMPLES_SHOWN).map(exampleText) : []),
  ].join('\n');
}

function columnTable(changes: readonly ColumnChange[], types: ReadonlyMap<string, string>): string {
  const text = table(
    [
      { title: 'column' },
      { title: 'effect', align: 'right' },
      { title: 'before', align: 'right' },
      { title: 'after', align: 'right' },
      { title: 'nulls before', align: 'right' },
      { title: 'after', align: 'right' },
    ],
    changes.slice(0, COLUMNS_SHOWN).map((change) => changeRow(change, types.get(change.column))),
  );
  return text.replaceAll(/^/gm, '  ');
}

const nullShare = ({ count, nulls }: { count: number; nulls: number }): string =>
  percent(count + nulls === 0 ? 0 : nulls / (count + nulls));

/** Medians of a number, the number of levels of a text. */
function changeRow(change: ColumnChange, type: string | undefined): string[] {
  const { column, kind } = change;
  const effect = change.effect < 0.0005 ? '< 0.001' : number(change.effect);
  if (kind === 'mixed') return [column, effect, change.before, change.after, '-', '-'];
  const nulls = [nullShare(change.before), nullShare(change.after)];
  if (kind === 'category')
    return [
      column,
      effect,
      `${number(change.before.levels)} levels`,
      `${number(change.after.levels)} levels`,
      ...nulls,
    ];
  return [column, effect, written(change.before.median, type), written(change.after.median, type), ...nulls];
}

function exampleText({ kind, before, after, key, cells }: RowExample): string {
  const places = [
    ...(before === undefined ? [] : [`line ${number(before)} before`]),
    ...(after === undefined ? [] : [`line ${number(after)} after`]),
  ];
  const shown = cells
    .slice(0, CELLS_SHOWN)
    .map((cell) => `${cell.column}: ${JSON.stringify(cell.before)} -> ${JSON.stringify(cell.after)}`);
  const more = cells.length > CELLS_SHOWN ? ` and ${cells.length - CELLS_SHOWN} more` : '';
  return printable(
    `  ${kind.padEnd(7)}  ${places.join(', ')}${key === undefined ? '' : `  ${key}`}${shown.length > 0 ? `  ${shown.join('; ')}${more}` : ''}`,
  );
}
