/** Labels that were posted in a day, in one file: a line a label, in the order they came. */
import { cells } from '../evaluation/record.ts';
import { type Label, quoted } from './labels.ts';

/** Labels that came together. `came` in milliseconds since 1970. */
export interface CameTogether {
  readonly came: number;
  readonly labels: readonly Label[];
}

const HEADER = 'came,inferenceId,row,label';

/** CSV, LF. @param batches in the order they came */
export const packedText = (batches: readonly CameTogether[]): string =>
  [
    HEADER,
    ...batches.flatMap(({ came, labels }) =>
      labels.map(({ inferenceId, row, label }) => `${came},${quoted(inferenceId)},${row},${quoted(label)}`),
    ),
    '',
  ].join('\n');

/** @throws Error for a text of another form, which we never wrote */
export function parsePacked(text: string): CameTogether[] {
  const [header, ...lines] = text.split('\n');
  if (header !== HEADER) throw new Error('packed labels begin otherwise than they were written');
  const batches: { came: number; labels: Label[] }[] = [];
  for (const line of lines) {
    if (line === '') continue;
    const [came, inferenceId, row, label] = (line.includes('"') ? cells(line) : line.split(',')) ?? [];
    if (inferenceId === undefined || label === undefined)
      throw new Error(`packed labels hold a line that is none: ${line.slice(0, 80)}`);
    const time = Number(came);
    const last = batches.at(-1);
    const one = { inferenceId, row: Number(row), label };
    if (last?.came === time) last.labels.push(one);
    else batches.push({ came: time, labels: [one] });
  }
  return batches;
}
