/**
 * The answers of a configuration in a day, kept for labels that come after captured requests are gone: who asked, what was
 * answered, and nothing of what was asked.
 */
import { cells } from '../evaluation/record.ts';
import type { ScoredAnswer } from './captured-answers.ts';
import { quoted } from './labels.ts';

const HEADER = 'asked,inferenceId,row,predicted,score';

/** CSV, LF; `asked` in milliseconds since 1970. An answer without an inference id is kept, for it counts in the coverage. */
export function answersText(answers: Iterable<ScoredAnswer>): string {
  const lines = [HEADER];
  for (const { asked, inferenceId = '', row, predicted, score } of answers)
    lines.push(`${asked},${quoted(inferenceId)},${row},${predicted},${score === predicted ? '' : score}`);
  return `${lines.join('\n')}\n`;
}

/** @throws Error for a text of another form, which we never wrote */
export function* parseAnswers(text: string): Generator<ScoredAnswer> {
  if (!text.startsWith(`${HEADER}\n`)) throw new Error('kept answers begin otherwise than they were written');
  for (let from = HEADER.length + 1; from < text.length; ) {
    const end = text.indexOf('\n', from);
    const line = text.slice(from, end === -1 ? text.length : end);
    const [asked, inferenceId, row, predicted, score] = (line.includes('"') ? cells(line) : line.split(',')) ?? [];
    if (score === undefined) throw new Error(`kept answers hold a line that is none: ${line.slice(0, 80)}`);
    yield {
      asked: Number(asked),
      ...(inferenceId ? { inferenceId } : {}),
      row: Number(row),
      predicted: Number(predicted),
      score: Number(score === '' ? predicted : score),
    };
    if (end === -1) return;
    from = end + 1;
  }
}
