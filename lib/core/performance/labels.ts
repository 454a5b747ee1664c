/** Labels that come after the prediction, joined to it by the inference id and the row of the request. */
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
 * Reads a file of labels: CSV with a header, `inferenceId,label` or `inferenceId,row,label` (no row: the first one), a label
 * a line. A wrong line costs itself.
 */
export function parseLabels(text: string): LabelsFile {
  const [first = '', ...lines] = text.replace(/^\uFEFF/, '').split('\n');
  const header = bare(first);
  if (!HEADERS.includes(header))
    return { labels: [], faults: [{ line: 1, fault: `the first line is not ${HEADERS.join(' or ')}` }] };
  const withRow = header === HEADERS[1];
  const labels: Label[] = [];
  const faults: LabelFault[] = [];
  for (const [index, raw] of lines.entries()) {
    const line = bare(raw);
    if (line === '') continue;
    const found = labelOf(cells(line), withRow);
    if (typeof found === 'string') faults.push({ line: index + 2, fault: found });
    else labels.push(found);
  }
  return { labels, faults };
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
