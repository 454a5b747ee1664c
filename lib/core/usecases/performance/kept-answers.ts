/** The answers of each day, as they are kept for labels that come late. */
import { answersKey, answersPrefix } from '../../contracts/locations.ts';
import { parseAnswers } from '../../performance/kept-answers.ts';
import type { LabelBook } from '../../performance/label-book.ts';
import type { LabelledDay } from '../../performance/labelled-days.ts';
import { LabelledRows } from '../../performance/labelled-rows.ts';
import type { Question } from '../../performance/question.ts';
import type { Objects } from '../../ports/objects.ts';
import type { Window } from '../drift-windows.ts';
import { firstWithin, textsOf } from '../small-objects.ts';
import { type WindowObject, windowObjects } from '../window-objects.ts';

export interface AnswersPlace {
  bucket: string;
  model: string;
  stage: string;
  configuration: string;
}

/** What one function reads in its minutes: a hundred days of 300,000 rows. */
const MOST_BYTES = 2 * 1024 ** 3;

export async function putAnswers(objects: Objects, place: AnswersPlace, day: Window, text: string): Promise<void> {
  const { bucket, model, stage, configuration } = place;
  await objects.put({ bucket, key: answersKey(model, stage, configuration, day) }, text, { contentType: 'text/csv' });
}

/**
 * Days of answers joined with the labels that came, newest first.
 * @param span days that began at `from` or later and ended by `to`
 */
export async function labelledDays(
  objects: Objects,
  { bucket, model, stage, configuration }: AnswersPlace,
  { from, to }: Window,
  book: LabelBook,
  question: Question,
): Promise<LabelledDay[]> {
  const prefix = answersPrefix(model, stage, configuration);
  const kept: WindowObject[] = [];
  for await (const day of windowObjects(objects, bucket, prefix, { from, to })) kept.push(day);
  const days: LabelledDay[] = [];
  for await (const { file, text } of textsOf(objects, bucket, firstWithin(kept.reverse(), MOST_BYTES))) {
    const rows = new LabelledRows(question.task);
    for (const answer of parseAnswers(text)) rows.add(answer, book, question);
    days.push({ from: file.from, to: file.to, rows });
  }
  return days;
}
