/** One CSV record that is in memory already (RFC 4180, comma), as requests to a model carry it. */

/**
 * The cells of a record on one physical line.
 *
 * @returns undefined when a quoted cell does not end, or is followed by other text
 */
export function parseRecord(line: string): string[] | undefined {
  if (!line.includes('"')) return line.split(',');
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    const cell = line[at] === '"' ? quotedCell(line, at) : plainCell(line, at);
    if (!cell) return undefined;
    cells.push(cell.text);
    if (cell.end === line.length) return cells;
    at = cell.end + 1;
  }
}

interface Cell {
  text: string;
  /** Index of the comma behind the cell, or the length of the line. */
  end: number;
}

function plainCell(line: string, start: number): Cell {
  const comma = line.indexOf(',', start);
  const end = comma === -1 ? line.length : comma;
  return { text: line.slice(start, end), end };
}

function quotedCell(line: string, start: number): Cell | undefined {
  let text = '';
  for (let from = start + 1; ; ) {
    const quote = line.indexOf('"', from);
    if (quote === -1) return undefined;
    text += line.slice(from, quote);
    if (line[quote + 1] !== '"') {
      const end = quote + 1;
      return end === line.length || line[end] === ',' ? { text, end } : undefined;
    }
    text += '"';
    from = quote + 2;
  }
}
