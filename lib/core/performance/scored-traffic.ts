/** The answers of one configuration in a window, each record once, joined with the labels that came. */
import type { CaptureRecord } from '../data/readers/capture-record.ts';
import { quantile } from '../evaluation/intervals.ts';
import type { Estimate } from '../evaluation/metric.ts';
import { BINARY_METRICS, REGRESSION_METRICS } from '../evaluation/metrics/registry.ts';
import { seededRandom } from '../evaluation/random.ts';
import type { BinaryRows } from '../evaluation/rows.ts';
import { answeredRows } from './answers.ts';
import type { ConfigurationPerformance } from './document.ts';
import type { UnlabelledRows } from './expected.ts';
import type { LabelBook } from './label-book.ts';
import { actualOf, type Question, type ScoredRow, scoredRow } from './question.ts';

const HOUR_MS = 3_600_000;

type Counts = Pick<
  ConfigurationPerformance,
  'requests' | 'rows' | 'unread' | 'labelled' | 'strangeLabels' | 'coverage' | 'delayHours'
>;

export class ScoredTraffic {
  readonly #question: Question;
  readonly #book: LabelBook;
  readonly #events = new Set<string>();
  readonly #unread: Record<string, number> = {};
  readonly #all = { predicted: [] as number[], scores: [] as number[] };
  readonly #labelled = { actual: [] as number[], predicted: [] as number[], scores: [] as number[] };
  readonly #delays: number[] = [];
  #requests = 0;
  #strangeLabels = 0;

  constructor(question: Question, book: LabelBook) {
    this.#question = question;
    this.#book = book;
  }

  /** A line that could not be read. */
  skip(reason: string): void {
    this.#unread[reason] = (this.#unread[reason] ?? 0) + 1;
  }

  /** A record that was captured twice counts once. */
  add({ eventId, inferenceId, inferenceTime, rows, output }: CaptureRecord): void {
    if (this.#events.has(eventId)) return;
    this.#events.add(eventId);
    const scored = this.#scoredRows(output, rows.length);
    if (typeof scored === 'string') {
      this.skip(scored);
      return;
    }
    this.#requests += 1;
    for (const [index, row] of scored.entries()) {
      this.#all.predicted.push(row.predicted);
      this.#all.scores.push(row.score);
      if (inferenceId !== undefined) this.#join(inferenceId, index + 1, row, Date.parse(inferenceTime));
    }
  }

  /** @returns why there are none */
  #scoredRows(output: CaptureRecord['output'], rows: number): ScoredRow[] | string {
    if (!output) return 'no-answer';
    const answers = answeredRows(output);
    if (!answers) return 'answer-not-readable';
    if (answers.length !== rows) return 'answer-of-other-length';
    const scored = answers.flatMap((answer) => scoredRow(this.#question, answer) ?? []);
    return scored.length === rows ? scored : 'answer-of-another-question';
  }

  #join(inferenceId: string, row: number, scored: ScoredRow, asked: number): void {
    const found = this.#book.take(inferenceId, row);
    if (!found) return;
    const actual = actualOf(this.#question, found.label);
    if (actual === undefined) {
      this.#strangeLabels += 1;
      return;
    }
    this.#labelled.actual.push(actual);
    this.#labelled.predicted.push(scored.predicted);
    this.#labelled.scores.push(scored.score);
    this.#delays.push(Math.max(0, found.came - asked) / HOUR_MS);
  }

  counts(): Counts {
    const rows = this.#all.scores.length;
    const labelled = this.#labelled.actual.length;
    const delays = this.#delays.toSorted((a, b) => a - b);
    return {
      requests: this.#requests,
      rows,
      unread: this.#unread,
      labelled,
      strangeLabels: this.#strangeLabels,
      ...(rows > 0 ? { coverage: labelled / rows } : {}),
      ...(labelled > 0 ? { delayHours: { median: quantile(delays, 0.5), p90: quantile(delays, 0.9) } } : {}),
    };
  }

  /** Every row, for an estimate without labels. */
  unlabelled(): UnlabelledRows {
    return { predicted: Uint8Array.from(this.#all.predicted), scores: Float64Array.from(this.#all.scores) };
  }

  /**
   * Metrics of the labelled rows, as a candidate's are evaluated; those that are not defined are absent.
   * @param seed of the bootstrap; equal rows and seeds give equal intervals
   */
  measured(seed: string): Record<string, Estimate> {
    const { actual, predicted, scores } = this.#labelled;
    if (actual.length === 0) return {};
    if (this.#question.task === 'regression') {
      const rows = { actual: Float64Array.from(actual), predicted: Float64Array.from(predicted) };
      return defined(
        REGRESSION_METRICS.map(({ name, estimate }) => [name, estimate(rows, seededRandom(`${seed}/${name}`))]),
      );
    }
    const rows: BinaryRows = {
      actual: Uint8Array.from(actual),
      predicted: Uint8Array.from(predicted),
      scores: Float64Array.from(scores),
    };
    return defined(BINARY_METRICS.map(({ name, estimate }) => [name, estimate(rows, seededRandom(`${seed}/${name}`))]));
  }
}

const defined = (all: readonly (readonly [string, Estimate | undefined])[]): Record<string, Estimate> =>
  Object.fromEntries(all.flatMap(([name, estimate]) => (estimate ? [[name, estimate] as const] : [])));
