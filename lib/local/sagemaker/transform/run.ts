import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AccessDenied, NoSuchObject } from '../cloud/ports.ts';
import { parseS3Uri } from '../cloud/s3-uri.ts';
import { ModelUnavailable, prepareModel, startContainer } from '../hosting/container.ts';
import { type LogStream, openLogStream } from '../processes/log-stream.ts';
import { type ModelServer, UnhealthyContainer } from '../processes/model-server.ts';
import type { Service } from '../service.ts';
import { scaledMs } from '../settings.ts';
import type { ModelRecord, TransformJobRecord } from '../state/records.ts';
import { publishTransformJob } from './events.ts';
import { FileFailed, transformFile } from './file.ts';

const LAUNCH_SECONDS = 1;
const HEALTH_TIMEOUT_MS = 4 * 60_000;
const STOP_GRACE_MS = 30_000;
const REASON_LIMIT = 1024;

/** Takes a transform job to its end. Never rejects: what goes wrong is the job's failure reason. */
export async function runTransformJob(service: Service, job: TransformJobRecord, model: ModelRecord): Promise<void> {
  const stop = AbortSignal.any([job.stop.signal, service.background.signal]);
  const end = (status: 'Completed' | 'Failed' | 'Stopped', reason?: string) => {
    job.status = status;
    job.endedAt = Date.now();
    job.modifiedAt = job.endedAt;
    if (reason !== undefined) job.failureReason = reason.slice(0, REASON_LIMIT);
    publishTransformJob(service, job);
  };
  try {
    publishTransformJob(service, job);
    await delay(scaledMs(service.settings, LAUNCH_SECONDS), undefined, { signal: stop });
    job.startedAt = Date.now();
    const failures = await transform(service, job, model, stop);
    if (stop.aborted) end('Stopped');
    else if (failures.length > 0) end('Failed', summary(failures));
    else end('Completed');
  } catch (error) {
    if (stop.aborted) end('Stopped');
    else end('Failed', failureReason(error));
  }
  await rm(baseFolder(service, job), { recursive: true, force: true });
  if (job.failureReason !== undefined) service.settings.log(`transform job ${job.name} failed: ${job.failureReason}`);
}

/** The job's machines, so to speak: they are gone when the job has ended. */
function baseFolder({ settings, scope }: Service, job: TransformJobRecord): string {
  return join(settings.workDirectory, 'transform', `${scope.account}-${scope.region}`, job.name);
}

async function transform(
  service: Service,
  job: TransformJobRecord,
  model: ModelRecord,
  stop: AbortSignal,
): Promise<readonly FileFailed[]> {
  const base = baseFolder(service, job);
  const prepared = await prepareModel(service, model, base);
  const { session } = prepared;
  const input = parseS3Uri(job.input.TransformInput.DataSource.S3DataSource.S3Uri);
  const keys = (await session.listObjects(input.bucket, input.key))
    .map(({ key }) => key)
    .filter((key) => !key.endsWith('/'));
  if (keys.length === 0) {
    throw new NoSuchObject(
      `No S3 objects found under S3 URL "s3://${input.bucket}/${input.key}" given in input data source`,
    );
  }

  const logs: LogStream[] = [];
  const servers: ModelServer[] = [];
  const queue = [...keys];
  const failures: FileFailed[] = [];
  const work = async (index: number) => {
    const id = `i-${randomBytes(8).toString('hex')}`;
    const log = openLogStream({
      session,
      group: '/aws/sagemaker/TransformJobs',
      stream: `${job.name}/${id}`,
      onError: (error) => service.settings.log(`logs of transform job ${job.name} are not written: ${String(error)}`),
    });
    logs.push(log);
    const server = await startContainer(service, prepared, {
      directory: join(base, `instance-${index}`),
      environment: batchEnvironment(job),
      healthTimeoutMs: HEALTH_TIMEOUT_MS,
      onLine: (line) => log.line(line),
      signal: stop,
    });
    servers.push(server);
    // A request may be under way for minutes: ending the process ends it.
    stop.addEventListener('abort', () => void server.stop(0), { once: true });
    for (let key = queue.shift(); key !== undefined && !stop.aborted; key = queue.shift()) {
      try {
        await transformFile({ job, session, server, key, temporary: join(base, `instance-${index}`, 'tmp'), stop });
      } catch (error) {
        if (!(error instanceof FileFailed)) throw error;
        log.line(`[sagemaker logs]: ${error.message}`);
        failures.push(error);
      }
    }
  };
  const instances = Math.min(job.input.TransformResources.InstanceCount, keys.length);
  const results = await Promise.allSettled(Array.from({ length: instances }, (_, index) => work(index)));
  await Promise.allSettled(servers.map((server) => server.stop(stop.aborted ? 0 : STOP_GRACE_MS)));
  await Promise.allSettled(logs.map((log) => log.close()));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  return failures;
}

function batchEnvironment(job: TransformJobRecord): Record<string, string> {
  const { Environment, BatchStrategy, MaxPayloadInMB, MaxConcurrentTransforms } = job.input;
  return {
    ...Environment,
    SAGEMAKER_BATCH: 'true',
    SAGEMAKER_BATCH_STRATEGY: BatchStrategy === 'SingleRecord' ? 'SINGLE_RECORD' : 'MULTI_RECORD',
    SAGEMAKER_MAX_PAYLOAD_IN_MB: String(MaxPayloadInMB ?? 6),
    SAGEMAKER_MAX_CONCURRENT_TRANSFORMS: String(MaxConcurrentTransforms ?? 1),
  };
}

/** AWS says no more than "see job logs"; the first file's reason is added, because it saves a look. */
function summary(failures: readonly FileFailed[]): string {
  const [first] = failures;
  const kind = failures.every((failure) => failure.byClient) ? 'ClientError' : 'AlgorithmError';
  return `${kind}: See job logs for more information. ${first?.message ?? ''}`;
}

function failureReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof AccessDenied || error instanceof NoSuchObject) {
    return `ClientError: Data transfer failed: ${message}. Please ensure that the buckets and objects exist and that the model's role has "s3:ListBucket", "s3:GetObject" and "s3:PutObject" permissions on them.`;
  }
  if (error instanceof ModelUnavailable) return `ClientError: ${message}`;
  if (error instanceof UnhealthyContainer) {
    return `AlgorithmError: The container did not pass the ping health check: ${message}. Please check the logs of this job.`;
  }
  return `InternalServerError: ${message}`;
}
