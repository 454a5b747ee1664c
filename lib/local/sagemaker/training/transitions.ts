import type { SecondaryStatus, TrainingJobRecord, Transition } from '../state/records.ts';

const MESSAGES: Readonly<Record<SecondaryStatus, string>> = {
  Starting: 'Preparing the instances for training',
  Downloading: 'Downloading input data',
  Training: 'Training image download completed. Training in progress.',
  Uploading: 'Uploading generated training model',
  Completed: 'Training job completed',
  Failed: 'Training job failed',
  Stopping: 'Stopping the training job',
  Stopped: 'Training job stopped',
  MaxRuntimeExceeded: 'Training job runtime exceeded MaxRuntimeInSeconds provided',
};

const ENDS: ReadonlySet<SecondaryStatus> = new Set(['Completed', 'Failed', 'Stopped', 'MaxRuntimeExceeded']);

/** Moves a job to its next secondary status: the one before ends now, and a last one ends at once. */
export function enter(job: TrainingJobRecord, status: SecondaryStatus, at: number, message = MESSAGES[status]): void {
  const closed = job.transitions.map((one) => (one.endedAt === undefined ? { ...one, endedAt: at } : one));
  const entered: Transition = { status, startedAt: at, message, ...(ENDS.has(status) ? { endedAt: at } : {}) };
  job.transitions = [...closed, entered];
  job.secondaryStatus = status;
  job.modifiedAt = at;
}
