/** The check of a file for people: the verdict first, then what is wrong, worst first, then the rows that were set aside. */
import type { Finding, RejectedReason } from '../../core/contracts/check.ts';
import { type Place, placeKey } from '../../core/data/file/cells-at.ts';
import type { FileCheck } from '../../core/data/file/file-check.ts';
import { table } from '../output/table.ts';
import { number, percent, printable } from '../output/text.ts';

/** Findings that are listed; the rest is in the JSON. */
const SHOWN = 20;

export interface Shown {
  /** The file as it was named. */
  file: string;
  /** What it was held against, in words. */
  against: readonly string[];
  /** Cells of `placesOf`. */
  cells: ReadonlyMap<string, string>;
}

/** Cells that are worth showing beside a finding. */
export const placesOf = ({ refusal, warnings, reasons }: FileCheck): Place[] =>
  [...(refusal?.findings ?? []), ...warnings, ...reasons].flatMap(({ column, lines = [] }) =>
    column === undefined ? [] : lines.map((line) => ({ line, column })),
  );

const rows = (count: number): string => `${number(count)} ${count === 1 ? 'row' : 'rows'}`;

/** One sentence, with its numbers and their limit. */
export function verdictOf({ refusal, kept, rejected, allowedShare, warnings }: FileCheck): string {
  if (refusal) return `Refused: ${refusal.message} (${refusal.code})`;
  const all = (kept ?? 0) + (rejected ?? 0);
  const aside =
    rejected === 0 || rejected === undefined
      ? `all ${rows(all)}`
      : `${number(kept ?? 0)} of ${rows(all)} (${number(rejected)} set aside, ${percent(rejected / all)}, limit ${percent(allowedShare)})`;
  return `Accepted: ${aside}${warnings.length > 0 ? `, with ${warnings.length} ${warnings.length === 1 ? 'warning' : 'warnings'}` : ''}`;
}

export function checkText(check: FileCheck, { file, against, cells }: Shown): string {
  const { refusal, warnings, remarks, reasons } = check;
  const more = (refusal?.more ?? 0) + Math.max(0, (refusal?.findings.length ?? 0) - SHOWN);
  return [
    verdictOf(check),
    `${printable(file)}${against.length > 0 ? `, ${against.map(printable).join(', ')}` : ''}`,
    ...(refusal?.findings ?? []).slice(0, SHOWN).map((finding) => findingText(finding, cells)),
    ...(more > 0 ? [`and ${number(more)} more: --json has them`] : []),
    ...section(
      'Warnings, which refuse nothing',
      warnings.slice(0, SHOWN).map((finding) => findingText(finding, cells)),
    ),
    ...(reasons.length > 0 && refusal?.code !== 'too-many-rejected-rows'
      ? section('Rows set aside', [reasonTable(reasons, cells)])
      : []),
    ...section(
      'Worth a look',
      remarks.slice(0, SHOWN).map(({ column, text }) => `  ${printable(`${column} ${text}`)}`),
    ),
    ...(remarks.length > SHOWN ? [`  and ${number(remarks.length - SHOWN)} more: --json has them`] : []),
  ].join('\n');
}

const section = (heading: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', `${heading}:`, ...lines];

function findingText({ column, rule, expected, seen, lines, cause, mend }: Finding, cells: Shown['cells']): string {
  const facts: [string, string | undefined][] = [
    ['expected', expected],
    ['seen', seen],
    ['lines', lines && lines.length > 0 ? placesText(column, lines, cells) : undefined],
    ['cause', cause],
    ['mend:', mend],
  ];
  return [
    `  ${printable(column === undefined ? rule : `${column}  ${rule}`)}`,
    ...facts.flatMap(([name, text]) => (text === undefined ? [] : [`    ${name.padEnd(8)}  ${printable(text)}`])),
  ].join('\n');
}

/** `212 "n/a", 9,051 "?"`: it is their own file on their own terminal. */
function placesText(column: string | undefined, lines: readonly number[], cells: Shown['cells']): string {
  return lines
    .map((line) => {
      const cell = column === undefined ? undefined : cells.get(placeKey({ line, column }));
      return cell === undefined ? number(line) : `${number(line)} ${JSON.stringify(cell)}`;
    })
    .join(', ');
}

function reasonTable(reasons: readonly RejectedReason[], cells: Shown['cells']): string {
  const text = table(
    [{ title: 'reason' }, { title: 'column' }, { title: 'rows', align: 'right' }, { title: 'first lines' }],
    reasons.map(({ reason, column, count, lines }) => [
      reason,
      column ?? '-',
      number(count),
      placesText(column, lines, cells),
    ]),
  );
  return text.replaceAll(/^/gm, '  ');
}
