/** Rejected rows as a file for people: a line a fault, in the order of the rows. Nothing in it is run by a spreadsheet. */
import { notFormula } from './formula.ts';
import { type RowFaultAt, reasonText } from './rejections.ts';
import { csvWriter } from './write-csv.ts';

export const REJECTS_HEADER = 'line,column,reason,value\n';
/** Lines that are written, of one reading. */
export const MOST_REJECTS_LISTED = 10_000;

export interface RejectsList {
  linesOf(rejected: readonly { line: number; faults: readonly RowFaultAt[] }[]): string;
  /** What to write behind all rows: how many faults were not listed; empty when all were. */
  rest(): string;
}

/** @param placeOf how the line of a row is written @param most lines, without the one that counts the rest */
export function rejectsList(placeOf: (line: number) => string = String, most = MOST_REJECTS_LISTED): RejectsList {
  const writer = csvWriter();
  let found = 0;
  return {
    linesOf(rejected) {
      let lines = '';
      for (const { line, faults } of rejected)
        for (const fault of faults) {
          found += 1;
          if (found > most) continue;
          const { column = '', value = '' } = fault;
          const reason = reasonText(fault);
          lines += writer.line([placeOf(line), notFormula(column), notFormula(reason), notFormula(value)]);
        }
      return lines;
    },
    rest: () => restOfRejects(found, most),
  };
}

/** The line that counts what was not listed; empty when all was. @param found faults */
export const restOfRejects = (found: number, most = MOST_REJECTS_LISTED): string =>
  found > most ? csvWriter().line(['', '', `and ${found - most} more`, '']) : '';
