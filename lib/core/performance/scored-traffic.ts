/** The answers of one configuration in a window, each record once, joined with the labels that came. */
import type { CaptureRecord } from '../data/readers/capture-record.ts';
import type { Estimate } from '../evaluation/estimate.ts';
import { CapturedAnswers, type ScoredAnswer } from './captured-answers.ts';
import type { ConfigurationPerformance } from './document.ts';
import type { UnlabelledRows } from './expected.ts';
import type { LabelBook } from './label-book.ts';
import { LabelledRows } from './labelled-rows.ts';
import type { Question } from './question.ts';

type Counts = Pick<
  ConfigurationPerformance,
  'requests' | 'rows' | 'unread' | 'labelled' | 'strangeLabels' | 'coverage' | 'delayHours'
>;

export class ScoredTraffic {
  readonly #question: Question;
  readonly #book: LabelBook;
  readonly #answers: CapturedAnswers;
  readonly #labelled: LabelledRows;
  readonly #all = { predicted: [] as number[], scores: [] as number[] };

  constructor(question: Question, book: LabelBook) {
    this.#question = question;
    this.#book = book;
    this.#answers = new CapturedAnswers(question);
    this.#labelled = new LabelledRows(question.task);
  }

  /** A line that could not be read. */
  skip(reason: string): void {
    this.#answers.skip(reason);
  }

  /** A record that was captured twice counts once. @returns its answers */
  add(record: CaptureRecord): ScoredAnswer[] {
    const answers = this.#answers.read(record);
    for (const answer of answers) {
      this.#all.predicted.push(answer.predicted);
      this.#all.scores.push(answer.score);
      this.#labelled.add(answer, this.#book, this.#question);
    }
    return answers;
  }

  counts(): Counts {
    return { ...this.#answers.counts(), ...this.#labelled.counts() };
  }

  /** Every row, for an estimate without labels. */
  unlabelled(): UnlabelledRows {
    return { predicted: Uint8Array.from(this.#all.predicted), scores: Float64Array.from(this.#all.scores) };
  }

  /** @param seed of the bootstrap; equal rows and seeds give equal intervals */
  measured(seed: string): Record<string, Estimate> {
    return this.#labelled.measured(seed);
  }
}
