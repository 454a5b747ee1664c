import { printable } from './text.ts';
import type { Paint, Tone } from './tones.ts';

export interface Column {
  title: string;
  align?: 'left' | 'right';
  /** A column of state words: the tone of each. */
  tone?: (cell: string) => Tone | undefined;
}

const plain: Paint = (text) => text;

/** A table without borders: columns two blanks apart, numbers to the right. Cells are made printable. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[], paint: Paint = plain): string {
  const cells = rows.map((row) => row.map(printable));
  const widths = columns.map((column, i) =>
    cells.reduce((widest, row) => Math.max(widest, row[i]?.length ?? 0), column.title.length),
  );
  const padded = (row: readonly string[]): string[] =>
    columns.map((column, i) => {
      const cell = row[i] ?? '';
      if (column.align === 'right') return cell.padStart(widths[i] ?? 0);
      return i === columns.length - 1 ? cell : cell.padEnd(widths[i] ?? 0);
    });
  const toned = (row: readonly string[]): string[] =>
    padded(row).map((text, i) => {
      const tone = columns[i]?.tone?.(row[i] ?? '');
      return tone ? paint(text, tone) : text;
    });
  return [padded(columns.map(({ title }) => title)), ...cells.map(toned)]
    .map((line) => line.join('  ').trimEnd())
    .join('\n');
}
