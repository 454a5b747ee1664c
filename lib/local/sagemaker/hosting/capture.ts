import { randomUUID } from 'node:crypto';
import type { RoleSession } from '../cloud/ports.ts';
import { keyBelow, parseS3Uri } from '../cloud/s3-uri.ts';
import type { CreateEndpointConfigInput } from '../requests/endpoint-config.ts';

type CaptureConfig = NonNullable<CreateEndpointConfigInput['DataCaptureConfig']>;

/** A request and its answer, as they passed. */
export interface CapturedInvocation {
  readonly endpoint: string;
  readonly variant: string;
  readonly config: CaptureConfig;
  /** The model's role, which writes. */
  readonly session: RoleSession;
  readonly input: CapturedBody;
  readonly output: CapturedBody;
  readonly inferenceId: string | undefined;
  readonly customAttributes: string | undefined;
  /** Milliseconds since the epoch. */
  readonly inferenceTime: number;
}

export interface CapturedBody {
  readonly contentType: string;
  readonly body: Buffer;
}

export interface CaptureWriter {
  record(invocation: CapturedInvocation): void;
  /** Writes what is left. */
  close(): Promise<void>;
}

const RECORDS_A_FILE = 200;

interface PendingFile {
  readonly session: RoleSession;
  readonly config: CaptureConfig;
  /** `<endpoint>/<variant>/yyyy/mm/dd/hh` */
  readonly folder: string;
  readonly firstAt: number;
  readonly lines: string[];
}

/**
 * Data capture: records are kept for a moment and written in files of one inference hour (UTC) below the destination.
 * A write that fails is told and dropped; it never reaches the invocation.
 */
export function createCaptureWriter(options: {
  flushEveryMs: number;
  random: () => number;
  onError: (what: string, error: unknown) => void;
}): CaptureWriter {
  let pending = new Map<string, PendingFile>();
  let timer: NodeJS.Timeout | undefined;
  const writing = new Set<Promise<void>>();

  async function write(file: PendingFile): Promise<void> {
    const destination = parseS3Uri(file.config.DestinationS3Uri);
    const [, minutes, seconds, milliseconds] =
      /:(\d\d):(\d\d)\.(\d{3})Z$/.exec(new Date(file.firstAt).toISOString()) ?? [];
    const key = keyBelow(destination, file.folder, `${minutes}-${seconds}-${milliseconds}-${randomUUID()}.jsonl`);
    const body = Buffer.from(file.lines.map((line) => `${line}\n`).join(''));
    try {
      await file.session.putObject({ bucket: destination.bucket, key, body, kmsKeyId: file.config.KmsKeyId });
    } catch (error) {
      options.onError(`data capture below ${file.config.DestinationS3Uri} is not written`, error);
    }
  }

  function start(file: PendingFile): void {
    const work = write(file).finally(() => writing.delete(work));
    writing.add(work);
  }

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    const files = pending;
    pending = new Map();
    for (const file of files.values()) start(file);
  }

  return {
    record(invocation) {
      const { config, endpoint, variant, inferenceTime } = invocation;
      if (!config.EnableCapture || options.random() * 100 >= config.InitialSamplingPercentage) return;
      const hour = new Date(inferenceTime).toISOString().slice(0, 13).replace(/[-T]/g, '/');
      const folder = `${endpoint}/${variant}/${hour}`;
      const id = `${config.DestinationS3Uri}\n${folder}`;
      const file = pending.get(id) ?? {
        session: invocation.session,
        config,
        folder,
        firstAt: inferenceTime,
        lines: [],
      };
      file.lines.push(JSON.stringify(recordOf(invocation)));
      if (file.lines.length >= RECORDS_A_FILE) {
        pending.delete(id);
        start(file);
        return;
      }
      pending.set(id, file);
      timer ??= setTimeout(flush, options.flushEveryMs);
    },
    async close() {
      flush();
      await Promise.all(writing);
    },
  };
}

function recordOf(invocation: CapturedInvocation) {
  const { config, input, output, inferenceId, customAttributes } = invocation;
  const modes = new Set(config.CaptureOptions.map((option) => option.CaptureMode));
  const both = modes.has('InputAndOutput');
  return {
    captureData: {
      ...(both || modes.has('Input') ? { endpointInput: partOf(config, input, 'INPUT') } : {}),
      ...(both || modes.has('Output') ? { endpointOutput: partOf(config, output, 'OUTPUT') } : {}),
    },
    eventMetadata: {
      eventId: randomUUID(),
      ...(customAttributes === undefined ? {} : { customAttributes: [customAttributes] }),
      ...(inferenceId === undefined ? {} : { inferenceId }),
      inferenceTime: new Date(invocation.inferenceTime).toISOString(),
    },
    eventVersion: '0',
  };
}

function partOf(config: CaptureConfig, { contentType, body }: CapturedBody, mode: 'INPUT' | 'OUTPUT') {
  const mediaType = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const listed = (types: readonly string[] | undefined) => types?.some((type) => type.toLowerCase() === mediaType);
  const encoding = listed(config.CaptureContentTypeHeader?.CsvContentTypes)
    ? 'CSV'
    : listed(config.CaptureContentTypeHeader?.JsonContentTypes)
      ? 'JSON'
      : 'BASE64';
  const data = body.toString(encoding === 'BASE64' ? 'base64' : 'utf8');
  return { observedContentType: contentType, mode, data, encoding };
}
