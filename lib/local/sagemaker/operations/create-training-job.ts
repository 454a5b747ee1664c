import { parseS3Uri } from '../cloud/s3-uri.ts';
import { requireRunnableImage } from '../processes/images.ts';
import { type CreateTrainingJobInput, trainingJobRequest } from '../requests/training-job.ts';
import { assumePassedRole, type Service } from '../service.ts';
import type { TrainingJobRecord } from '../state/records.ts';
import { createMetricReader } from '../training/metrics.ts';
import { runTrainingJob } from '../training/run.ts';
import { enter } from '../training/transitions.ts';
import { arnOf } from '../wire/arn.ts';
import { ApiError, invalid, notSupported } from '../wire/errors.ts';
import { operation } from './operation.ts';

export const createTrainingJob = operation('CreateTrainingJob', trainingJobRequest, async (request, service) => {
  const name = request.TrainingJobName;
  const arn = arnOf(service.scope, 'training-job', name);
  const refuseDuplicate = () => {
    if (!service.trainingJobs.has(name)) return;
    throw new ApiError(
      'ResourceInUse',
      `Training job names must be unique within an AWS account and region, and a training job with this name already exists (${arn})`,
    );
  };
  refuseDuplicate();
  check(request);
  const session = await assumePassedRole(service, request.RoleArn);
  // Another request may have taken the name in the meantime.
  refuseDuplicate();
  const job = newJob(request, arn);
  service.trainingJobs.set(name, job);
  service.tags.set(arn, request.Tags ?? []);
  service.background.run(`training job ${name}`, runTrainingJob(service, job, session));
  return { TrainingJobArn: arn };
});

function newJob(request: CreateTrainingJobInput, arn: string): TrainingJobRecord {
  const now = Date.now();
  const job: TrainingJobRecord = {
    name: request.TrainingJobName,
    arn,
    createdAt: now,
    input: request,
    status: 'InProgress',
    secondaryStatus: 'Starting',
    transitions: [],
    modifiedAt: now,
    finalMetrics: [],
    stop: new AbortController(),
  };
  enter(job, 'Starting', now);
  return job;
}

/** What the shapes cannot say. */
function check(request: CreateTrainingJobInput): void {
  requireRunnableImage(request.AlgorithmSpecification.TrainingImage);
  if (request.ResourceConfig.InstanceCount > 1) throw notSupported('Training on more than one instance');
  for (const { DataSource } of request.InputDataConfig ?? []) parseS3Uri(DataSource.S3DataSource.S3Uri);
  parseS3Uri(request.OutputDataConfig.S3OutputPath);
  const names = (request.InputDataConfig ?? []).map((one) => one.ChannelName);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw invalid(`Channel names must be unique; ${twice} is there more than once.`);
  for (const { Name, Regex } of request.AlgorithmSpecification.MetricDefinitions ?? []) {
    try {
      createMetricReader([{ Name, Regex }]);
    } catch (error) {
      throw invalid(`The regular expression of metric definition '${Name}' is not valid: ${(error as Error).message}`);
    }
  }
}

/** @throws ApiError ValidationException in AWS's words */
export function requireTrainingJob(service: Service, name: string): TrainingJobRecord {
  const job = service.trainingJobs.get(name);
  if (!job) throw invalid('Requested resource not found.');
  return job;
}
