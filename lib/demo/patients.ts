/** The demo's data: real measurements, and the ways they are changed in the story. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { PYTHON, ROOT } from '../local/paths.ts';

export interface Table {
  header: string[];
  rows: string[][];
}

/** scikit-learn's breast-cancer data, 569 patients. */
export function readPatients(): Table {
  const result = spawnSync(PYTHON, [path.join(ROOT, 'lib', 'demo', 'breast_cancer.py')], { encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`the data set could not be written: ${result.stderr}`);
  const [header = [], ...rows] = result.stdout
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  return { header, rows };
}

export const csv = ({ header, rows }: Table): string => `${[header, ...rows].map((row) => row.join(',')).join('\n')}\n`;

/** Rows as the model is asked: features only, in the order of the columns. */
export function features({ header, rows }: Table): string[][] {
  const kept = header.flatMap((name, i) => (name === 'patient' || name === 'diagnosis' ? [] : [i]));
  return rows.map((row) => kept.map((i) => row[i] ?? ''));
}

/** What a change of unit from centimetres to millimetres does to a column: lengths x10, areas x100. */
export function unitFactor(column: string): number {
  if (/radius|perimeter/.test(column)) return 10;
  return column.includes('area') ? 100 : 1;
}

/** The same patients as a clinic that measures in millimetres sends them. */
export function inMillimetres({ header, rows }: Table): Table {
  const convert = (cell: string, factor: number): string =>
    factor === 1 ? cell : String(Number((Number(cell) * factor).toPrecision(12)));
  return { header, rows: rows.map((row) => row.map((cell, i) => convert(cell, unitFactor(header[i] ?? '')))) };
}

/** One row in five has lost a cell, as live traffic does and held-out data did not. */
export function withGaps(rows: readonly string[][]): string[][] {
  return rows.map((row, i) => (i % 5 === 0 ? row.with(i % row.length, '') : [...row]));
}
