import type { Readable } from 'node:stream';

const NEWLINE = 0x0a;

/** A record that alone is over MaxPayloadInMB. */
export class RecordTooLarge extends Error {}

export interface BatchOptions {
  readonly split: 'None' | 'Line';
  readonly strategy: 'MultiRecord' | 'SingleRecord';
  /** Bytes of one request at most. */
  readonly maxPayload: number;
}

/**
 * Cuts a file into the bodies of requests. With SplitType Line a record is a physical line (its newline stays where
 * more than one goes into a request); without it the whole file is one body. Memory is bounded by the payload.
 * @throws RecordTooLarge
 */
export async function* batchesOf(source: Readable, options: BatchOptions): AsyncGenerator<Buffer> {
  if (options.split === 'None') {
    const whole = await collect(source, options.maxPayload);
    yield whole;
    return;
  }
  let batch: Buffer[] = [];
  let size = 0;
  for await (const line of linesOf(source, options.maxPayload)) {
    if (options.strategy === 'SingleRecord') {
      yield line;
      continue;
    }
    if (batch.length > 0 && size + 1 + line.length > options.maxPayload) {
      yield joined(batch);
      batch = [];
      size = 0;
    }
    batch.push(line);
    size += line.length + (batch.length > 1 ? 1 : 0);
  }
  if (batch.length > 0) yield joined(batch);
}

function joined(lines: readonly Buffer[]): Buffer {
  return Buffer.concat(lines.flatMap((line, index) => (index === 0 ? [line] : [Buffer.of(NEWLINE), line])));
}

async function* linesOf(source: Readable, limit: number): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let restSize = 0;
  let number = 0;
  const close = (last: Buffer): Buffer => {
    number += 1;
    const line = rest.length === 0 ? last : Buffer.concat([...rest, last]);
    rest = [];
    restSize = 0;
    if (line.length > limit) throw tooLarge(`line ${number}`, line.length, limit);
    return line;
  };
  for await (const chunk of source) {
    let from = 0;
    const bytes = chunk as Buffer;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      const line = close(bytes.subarray(from, end));
      from = end + 1;
      yield line;
    }
    if (from < bytes.length) {
      rest.push(bytes.subarray(from));
      restSize += bytes.length - from;
      if (restSize > limit + 1) throw tooLarge(`line ${number + 1}`, restSize, limit);
    }
  }
  if (restSize > 0) yield close(Buffer.alloc(0));
}

async function collect(source: Readable, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += (chunk as Buffer).length;
    if (size > limit) throw tooLarge('the file', size, limit);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

function tooLarge(what: string, size: number, limit: number): RecordTooLarge {
  return new RecordTooLarge(`${what} has at least ${size} bytes, more than the ${limit} bytes of MaxPayloadInMB`);
}
