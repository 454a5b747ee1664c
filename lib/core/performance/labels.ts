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

/** What is wrong with a label, without its value, and how to mend it. `column` where it is one. */
export interface WrongLabel {
  column?: 'inferenceId' | 'row' | 'label';
  fault: string;
  mend: string;
}

/** A line of a labels file that is none, by its number from 1 on. */
export interface LabelFault extends WrongLabel {
  line: number;
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
 * @param wrong what else a label is to be judged by
 */
export function parseLabels(
  text: string,
  wrong: (label: Label) => WrongLabel | undefined = () => undefined,
): LabelsFile {
  const whole = text.replace(/^\uFEFF/, '').split('\n');
  const judged = (found: Label | WrongLabel) => ('fault' in found ? found : (wrong(found) ?? found));
  if (whole[0]?.trimStart().startsWith('{')) return parsed(whole, 1, (line) => judged(fromJson(line)));
  const [first = '', ...lines] = whole;
  const header = bare(first);
  const withRow = header === HEADERS[1];
  if (HEADERS.includes(header)) return parsed(lines, 2, (line) => judged(labelOf(cells(line), withRow)));
  const fault = `the first line is not ${HEADERS.join(' or ')}`;
  return { labels: [], faults: [{ line: 1, fault, mend: 'begin the file with one of them, or send JSON Lines' }] };
}

/** @param begin number of the first line @param read a line that is not empty */
function parsed(lines: readonly string[], begin: number, read: (line: string) => Label | WrongLabel): LabelsFile {
  const labels: Label[] = [];
  const faults: LabelFault[] = [];
  for (const [index, raw] of lines.entries()) {
    const line = bare(raw);
    if (line === '') continue;
    const found = read(line);
    if ('fault' in found) faults.push({ line: begin + index, ...found });
    else labels.push(found);
  }
  return { labels, faults };
}

const JsonLabel = z.object({
  inferenceId: z.string(),
  row: z.number().optional(),
  label: z.union([z.string(), z.number(), z.boolean()]),
});

const JSON_MEND = 'write {"inferenceId": "order-4711", "row": 1, "label": "yes"}';

function fromJson(line: string): Label | WrongLabel {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return { fault: 'is no JSON', mend: JSON_MEND };
    throw error;
  }
  const found = JsonLabel.safeParse(json);
  if (!found.success) return { fault: 'is no {"inferenceId", "row", "label"}', mend: JSON_MEND };
  const { inferenceId, row = 1, label } = found.data;
  return labelOf([inferenceId, String(row), String(label)], true);
}

const bare = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);

function labelOf(record: string[] | undefined, withRow: boolean): Label | WrongLabel {
  if (!record) return { fault: 'quotes do not match', mend: 'close each quote, and write one within a text twice' };
  const header = HEADERS[withRow ? 1 : 0] ?? '';
  const count = withRow ? 3 : 2;
  if (record.length !== count)
    return { fault: `has ${record.length} cells, not ${count}`, mend: `write ${header}; quote a text with a comma` };
  const [inferenceId = '', row = ''] = record;
  const label = (record.at(-1) ?? '').trim();
  if (!INFERENCE_ID.test(inferenceId)) return WRONG.inferenceId;
  if (withRow && !ROW.test(row)) return WRONG.row;
  if (label === '') return WRONG.missing;
  if (label.length > LONGEST_LABEL) return WRONG.long;
  return { inferenceId, row: withRow ? Number(row) : 1, label };
}

const WRONG = {
  inferenceId: {
    column: 'inferenceId',
    fault: 'the inference id is not 1 to 64 visible ASCII characters',
    mend: 'send the inference id that the prediction was asked under, or was answered with',
  },
  row: {
    column: 'row',
    fault: 'the row is not a whole number from 1 on',
    mend: 'count the rows of the request from 1 on',
  },
  missing: { column: 'label', fault: 'the label is missing', mend: 'leave the line out until the label is known' },
  long: {
    column: 'label',
    fault: `the label is longer than ${LONGEST_LABEL} characters`,
    mend: 'send the label as the training data has it',
  },
} as const satisfies Record<string, WrongLabel>;
