/** What a model is asked, as numbers: answers and labels of a classifier are 0 and 1, the positive label being 1. */
import type { Task } from '../contracts/schema.ts';
import type { AnsweredRow } from './answers.ts';

/** `labels`: of a classifier, the positive one second. */
export interface Question {
  task: Task;
  labels?: readonly [string, string] | undefined;
}

/** Of a regression both are the prediction. */
export interface ScoredRow {
  predicted: number;
  score: number;
}

/** @returns undefined for a label that is none of the model's, or a score that is no probability */
export function scoredRow(question: Question, { label, score }: AnsweredRow): ScoredRow | undefined {
  if (question.task === 'regression') return { predicted: score, score };
  const predicted = label === undefined ? undefined : labelIndex(question, label);
  return predicted === undefined || score < 0 || score > 1 ? undefined : { predicted, score };
}

/** @returns undefined for what can be no label of the model */
export function actualOf(question: Question, label: string): number | undefined {
  if (question.task !== 'regression') return labelIndex(question, label);
  const value = Number(label);
  return Number.isFinite(value) ? value : undefined;
}

function labelIndex({ labels }: Question, label: string): number | undefined {
  const index = labels?.indexOf(label) ?? -1;
  return index === -1 ? undefined : index;
}
