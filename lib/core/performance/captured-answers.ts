/** What a model answered, row by row, from captured records: each record once, and those that cannot be read by their reason. */
import type { CaptureRecord } from '../data/readers/capture-record.ts';
import { answeredRows } from './answers.ts';
import { type Question, type ScoredRow, scoredRow } from './question.ts';

/** The answer to one row of a request. */
export interface ScoredAnswer extends ScoredRow {
  /** Absent: no label can be joined. */
  inferenceId?: string;
  /** Of the request, from 1. */
  row: number;
  /** Inference time, milliseconds since 1970. */
  asked: number;
}

export class CapturedAnswers {
  readonly #question: Question;
  readonly #events = new Set<string>();
  readonly #unread: Record<string, number> = {};
  #requests = 0;

  constructor(question: Question) {
    this.#question = question;
  }

  /** A line that could not be read. */
  skip(reason: string): void {
    this.#unread[reason] = (this.#unread[reason] ?? 0) + 1;
  }

  /** @returns none of a record that was captured before, or cannot be read */
  read({ eventId, inferenceId, inferenceTime, rows, output }: CaptureRecord): ScoredAnswer[] {
    if (this.#events.has(eventId)) return [];
    this.#events.add(eventId);
    const scored = this.#scoredRows(output, rows.length);
    if (typeof scored === 'string') {
      this.skip(scored);
      return [];
    }
    this.#requests += 1;
    const of = { asked: Date.parse(inferenceTime), ...(inferenceId === undefined ? {} : { inferenceId }) };
    return scored.map((row, index) => ({ ...of, row: index + 1, ...row }));
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

  /** Requests that were read, and those that were not. */
  counts(): { requests: number; unread: Record<string, number> } {
    return { requests: this.#requests, unread: this.#unread };
  }
}
