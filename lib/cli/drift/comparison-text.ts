/** What a comparison found, for people: the verdict first, then the changes, worst first. */
import type { ComparedColumn, DriftComparison } from '../../core/drift/compare/document.ts';
import { changeInWords, comparisonVerdict, whatChanged } from '../../core/reports/comparison/words.ts';
import { table } from '../output/table.ts';
import { number, printable } from '../output/text.ts';

const COLUMNS = [
  { title: 'column' },
  { title: 'what' },
  { title: 'before', align: 'right' },
  { title: 'now', align: 'right' },
  { title: 'effect', align: 'right' },
  { title: 'limit', align: 'right' },
  { title: 'likely cause' },
] as const;
const COLUMNS_SHOWN = 20;

export function comparisonText(comparison: DriftComparison): string {
  const { before, now, columns, added, remarks } = comparison;
  const { word, rest } = comparisonVerdict(comparison);
  const changed = columns.filter(({ state }) => state === 'changed');
  const apart = columns.filter(({ state }) => state === 'not-compared');
  const more = changed.length - COLUMNS_SHOWN;
  const named = (what: string, names: readonly string[]): string[] =>
    names.length === 0 ? [] : [`  ${what}: ${names.map(printable).join(', ')}`];
  return [
    `${word} ${rest}`,
    `${side(before)} -> ${side(now)}`,
    ...remarks.map((text) => `  ${printable(text)}`),
    ...named('new columns', added),
    ...named('nothing to compare in', enough(comparison) ? apart.map(({ column }) => column) : []),
    ...(changed.length === 0 ? [] : ['', table(COLUMNS, changed.slice(0, COLUMNS_SHOWN).flatMap(changeRows))]),
    ...(more > 0 ? [`and ${number(more)} more columns: --json has them`] : []),
  ].join('\n');
}

const enough = ({ outcome }: DriftComparison): boolean => outcome !== 'not-enough-data';

const side = ({ name, rows, rejected }: DriftComparison['before']): string =>
  `${printable(name)} (${number(rows)} ${rows === 1 ? 'row' : 'rows'}${rejected > 0 ? `, ${number(rejected)} set aside` : ''})`;

/** A row a change. The same cause is said once. */
const changeRows = (column: ComparedColumn): string[][] =>
  column.changes.map((change, i) => {
    const { before, now } = changeInWords(column, change);
    const { effect, limit, cause = '' } = change;
    return [
      i === 0 ? column.column : '',
      whatChanged(change),
      onOneLine(before),
      onOneLine(now),
      number(effect),
      number(limit),
      cause === column.changes[i - 1]?.cause ? '' : cause,
    ];
  });

/** A blank is a blank on a terminal. */
const onOneLine = (text: string): string => text.replaceAll('\u00a0', ' ');
