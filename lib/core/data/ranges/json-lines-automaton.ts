/** Rows of JSON Lines as readers/json-lines.ts reads them: a line feed ends a row, whatever stands before it. */
import { LINE_END, ROW_BEGIN, ROW_END, type RowAutomaton } from './row-automaton.ts';

/** The line has blanks only so far. They belong to no row: one begins with its first other byte. */
const BLANK = 0;
const IN_ROW = 1;

const LF = 0x0a;
const BLANKS = [0x20, 0x09, 0x0d];

export function jsonLinesAutomaton(): RowAutomaton {
  const table = new Uint8Array(2 << 8);
  table.fill(IN_ROW | ROW_BEGIN, BLANK << 8, IN_ROW << 8);
  table.fill(IN_ROW, IN_ROW << 8);
  for (const byte of BLANKS) table[(BLANK << 8) | byte] = BLANK;
  table[(BLANK << 8) | LF] = BLANK | LINE_END;
  table[(IN_ROW << 8) | LF] = BLANK | LINE_END | ROW_END;
  return {
    states: 2,
    table,
    start: BLANK,
    betweenRows: new Set([BLANK]),
    // The reader tells a file that ends within a row.
    unfinished: new Set(),
    overlong: { reason: 'header', mend: 'write one object a line, by a JSON library' },
  };
}
