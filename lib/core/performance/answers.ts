/** What a model answered, row by row, from the text of a captured answer. */
import * as z from 'zod';
import { cells } from '../evaluation/record.ts';

/** `label` and probability of the positive one of a classifier; of a regression `score` alone, its prediction. */
export interface AnsweredRow {
  label?: string;
  score: number;
}

const Document = z.object({
  predictions: z.array(z.object({ label: z.string().optional(), score: z.number() })),
});

/** @returns undefined when it is neither `label,score` (or a number) a line, nor `{"predictions": [{label, score}]}` */
export function answeredRows({ contentType, data }: { contentType: string; data: string }): AnsweredRow[] | undefined {
  return contentType === 'application/json' ? fromJson(data) : fromCsv(data);
}

function fromJson(text: string): AnsweredRow[] | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  const document = Document.safeParse(json);
  return document.success
    ? document.data.predictions.map(({ label, score }) => (label === undefined ? { score } : { label, score }))
    : undefined;
}

function fromCsv(text: string): AnsweredRow[] | undefined {
  const rows: AnsweredRow[] = [];
  for (const line of text.replace(/\n$/, '').split('\n')) {
    const record = cells(line.replace(/\r$/, ''));
    const last = record?.at(-1)?.trim();
    const score = Number(last);
    if (!record || !last || record.length > 2 || !Number.isFinite(score)) return undefined;
    const [label] = record;
    rows.push(record.length === 2 && label !== undefined ? { label, score } : { score });
  }
  return rows;
}
