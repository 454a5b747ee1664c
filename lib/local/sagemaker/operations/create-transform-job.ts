import { parseS3Uri } from '../cloud/s3-uri.ts';
import { transformJobRequest } from '../requests/transform-job.ts';
import type { Service } from '../service.ts';
import type { TransformJobRecord } from '../state/records.ts';
import { runTransformJob } from '../transform/run.ts';
import { arnOf } from '../wire/arn.ts';
import { ApiError, invalid } from '../wire/errors.ts';
import { requireModel } from './create-model.ts';
import { operation } from './operation.ts';

/** The service's limit for payload times concurrency. */
const CONCURRENT_MB_LIMIT = 100;

export const createTransformJob = operation('CreateTransformJob', transformJobRequest, (request, service) => {
  const name = request.TransformJobName;
  const arn = arnOf(service.scope, 'transform-job', name);
  if (service.transformJobs.has(name)) {
    throw new ApiError(
      'ResourceInUse',
      `Job names must be unique within an AWS account and region, and a transform job with this name already exists (${arn})`,
    );
  }
  const model = requireModel(service, request.ModelName);
  parseS3Uri(request.TransformInput.DataSource.S3DataSource.S3Uri);
  parseS3Uri(request.TransformOutput.S3OutputPath);
  const payload = (request.MaxPayloadInMB ?? 6) * (request.MaxConcurrentTransforms ?? 1);
  if (payload > CONCURRENT_MB_LIMIT) {
    throw invalid(
      `MaxConcurrentTransforms * MaxPayloadInMB is ${payload} MB and must not exceed ${CONCURRENT_MB_LIMIT} MB.`,
    );
  }
  const now = Date.now();
  const job: TransformJobRecord = {
    name,
    arn,
    createdAt: now,
    input: request,
    status: 'InProgress',
    modifiedAt: now,
    stop: new AbortController(),
  };
  service.transformJobs.set(name, job);
  service.tags.set(arn, request.Tags ?? []);
  service.background.run(`transform job ${name}`, runTransformJob(service, job, model));
  return { TransformJobArn: arn };
});

/** @throws ApiError ValidationException */
export function requireTransformJob(service: Service, name: string): TransformJobRecord {
  const job = service.transformJobs.get(name);
  if (!job) throw invalid(`Could not find requested job with name: ${name}`);
  return job;
}
