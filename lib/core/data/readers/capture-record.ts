/** A record of SageMaker's data capture: a request's input and output as they went over the wire, as one JSON document. */
import * as z from 'zod';
import { parseRecord } from './record.ts';

export const CAPTURE_SKIPS = [
  'too-long',
  'not-utf8',
  'not-json',
  'not-a-capture',
  'no-input',
  'bad-base64',
  'bad-content-type',
  'bad-csv',
  'bad-body',
  'wrong-cell-count',
  'unknown-column',
  // Of a file: its last line is the begin of a record, a record's time is far from the file's, a record came again.
  'cut-off',
  'clock-skew',
  'repeated',
] as const;
export type CaptureSkip = (typeof CAPTURE_SKIPS)[number];

export interface CaptureRecord {
  /** ISO 8601, Z; as SageMaker wrote it. */
  inferenceTime: string;
  eventId: string;
  /** Only when the caller gave one. */
  inferenceId?: string;
  /** The request's rows: cells as text, in the order of the columns that were asked for; empty = missing. */
  rows: string[][];
  /** The answer as text, when it was captured. */
  output?: CapturedAnswer;
}

export interface CapturedAnswer {
  contentType: string;
  data: string;
}

export type CaptureLine = { record: CaptureRecord } | { skipped: CaptureSkip };

const Payload = z.object({
  observedContentType: z.string().default('text/csv'),
  data: z.string(),
  encoding: z.enum(['CSV', 'JSON', 'BASE64']),
});
/** `encoding`: `CSV`, `JSON` or `BASE64`. */
export interface Payload {
  observedContentType: string;
  data: string;
  encoding: string;
}

const CaptureDocument = z.object({
  captureData: z.object({ endpointInput: Payload.optional(), endpointOutput: Payload.optional() }),
  eventMetadata: z.object({
    eventId: z.string(),
    inferenceId: z.string().optional(),
    inferenceTime: z.iso.datetime({ offset: true }),
  }),
});

/** One line of a capture file. @param columns the features in contract order */
export function parseCaptureLine(line: string, columns: readonly string[]): CaptureLine {
  const json = attempt((): unknown => JSON.parse(line));
  if (json === undefined) return { skipped: 'not-json' };
  const document = CaptureDocument.safeParse(json);
  if (!document.success) return { skipped: 'not-a-capture' };
  const { captureData, eventMetadata } = document.data;
  if (!captureData.endpointInput) return { skipped: 'no-input' };
  const rows = rowsOf(captureData.endpointInput, columns);
  if (typeof rows === 'string') return { skipped: rows };

  const output = captureData.endpointOutput && answerOf(captureData.endpointOutput);
  return {
    record: {
      inferenceTime: eventMetadata.inferenceTime,
      eventId: eventMetadata.eventId,
      ...(eventMetadata.inferenceId === undefined ? {} : { inferenceId: eventMetadata.inferenceId }),
      rows,
      ...(output ? { output } : {}),
    },
  };
}

/** Undefined when it is not Base64 of UTF-8 although it says so. */
export function answerOf(output: Payload): CapturedAnswer | undefined {
  const data = bodyOf(output);
  return data === undefined ? undefined : { contentType: mediaType(output), data };
}

function rowsOf(input: Payload, columns: readonly string[]): string[][] | CaptureSkip {
  const body = bodyOf(input);
  if (body === undefined) return 'bad-base64';
  switch (mediaType(input)) {
    case 'text/csv':
      return csvRows(body, columns);
    case 'application/json':
      return jsonRows(body, columns);
    default:
      return 'bad-content-type';
  }
}

/** The body as text; undefined when it is not Base64 of UTF-8 although it says so. */
function bodyOf({ data, encoding }: Payload): string | undefined {
  if (encoding !== 'BASE64') return data;
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(data)) return undefined;
  return attempt(() => new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(data, 'base64')));
}

const mediaType = ({ observedContentType, encoding }: Payload): string =>
  encoding === 'CSV'
    ? 'text/csv'
    : encoding === 'JSON'
      ? 'application/json'
      : (observedContentType.split(';')[0] ?? '').trim().toLowerCase();

/** One record a line, as the runtimes read it: a final line end closes the last record. */
function csvRows(body: string, columns: readonly string[]): string[][] | CaptureSkip {
  if (body === '') return [];
  const rows: string[][] = [];
  for (const line of body.replace(/\n$/, '').split('\n')) {
    const cells = parseRecord(line.replace(/\r$/, ''));
    if (!cells) return 'bad-csv';
    if (cells.length !== columns.length) return 'wrong-cell-count';
    rows.push(cells);
  }
  return rows;
}

const Instances = z.object({
  instances: z.array(z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())])),
});

function jsonRows(body: string, columns: readonly string[]): string[][] | CaptureSkip {
  const parsed = Instances.safeParse(attempt((): unknown => JSON.parse(body)));
  if (!parsed.success) return 'bad-body';
  const names = new Set(columns);
  const rows: string[][] = [];
  for (const instance of parsed.data.instances) {
    if (Array.isArray(instance)) {
      if (instance.length !== columns.length) return 'wrong-cell-count';
    } else if (Object.keys(instance).some((name) => !names.has(name))) return 'unknown-column';
    const values = Array.isArray(instance)
      ? instance
      : columns.map((name) => (Object.hasOwn(instance, name) ? instance[name] : null));
    const cells = values.map(cellText);
    if (!cells.every((cell) => cell !== undefined)) return 'bad-body';
    rows.push(cells);
  }
  return rows;
}

/** The text a JSON value would have in CSV; undefined for lists and objects. */
function cellText(value: unknown): string | undefined {
  if (value === null) return '';
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    // What the parsers throw for malformed input; anything else is a fault of ours and must show.
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}
