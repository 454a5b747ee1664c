/** The answers of a window as numbers, as many as make their distribution known. */
import type { AnswerReader } from '../data/readers/capture.ts';
import { answeredRows } from './answers.ts';
import { type Question, scoredRow } from './question.ts';

/** All of the first requests are looked at, then one of so many: 20,000 make no quantile surer than matters. */
const FIRST = 20_000;
const THEN_EVERY = 16;

/** @param take of one answer: the score of a classifier or the prediction of a regression, a row each; undefined for one that cannot be read */
export function answerSample(question: Question, take: (values: (number | undefined)[]) => void): AnswerReader {
  let met = 0;
  return {
    wants() {
      met += 1;
      return met <= FIRST || met % THEN_EVERY === 0;
    },
    read(answer) {
      take((answeredRows(answer) ?? [undefined]).map((row) => row && scoredRow(question, row)?.score));
    },
  };
}
