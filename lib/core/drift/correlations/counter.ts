import type { CellBatch } from '../../data/cell-batch.ts';
import { cellText } from '../../data/cell-text.ts';
import { cellFaults } from '../../data/columns/cell-faults.ts';
import type { KernelCells } from '../../data/columns/kernel-cells.ts';
import { missingWords } from '../../data/columns/missing-words.ts';
import { readNumbers } from '../../data/columns/numbers.ts';
import { countUpTo } from '../../data/profile/search.ts';
import { anyNumber } from '../any-number.ts';
import { booleanLevelOf, levelOf } from '../cells.ts';
import { binScores, commonLevel, LARGEST, type ScoredColumn } from './scores.ts';
import { addHigherSums, addSums, higherSumsOf, type ReferenceSums, sumsOf } from './sums.ts';

/** Scores of one column of a batch, by row. */
type Score = (batch: CellBatch, cells: KernelCells, rows: number, scores: Float64Array) => void;

export interface ScoreCounting {
  /** Rows that are looked at, the first ones: more make nothing surer that is large enough to matter. */
  readonly most: number;
  /** Whether the sums are counted too that tell how much a correlation varies by chance. */
  readonly higher: boolean;
}
export const OF_WINDOW: ScoreCounting = { most: 20_000, higher: false };
export const OF_BASELINE: ScoreCounting = { most: Number.POSITIVE_INFINITY, higher: true };

/** Sums of scores over rows. */
export class ScoreCounter {
  readonly #columns: readonly Score[];
  readonly #counting: ScoreCounting;
  readonly #sums: Float64Array;
  readonly #higher: Float64Array;
  #scores: Float64Array[] = [];
  #rows = 0;

  constructor(columns: readonly ScoredColumn[], counting: ScoreCounting) {
    this.#columns = columns.map(scoreOf);
    this.#counting = counting;
    this.#sums = new Float64Array(sumsOf(columns.length));
    this.#higher = new Float64Array(counting.higher ? higherSumsOf(columns.length) : 0);
  }

  /** @param batch rows without faults, cells in contract order */
  add(batch: CellBatch, cells: KernelCells): void {
    const { most, higher } = this.#counting;
    const rows = Math.min(batch.rows, most - this.#rows);
    if (rows <= 0) return;
    // Numbers are read a batch at a time.
    this.#scores = this.#columns.map((_, i) => roomFor(this.#scores[i], batch.rows));
    for (const [i, score] of this.#columns.entries()) score(batch, cells, rows, this.#scores[i] as Float64Array);
    addSums(this.#sums, this.#scores, rows);
    if (higher) addHigherSums(this.#higher, this.#scores, rows);
    this.#rows += rows;
  }

  counts(): ReferenceSums {
    return { rows: this.#rows, sums: [...this.#sums], higher: [...this.#higher] };
  }
}

const roomFor = (array: Float64Array | undefined, rows: number): Float64Array =>
  array && array.length >= rows ? array : new Float64Array(rows);

const scoreOf = (column: ScoredColumn): Score => (column.kind === 'number' ? numberScore(column) : levelScore(column));

function numberScore({ place, edges, counts, nulls = [] }: ScoredColumn & { kind: 'number' }): Score {
  const scoreOfBin = binScores(counts);
  const sorted = Float64Array.from(edges);
  const words = missingWords(new Set(nulls));
  const rule = anyNumber(nulls);
  const faults = cellFaults();
  return (batch, cells, rows, scores) => {
    readNumbers(batch, cells, place, scores, rule, place, faults, words);
    words.settle(() => false);
    faults.take();
    for (let row = 0; row < rows; row++) {
      const value = scores[row] as number;
      scores[row] = Number.isNaN(value) ? 0 : (scoreOfBin[countUpTo(sorted, value)] as number);
    }
  };
}

function levelScore(column: ScoredColumn & { kind: 'category' }): Score {
  const { place, type, nulls = [] } = column;
  const common = commonLevel(column);
  const words = new Set(nulls);
  const read = type === 'boolean' ? booleanLevelOf : levelOf;
  return (batch, _cells, rows, scores) => {
    for (let row = 0; row < rows; row++) {
      const text = cellText(batch, row * batch.width + place);
      const level = read(text);
      const isMissing = level === undefined || words.has(text.trim());
      scores[row] = isMissing ? 0 : level === common ? LARGEST : -LARGEST;
    }
  };
}
