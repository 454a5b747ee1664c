/** Rows of the canonical files: no header, comma, LF, one physical line a record. */

export interface CsvWriter {
  /** The row's line, with its line end. */
  line(cells: readonly string[]): string;
  /** Cells whose line breaks became a space. */
  readonly flattened: number;
}

export function csvWriter(): CsvWriter {
  let flattened = 0;
  const written = (cell: string): string => {
    if (!/[",\r\n]/.test(cell)) return cell;
    let text = cell;
    if (/[\r\n]/.test(text)) {
      flattened += 1;
      text = text.replace(/\r\n?|\n/g, ' ');
    }
    return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return {
    line(cells) {
      // A lone missing cell would be an empty line, which line splitters drop.
      if (cells.length === 1 && cells[0] === '') return '""\n';
      let line = written(cells[0] ?? '');
      for (let i = 1; i < cells.length; i++) line += `,${written(cells[i] ?? '')}`;
      return `${line}\n`;
    },
    get flattened() {
      return flattened;
    },
  };
}
