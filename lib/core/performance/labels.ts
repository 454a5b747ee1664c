/** Labels that come after the prediction, joined to it by the inference id and the row of the request. */
import * as z from 'zod';
import { INFERENCE_ID } from '../contracts/inference-id.ts';
import { cells } from '../evaluation/record.ts';

/** `row` counts the rows of the request from 1. */
export interface Label {
  inferenceId: string;
  row: number;
  label: string;
}

/** A request has at most 5 MB over the API and 25 MB at the endpoint. */
export const MOST_ROW = 10_000_000;
/** Longer than any label or number that a model is trained on should be. */
export const LONGEST_LABEL = 256;

const HEADERS = ['inferenceId,label', 'inferenceId,row,label'];
const ROW = /^[1-9]\d{0,7}$/;

/** A line of a labels file that is none, by its number from 1 on. */
export interface LabelFault {
  line: number;
  fault: string;
}

export interface LabelsFile {
  labels: Label[];
  faults: LabelFault[];
}

export const quoted = (text: string): string => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** As a file of labels: CSV, LF. */
export const labelsText = (labels: readonly Label[]): string =>
  [
    'inferenceId,row,label',
    ...labels.map(({ inferenceId, row, label }) => [quoted(inferenceId), row, quoted(label)].join()),
  ]
    .map((line) => `${line}\n`)
    .join('');

/**
 * Reads a file of labels, a label a line: CSV with a header, `inferenceId,label` or `inferenceId,row,label` (no row: the
 * first one), or JSON Lines of `{"inferenceId", "row", "label"}`. A wrong line costs itself.
 */
export function parseLabels(text: string): LabelsFile {
  const whole = text.replace(/^\uFEFF/, '').split('\n');
  return whole[0]?.trimStart().startsWith('{') ? parsed(whole, 1, fromJson) : fromCsv(whole);
}

function fromCsv([first = '', ...lines]: readonly string[]): LabelsFile {
  const header = bare(first);
  if (!HEADERS.includes(header))
    return { labels: [], faults: [{ line: 1, fault: `the first line is not ${HEADERS.join(' or ')}` }] };
  const withRow = header === HEADERS[1];
  return parsed(lines, 2, (line) => labelOf(cells(line), withRow));
}

/** @param begin number of the first line @param read a line that is not empty; a text says what is wrong with it */
function parsed(lines: readonly string[], begin: number, read: (line: string) => Label | string): LabelsFile {
  const labels: Label[] = [];
  const faults: LabelFault[] = [];
  for (const [index, raw] of lines.entries()) {
    const line = bare(raw);
    if (line === '') continue;
    const found = read(line);
    if (typeof found === 'string') faults.push({ line: begin + index, fault: found });
    else labels.push(found);
  }
  return { labels, faults };
}

const JsonLabel = z.object({
  inferenceId: z.string(),
  row: z.number().optional(),
  label: z.union([z.string(), z.number(), z.boolean()]),
});

function fromJson(line: string): Label | string {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return 'is no JSON';
    throw error;
  }
  const found = JsonLabel.safeParse(json);
  if (!found.success) return 'is no {"inferenceId", "row", "label"}';
  const { inferenceId, row = 1, label } = found.data;
  return labelOf([inferenceId, String(row), String(label)], true);
}

const bare = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);

function labelOf(record: string[] | undefined, withRow: boolean): Label | string {
  if (!record) return 'quotes do not match';
  if (record.length !== (withRow ? 3 : 2)) return `has ${record.length} cells, not ${withRow ? 3 : 2}`;
  const [inferenceId = '', row = ''] = record;
  const label = (record.at(-1) ?? '').trim();
  if (!INFERENCE_ID.test(inferenceId)) return 'the inference id is not 1 to 64 visible ASCII characters';
  if (withRow && !ROW.test(row)) return 'the row is not a whole number from 1 on';
  if (label === '') return 'the label is missing';
  if (label.length > LONGEST_LABEL) return `the label is longer than ${LONGEST_LABEL} characters`;
  return { inferenceId, row: withRow ? Number(row) : 1, label };
}
