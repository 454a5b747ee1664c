/** Columns of twelve shapes: from the ordinary to those that break sums, sketches and histograms. */
import type { Random } from '../random.ts';

export interface Shape {
  name: string;
  cell(random: Random): string;
}

const number = (of: (random: Random) => number) => (random: Random) => String(of(random));
const START = Date.UTC(2026, 0, 1);

export const SHAPES: readonly Shape[] = [
  { name: 'normal', cell: number(({ normal }) => normal()) },
  { name: 'lognormal', cell: number(({ normal }) => Math.exp(2 * normal())) },
  { name: 'pareto', cell: number(({ next }) => (1 - next()) ** (-1 / 1.2)) },
  { name: 'zero-inflated', cell: number(({ chance, normal }) => (chance(0.7) ? 0 : Math.exp(normal()))) },
  { name: 'digits', cell: number(({ below }) => below(10)) },
  { name: 'constant', cell: () => '42.5' },
  { name: 'bimodal', cell: number(({ chance, normal }) => (chance(0.3) ? -50 : 80) + normal()) },
  { name: 'timestamps', cell: ({ below }) => new Date(START + below(40_000_000) * 1000).toISOString() },
  { name: 'tiny-variance', cell: number(({ normal }) => 1e9 + 1e-3 * normal()) },
  { name: 'mixed-magnitudes', cell: number(({ next, chance }) => (chance(0.5) ? -1 : 1) * 10 ** (16 * next() - 8)) },
  { name: 'heavy-ties', cell: number(({ next }) => Math.floor(40 * next() ** 3) / 8) },
  { name: 'uniform', cell: number(({ next }) => next()) },
];

export const ORDERS = ['random', 'sorted', 'reversed'] as const;
export type Order = (typeof ORDERS)[number];

const NULL_SHARE = 0.01;

/** A CSV with a column of each shape; `order` is that of the values within each column, gaps last where they are sorted. */
export function shapesCsv(random: Random, rows: number, order: Order): string {
  const columns = SHAPES.map(({ cell }) => {
    const cells = Array.from({ length: rows }, () => (random.chance(NULL_SHARE) ? '' : cell(random)));
    return ordered(cells, order);
  });
  const lines = [SHAPES.map(({ name }) => name).join(',')];
  for (let row = 0; row < rows; row++) lines.push(columns.map((cells) => cells[row] ?? '').join(','));
  return `${lines.join('\n')}\n`;
}

function ordered(cells: string[], order: Order): string[] {
  if (order === 'random') return cells;
  const key = (cell: string): number =>
    cell === '' ? Number.POSITIVE_INFINITY : cell.endsWith('Z') ? Date.parse(cell) : Number(cell);
  const keyed = cells.map((cell) => ({ cell, key: key(cell) })).sort((a, b) => a.key - b.key || 0);
  const sorted = keyed.map(({ cell }) => cell);
  return order === 'sorted' ? sorted : sorted.reverse();
}
