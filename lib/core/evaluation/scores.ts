import { cells } from './record.ts';
import type { BinaryRows, RegressionRows } from './rows.ts';

/** Which of the files that evaluation reads is wrong. */
export type ScoredFile = 'labels' | 'candidate' | 'champion';

/** A scored file that cannot be evaluated. `line` counts from 1; absent when the file as a whole is wrong. */
export class ScoresUnreadable extends Error {
  override readonly name = 'ScoresUnreadable';
  readonly file: ScoredFile;
  readonly line: number | undefined;
  constructor(file: ScoredFile, line: number | undefined, found: string) {
    super(line === undefined ? `${file}: ${found}` : `${file}, line ${line}: ${found}`);
    this.file = file;
    this.line = line;
  }
}

/**
 * Binary rows from a labels file (a label a line) and a scored file (`label,score` a line, score = probability of the
 * positive label).
 * @param labels the two labels as they are written, the positive one second
 * @throws ScoresUnreadable
 */
export function parseBinary(
  actual: string,
  scored: string,
  labels: readonly [string, string],
  file: ScoredFile,
): BinaryRows {
  const truth = records(actual, 'labels');
  const answers = records(scored, file);
  sameLength(truth, answers, file);
  return {
    actual: Uint8Array.from(truth, (record) => labelIndex(record, labels, 'labels', 1)),
    predicted: Uint8Array.from(answers, (record) => labelIndex(record, labels, file, 2)),
    scores: Float64Array.from(answers, (record) => probability(record, file)),
  };
}

/**
 * Regression rows from a labels file (a number a line) and a scored file (a prediction a line).
 * @throws ScoresUnreadable
 */
export function parseRegression(actual: string, scored: string, file: ScoredFile): RegressionRows {
  const truth = records(actual, 'labels');
  const answers = records(scored, file);
  sameLength(truth, answers, file);
  return {
    actual: Float64Array.from(truth, (record) => onlyNumber(record, 'labels')),
    predicted: Float64Array.from(answers, (record) => onlyNumber(record, file)),
  };
}

interface ScoredLine {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Records of a file. Batch transform may leave empty lines where it joins its answers; no answer of ours is empty. */
function records(text: string, file: ScoredFile): ScoredLine[] {
  const found: ScoredLine[] = [];
  let line = 0;
  for (const raw of text.split('\n')) {
    line += 1;
    const content = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    if (content === '') continue;
    const parsed = cells(content);
    if (!parsed) throw new ScoresUnreadable(file, line, 'quotes do not match');
    found.push({ line, cells: parsed });
  }
  return found;
}

function sameLength(truth: readonly ScoredLine[], answers: readonly ScoredLine[], file: ScoredFile): void {
  if (truth.length === 0) throw new ScoresUnreadable('labels', undefined, 'has no rows');
  if (truth.length !== answers.length)
    throw new ScoresUnreadable(
      file,
      undefined,
      `has ${answers.length} predictions for ${truth.length} held-out rows; the model must answer one line a row`,
    );
}

function labelIndex(record: ScoredLine, labels: readonly [string, string], file: ScoredFile, expected: number): 0 | 1 {
  expectCells(record, file, expected);
  const label = record.cells[0];
  if (label === labels[1]) return 1;
  if (label === labels[0]) return 0;
  throw new ScoresUnreadable(file, record.line, `unknown label; the labels are "${labels[0]}" and "${labels[1]}"`);
}

function probability(record: ScoredLine, file: ScoredFile): number {
  const value = finite(record.cells[1]);
  if (value === undefined || value < 0 || value > 1)
    throw new ScoresUnreadable(file, record.line, 'the score is not a probability between 0 and 1');
  return value;
}

function onlyNumber(record: ScoredLine, file: ScoredFile): number {
  expectCells(record, file, 1);
  const value = finite(record.cells[0]);
  if (value === undefined) throw new ScoresUnreadable(file, record.line, 'not a finite number');
  return value;
}

function expectCells(record: ScoredLine, file: ScoredFile, expected: number): void {
  if (record.cells.length === expected) return;
  const form = expected === 2 ? 'label,score' : file === 'labels' ? 'one value' : 'one prediction';
  throw new ScoresUnreadable(file, record.line, `has ${record.cells.length} cells, expected ${form}`);
}

/** Number('') is 0, so emptiness is looked at first. */
function finite(text: string | undefined): number | undefined {
  const trimmed = text?.trim();
  if (!trimmed) return undefined;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : undefined;
}
