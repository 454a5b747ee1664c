/** Rows that were set aside, counted by column and reason. */
import * as z from 'zod';
import type { Finding, RejectedReason } from '../contracts/check.ts';
import { nameSome } from './name-some.ts';
import { RejectedLinesState, type RejectedTail, rejectedLines } from './rejected-lines.ts';

/** What can be wrong with a row, what was expected and what to do. The codes of readers/csv-limits come on top. */
const REASONS = {
  'wrong-cell-count': ['as many cells as the header', 'quote cells that hold the delimiter'],
  'not-utf8': ['text in UTF-8', 'save the file as UTF-8'],
  'unclosed-quote': ['quotes that are closed', 'double a quote that is part of a text'],
  'text-after-quote': ['a delimiter behind a closing quote', 'double a quote that is part of a text'],
  'cell-too-long': ['cells of at most 1 MB', 'shorten it; is a quote left open?'],
  'row-too-long': ['rows of at most 8 MB', 'shorten it; is a line end missing?'],
  'too-many-cells': ['at most 4,096 cells', 'leave columns out'],
  'broken-json': ['one JSON object on the line', 'write each row by a JSON library, one a line'],
  'nested-value': ['numbers, texts, true, false or null', 'give nested values columns of their own'],
  'not-finite': ['numbers that are finite', 'write null where there is no number'],
  'repeated-key': ['each key once in a row', 'remove one of them'],
  'unknown-key': ['only keys of the first row', 'give the first row every key, null where it has no value'],
  'not-an-integer': ['a whole number', 'mend the cell, or declare type: number'],
  'not-a-number': ['a number with a decimal point', 'mend the cell, or leave it empty'],
  'not-a-boolean': ['true or false, yes or no, 1 or 0', 'mend the cell, or leave it empty'],
  'not-a-timestamp': ['a date or time like 2026-11-21T13:41:00Z', 'mend the cell, or leave it empty'],
  'below-min': ['at least the min of model.yaml', 'mend the cell, or lower min'],
  'above-max': ['at most the max of model.yaml', 'mend the cell, or raise max'],
  'not-an-allowed-value': ['one of the values of model.yaml', 'mend the cell, or add the value'],
  'empty-required': ['a value (required)', 'fill the cell, or drop required'],
  'empty-id': ['an id', 'fill the cell'],
  'empty-target': ['a value of the target', 'fill the cell, or leave the row out'],
  'repeated-value': ['a value that no row before has (unique)', 'leave the row out, or drop unique'],
  'breaks-rule': ['the rule', 'mend the cells, or the rule in model.yaml'],
  'unknown-label': ['one of the two labels of the first accepted upload', 'mend the cell, or leave the row out'],
} as const satisfies Record<string, readonly [expected: string, mend: string]>;
export type RejectReason = keyof typeof REASONS;

/** A row's faults belong to columns, except those of its form. */
export interface RowFaultAt {
  reason: RejectReason;
  column?: string;
  /** The likely cause, when the cell's look tells. */
  cause?: string;
  /** The cell, when it is a word for "nothing". */
  word?: string;
  /** `breaks-rule`: the rule. */
  rule?: string;
  /** The cell, shortened; for the list of rejected rows only, never for findings. */
  value?: string;
}

/** A reason in a list of rejected rows. */
export const reasonText = ({ reason, rule }: { reason: string; rule?: string | undefined }): string =>
  rule === undefined ? reason : `${reason}: ${rule}`;

const Tally = z.strictObject({
  reason: z.enum(Object.keys(REASONS) as [RejectReason, ...RejectReason[]]),
  column: z.string().optional(),
  cause: z.string().optional(),
  rule: z.string().optional(),
  count: z.number().int().positive(),
  lines: z.array(z.number()),
  /** Words for "nothing" among the cells, in the order they came. */
  words: z.array(z.string()),
});
type Tally = z.infer<typeof Tally>;

/** As JSON. Tallies in the order in which they were begun. */
export const RejectionsState = z.strictObject({
  rows: z.number().int().nonnegative(),
  tallies: z.array(Tally),
  /** Of rows with faults of cells. */
  places: RejectedLinesState,
});
export type RejectionsState = z.infer<typeof RejectionsState>;

const LINES = 3;

const MOST_WORDS = 5;

export interface Rejections {
  /** One row with all its faults. */
  add(line: number, faults: readonly RowFaultAt[]): void;
  readonly rows: number;
  /** Most frequent first. A row with several faults counts in several reasons. */
  reasons(): RejectedReason[];
  /** What looks like the cause of most of them first. @param last line of the file, or one not far before it */
  findings(last: number): Finding[];
  /** Takes in those of later rows, as if they had been added one by one. */
  merge(later: RejectionsState): void;
  state(): RejectionsState;
}

export function rejections(): Rejections {
  const tallies = new Map<string, Tally>();
  const places = rejectedLines();
  let rows = 0;
  function count(more: Tally): void {
    const key = `${reasonText(more)}\0${more.column ?? ''}`;
    const tally = tallies.get(key);
    if (!tally) {
      tallies.set(key, { ...more, lines: [...more.lines], words: [...more.words] });
      return;
    }
    tally.count += more.count;
    tally.lines.push(...more.lines.slice(0, LINES - tally.lines.length));
    for (const word of more.words)
      if (tally.words.length < MOST_WORDS && !tally.words.includes(word)) tally.words.push(word);
    if (tally.cause === undefined && more.cause !== undefined) tally.cause = more.cause;
  }
  const sorted = () => [...tallies.values()].sort((a, b) => b.count - a.count);
  return {
    add(line, faults) {
      rows += 1;
      if (faults.some(({ column }) => column !== undefined)) places.add(line);
      for (const { word, value: _, ...fault } of faults)
        count({ ...fault, count: 1, lines: [line], words: word === undefined ? [] : [word] });
    },
    merge(later) {
      rows += later.rows;
      for (const tally of later.tallies) count(tally);
      places.merge(later.places);
    },
    state: () => ({ rows, tallies: [...tallies.values()], places: places.state() }),
    get rows() {
      return rows;
    },
    reasons: () =>
      sorted().map(({ column, count, lines, ...fault }) => ({
        ...(column === undefined ? {} : { column: column.slice(0, 80) }),
        reason: reasonText(fault),
        count,
        lines,
      })),
    findings: (last) => [...shiftedFrom(places.tail(last), sorted()), ...sorted().map(findingOf)],
  };
}

/** Columns that must break the contract from one line on, for the columns to be thought shifted, and how many of its rows. */
const LEAST_COLUMNS = 2;
const LEAST_SHARE = 0.2;

function shiftedFrom(tail: RejectedTail | undefined, tallies: readonly Tally[]): Finding[] {
  if (!tail) return [];
  const { line, rows } = tail;
  // What a cell's look explains is no shift; and few of its rows may stand before the line.
  const broken = tallies.filter(
    ({ cause, words, count, lines }) =>
      cause === undefined && words.length === 0 && count >= LEAST_SHARE * rows && (lines.at(-1) ?? 0) >= line,
  );
  const columns = new Set(broken.flatMap(({ column }) => column ?? []));
  if (columns.size < LEAST_COLUMNS) return [];
  return [
    {
      rule: 'columns-shifted',
      expected: 'each column with its own values',
      seen: `about from line ${line} on most rows break ${columns.size} columns: ${nameSome([...columns])}`,
      count: rows,
      lines: [line],
      cause: 'columns shifted by one from that line on: a cell too many or too few, or another version of the export?',
      mend: 'write the rows from that line on again, each cell under its name',
    },
  ];
}

function findingOf({ reason, column, count, lines, cause, words, rule }: Tally): Finding {
  const [wanted, mend] = REASONS[reason];
  const missing = [...words].map((word) => JSON.stringify(word)).join(', ');
  return {
    ...(column === undefined ? {} : { column }),
    rule: reason,
    expected: rule ?? wanted,
    seen: `${count} ${count === 1 ? 'row' : 'rows'}, first at line ${lines[0] ?? 1}`,
    count,
    lines,
    ...(missing === ''
      ? { ...(cause === undefined ? {} : { cause }), mend }
      : {
          cause: `${missing} for a missing value`,
          mend: `name it in model.yaml, data.nulls: [${missing}], and apply; or empty the cells`,
        }),
  };
}
