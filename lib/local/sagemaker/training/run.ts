import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { RoleSession } from '../cloud/ports.ts';
import { type Exit, startChild } from '../processes/child.ts';
import { containerEnvironment } from '../processes/environment.ts';
import { type LogStream, openLogStream } from '../processes/log-stream.ts';
import type { Service } from '../service.ts';
import { scaledMs } from '../settings.ts';
import type { SecondaryStatus, TrainingJobRecord } from '../state/records.ts';
import { DownloadFailed, downloadPrefix } from './channels.ts';
import { publishTrainingJob } from './events.ts';
import { createTrainingLayout, type TrainingLayout } from './layout.ts';
import { createMetricReader, type MetricReader } from './metrics.ts';
import { UploadFailed, uploadOutputs } from './outputs.ts';
import { enter } from './transitions.ts';

/** Between SIGTERM and SIGKILL of a job that is stopped. */
const STOP_GRACE_MS = 120_000;
/** Simulated time until the instance is there. */
const LAUNCH_SECONDS = 1;
const DEFAULT_MAX_RUNTIME_SECONDS = 86_400;
const REASON_LIMIT = 1024;

/** A process that ended with another code than 0; the message is the job's failure reason. */
class AlgorithmFailed extends Error {}

type Ending = 'Completed' | 'Stopped' | 'MaxRuntimeExceeded';

/** Takes a job from Starting to its end. Never rejects: what goes wrong is the job's failure reason. */
export async function runTrainingJob(service: Service, job: TrainingJobRecord, session: RoleSession): Promise<void> {
  const move = (status: SecondaryStatus) => {
    enter(job, status, Date.now());
    publishTrainingJob(service, job);
  };
  try {
    publishTrainingJob(service, job);
    await delay(scaledMs(service.settings, LAUNCH_SECONDS), undefined, { signal: service.background.signal });
    const ending = await train(service, job, session, move);
    job.status = ending === 'Completed' ? 'Completed' : 'Stopped';
    job.endedAt = Date.now();
    move(ending);
  } catch (error) {
    if (service.background.signal.aborted) return;
    job.status = 'Failed';
    job.endedAt = Date.now();
    job.failureReason = failureReason(error).slice(0, REASON_LIMIT);
    move('Failed');
    service.settings.log(`training job ${job.name} failed: ${job.failureReason}`);
  } finally {
    await rm(baseFolder(service, job), { recursive: true, force: true });
  }
}

/** The job's machine, so to speak: it is gone when the job has ended. */
function baseFolder({ settings, scope }: Service, job: TrainingJobRecord): string {
  return join(settings.workDirectory, 'training', `${scope.account}-${scope.region}`, job.name);
}

async function train(
  service: Service,
  job: TrainingJobRecord,
  session: RoleSession,
  move: (status: SecondaryStatus) => void,
): Promise<Ending> {
  if (job.stop.signal.aborted) return 'Stopped';
  const layout = await createTrainingLayout(baseFolder(service, job), job.input);
  job.startedAt = Date.now();

  move('Downloading');
  for (const channel of job.input.InputDataConfig ?? []) {
    const { S3Uri: uri } = channel.DataSource.S3DataSource;
    await downloadPrefix(session, uri, layout.channel(channel.ChannelName), service.background.signal);
  }
  if (job.stop.signal.aborted) return 'Stopped';

  move('Training');
  const metrics = createMetricReader(job.input.AlgorithmSpecification.MetricDefinitions ?? []);
  const logs = openLogStream({
    session,
    group: '/aws/sagemaker/TrainingJobs',
    stream: `${job.name}/algo-1-${Math.floor(job.startedAt / 1000)}`,
    onError: (error) => service.settings.log(`logs of training job ${job.name} are not written: ${String(error)}`),
  });
  const { exit, ending } = await runContainer(service, job, session, layout, logs, metrics).finally(() => logs.close());
  service.background.signal.throwIfAborted();
  job.finalMetrics = metrics.final();
  await publishMetrics(service, job, session);
  if (ending === 'Completed' && exit.code !== 0) throw new AlgorithmFailed(await algorithmError(layout, exit));

  move('Uploading');
  const artifacts = await uploadOutputs(session, job, layout);
  if (artifacts !== undefined) job.artifacts = artifacts;
  return ending;
}

async function runContainer(
  service: Service,
  job: TrainingJobRecord,
  session: RoleSession,
  layout: TrainingLayout,
  logs: LogStream,
  metrics: MetricReader,
): Promise<{ exit: Exit; ending: Ending }> {
  const { settings } = service;
  const environment = await containerEnvironment({
    python: settings.python,
    region: service.scope.region,
    baseDirectory: layout.base,
    temporaryDirectory: layout.temporary,
    access: job.input.EnableNetworkIsolation ? undefined : { session, endpoint: settings.cloudEndpoint() },
    requested: job.input.Environment,
  });
  const child = await startChild({
    argv: settings.runtimes.trainingShim,
    directory: layout.base,
    environment: { ...environment, TRAINING_JOB_NAME: job.name, TRAINING_JOB_ARN: job.arn },
    onLine: (line) => {
      logs.line(line);
      metrics.read(line, Date.now());
    },
  });

  let ending: Ending = 'Completed';
  const stopFor = (reason: Ending, graceMs: number) => {
    ending = reason;
    void child.stop(graceMs);
  };
  const maxRuntimeMs = (job.input.StoppingCondition.MaxRuntimeInSeconds ?? DEFAULT_MAX_RUNTIME_SECONDS) * 1000;
  // Timers take at most 2^31-1 ms, about 24 days.
  const limit = setTimeout(() => stopFor('MaxRuntimeExceeded', STOP_GRACE_MS), Math.min(maxRuntimeMs, 2 ** 31 - 1));
  const onStop = () => stopFor('Stopped', STOP_GRACE_MS);
  const onClose = () => stopFor('Stopped', 0);
  job.stop.signal.addEventListener('abort', onStop);
  service.background.signal.addEventListener('abort', onClose);
  if (job.stop.signal.aborted) onStop();
  if (service.background.signal.aborted) onClose();
  const exit = await child.exited;
  clearTimeout(limit);
  job.stop.signal.removeEventListener('abort', onStop);
  service.background.signal.removeEventListener('abort', onClose);
  return { exit, ending };
}

async function algorithmError(layout: TrainingLayout, exit: Exit): Promise<string> {
  const written = await readFile(layout.failure, 'utf8').catch(() => '');
  const reason = written.trim().slice(0, 900) || 'no reason in output/failure, see the log';
  const how = exit.code === null ? `signal: ${exit.signal}` : `exit code: ${exit.code}`;
  return `AlgorithmError: ${reason}, ${how}`;
}

async function publishMetrics(service: Service, job: TrainingJobRecord, session: RoleSession): Promise<void> {
  if (job.finalMetrics.length === 0) return;
  const data = job.finalMetrics.map(({ name, value, at }) => ({
    name,
    dimensions: { TrainingJobName: job.name },
    unit: 'None' as const,
    values: [value],
    counts: [1],
    timestamp: at,
  }));
  try {
    await session.putMetrics('/aws/sagemaker/TrainingJobs', data);
  } catch (error) {
    // As on AWS: a role without this right still trains; its metrics are then missing.
    service.settings.log(`metrics of training job ${job.name} are not written: ${String(error)}`);
  }
}

function failureReason(error: unknown): string {
  if (error instanceof AlgorithmFailed || error instanceof DownloadFailed || error instanceof UploadFailed) {
    return error.message;
  }
  return `InternalServerError: ${error instanceof Error ? error.message : String(error)}`;
}
