import { randomUUID } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RoleSession } from '../cloud/ports.ts';
import { keyBelow, parseS3Uri, relativeKey } from '../cloud/s3-uri.ts';
import { InvocationTimeout, type ModelAnswer, type ModelServer } from '../processes/model-server.ts';
import type { TransformJobRecord } from '../state/records.ts';
import { mapInOrder } from './in-order.ts';
import { batchesOf, RecordTooLarge } from './records.ts';

/** A file that gets no output because one of its requests failed. */
export class FileFailed extends Error {
  /** Whether the container blamed the request (4xx). */
  readonly byClient: boolean;

  constructor(message: string, byClient: boolean, options?: ErrorOptions) {
    super(message, options);
    this.byClient = byClient;
  }
}

export interface FileToTransform {
  readonly job: TransformJobRecord;
  readonly session: RoleSession;
  readonly server: ModelServer;
  readonly key: string;
  /** Folder for the output while it grows. */
  readonly temporary: string;
  readonly stop: AbortSignal;
}

const DEFAULT_TIMEOUT_SECONDS = 600;
const DEFAULT_RETRIES = 3;

/**
 * Sends one object through the model and writes `<key>.out`, unless a request fails.
 * @throws FileFailed
 */
export async function transformFile({ job, session, server, key, temporary, stop }: FileToTransform): Promise<void> {
  const { TransformInput: input, TransformOutput: output } = job.input;
  const source = parseS3Uri(input.DataSource.S3DataSource.S3Uri);
  const target = parseS3Uri(output.S3OutputPath);
  const file = join(temporary, `${randomUUID()}.out`);
  // MaxPayloadInMB 0 means no limit.
  const payloadMb = job.input.MaxPayloadInMB ?? 6;
  const batches = batchesOf(await session.getObject(source.bucket, key), {
    split: input.SplitType === 'Line' ? 'Line' : 'None',
    strategy: job.input.BatchStrategy ?? 'MultiRecord',
    maxPayload: payloadMb === 0 ? Number.MAX_SAFE_INTEGER : payloadMb * 1024 * 1024,
  });
  const written = await open(file, 'w');
  try {
    const answers = mapInOrder(batches, Math.max(1, job.input.MaxConcurrentTransforms ?? 1), (body) =>
      ask(job, server, body, `s3://${source.bucket}/${key}`),
    );
    for await (const answer of answers) {
      stop.throwIfAborted();
      await written.write(answer.body);
      if (output.AssembleWith === 'Line' && answer.body.at(-1) !== 0x0a) await written.write('\n');
    }
    await written.close();
    const outputKey = `${keyBelow(target, relativeKey(source.key, key))}.out`;
    await session.putObject({ bucket: target.bucket, key: outputKey, body: { file }, kmsKeyId: output.KmsKeyId });
  } catch (error) {
    if (error instanceof RecordTooLarge) {
      throw new FileFailed(`s3://${source.bucket}/${key}: ${error.message}`, true, { cause: error });
    }
    throw error;
  } finally {
    await written.close().catch(() => {});
    await rm(file, { force: true });
  }
}

async function ask(job: TransformJobRecord, server: ModelServer, body: Buffer, uri: string): Promise<ModelAnswer> {
  const { TransformInput: input, TransformOutput: output, ModelClientConfig: client } = job.input;
  const headers = {
    'content-type': input.ContentType ?? 'application/octet-stream',
    ...(output.Accept === undefined ? {} : { accept: output.Accept }),
  };
  const timeoutMs = (client?.InvocationsTimeoutInSeconds ?? DEFAULT_TIMEOUT_SECONDS) * 1000;
  const retries = client?.InvocationsMaxRetries ?? DEFAULT_RETRIES;
  let failure: FileFailed | undefined;
  for (let attempt = 0; attempt <= retries; attempt++) {
    try {
      const answer = await server.invoke(body, headers, timeoutMs);
      if (answer.status >= 200 && answer.status < 300) return answer;
      const text = answer.body.toString('utf8').slice(0, 300);
      const byClient = answer.status < 500;
      failure = new FileFailed(`${uri}: Bad HTTP status received from algorithm: ${answer.status} ${text}`, byClient);
      if (byClient) throw failure;
    } catch (error) {
      if (error instanceof FileFailed) throw error;
      const what =
        error instanceof InvocationTimeout
          ? 'No answer from the algorithm in time'
          : 'The algorithm broke the connection';
      failure = new FileFailed(`${uri}: ${what}: ${error instanceof Error ? error.message : String(error)}`, false, {
        cause: error,
      });
    }
  }
  throw failure ?? new FileFailed(`${uri}: no request was made`, false);
}
