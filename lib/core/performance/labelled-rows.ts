/** Answers joined with the labels that came: what was predicted beside what was true, and how late that was known. */

import type { Estimate } from '../evaluation/estimate.ts';
import { quantile } from '../evaluation/intervals.ts';
import type { Metric } from '../evaluation/metric.ts';
import { BINARY_METRICS, REGRESSION_METRICS } from '../evaluation/metrics/registry.ts';
import { seededRandom } from '../evaluation/random.ts';
import type { BinaryRows, RegressionRows } from '../evaluation/rows.ts';
import type { ScoredAnswer } from './captured-answers.ts';
import type { ConfigurationPerformance } from './document.ts';
import type { LabelBook } from './label-book.ts';
import { actualOf, type Question } from './question.ts';

const HOUR_MS = 3_600_000;

type Counts = Pick<ConfigurationPerformance, 'rows' | 'labelled' | 'strangeLabels' | 'coverage' | 'delayHours'>;

export class LabelledRows {
  readonly #task: Question['task'];
  readonly #actual: number[] = [];
  readonly #predicted: number[] = [];
  readonly #scores: number[] = [];
  /** Of labelled rows: inference time, milliseconds since 1970, and hours from it to the label. */
  readonly #asked: number[] = [];
  readonly #delays: number[] = [];
  /** Inference times of all rows, labelled or not. */
  readonly #all: number[] = [];
  #strangeLabels = 0;

  constructor(task: Question['task']) {
    this.#task = task;
  }

  /** @param question of the same task */
  add(answer: ScoredAnswer, book: LabelBook, question: Question): void {
    this.#all.push(answer.asked);
    const found = answer.inferenceId === undefined ? undefined : book.take(answer.inferenceId, answer.row);
    if (!found) return;
    const actual = actualOf(question, found.label);
    if (actual === undefined) {
      this.#strangeLabels += 1;
      return;
    }
    this.#actual.push(actual);
    this.#predicted.push(answer.predicted);
    this.#scores.push(answer.score);
    this.#asked.push(answer.asked);
    this.#delays.push(Math.max(0, found.came - answer.asked) / HOUR_MS);
  }

  /** The rows of all, of one task; only those asked until a time, where there is one. @param until milliseconds since 1970 */
  static join(
    task: Question['task'],
    parts: readonly LabelledRows[],
    until: number = Number.POSITIVE_INFINITY,
  ): LabelledRows {
    const joined = new LabelledRows(task);
    for (const part of parts) {
      for (const asked of part.#all) if (asked <= until) joined.#all.push(asked);
      for (const [row, asked] of part.#asked.entries()) if (asked <= until) joined.#copy(part, row, asked);
      joined.#strangeLabels += part.#strangeLabels;
    }
    return joined;
  }

  #copy(from: LabelledRows, row: number, asked: number): void {
    this.#actual.push(from.#actual[row] ?? 0);
    this.#predicted.push(from.#predicted[row] ?? 0);
    this.#scores.push(from.#scores[row] ?? 0);
    this.#delays.push(from.#delays[row] ?? 0);
    this.#asked.push(asked);
  }

  get task(): Question['task'] {
    return this.#task;
  }

  get labelled(): number {
    return this.#actual.length;
  }

  counts(): Counts {
    const delays = this.#delays.toSorted((a, b) => a - b);
    return {
      rows: this.#all.length,
      labelled: this.labelled,
      strangeLabels: this.#strangeLabels,
      ...(this.#all.length > 0 ? { coverage: this.labelled / this.#all.length } : {}),
      ...(this.labelled > 0 ? { delayHours: { median: quantile(delays, 0.5), p90: quantile(delays, 0.9) } } : {}),
    };
  }

  binary(): BinaryRows {
    return {
      actual: Uint8Array.from(this.#actual),
      predicted: Uint8Array.from(this.#predicted),
      scores: Float64Array.from(this.#scores),
    };
  }

  regression(): RegressionRows {
    return { actual: Float64Array.from(this.#actual), predicted: Float64Array.from(this.#predicted) };
  }

  /**
   * Metrics of the labelled rows, as a candidate's are evaluated; those that are not defined are absent.
   * @param seed of the bootstrap; equal rows and seeds give equal intervals
   * @param names those that are wanted; absent: all
   */
  measured(seed: string, names?: readonly string[]): Record<string, Estimate> {
    if (this.labelled === 0) return {};
    return this.#task === 'regression'
      ? estimates(REGRESSION_METRICS, this.regression(), seed, names)
      : estimates(BINARY_METRICS, this.binary(), seed, names);
  }
}

function estimates<Rows>(
  metrics: readonly Metric<Rows>[],
  rows: Rows,
  seed: string,
  names?: readonly string[],
): Record<string, Estimate> {
  return Object.fromEntries(
    metrics.flatMap(({ name, estimate }) => {
      if (names && !names.includes(name)) return [];
      const found = estimate(rows, seededRandom(`${seed}/${name}`));
      return found ? [[name, found] as const] : [];
    }),
  );
}
