/** What of SageMaker in one account and region outlives the server: its resources, once nothing is under way any more. */
import * as z from 'zod';
import { openEndpoint } from '../hosting/endpoint.ts';
import type { Endpoint, Target } from '../hosting/parts.ts';
import { deploymentConfig } from '../requests/deployment-config.ts';
import { endpointConfigRequest } from '../requests/endpoint-config.ts';
import { modelRequest } from '../requests/model.ts';
import { trainingJobRequest } from '../requests/training-job.ts';
import { transformJobRequest } from '../requests/transform-job.ts';
import type { Service } from '../service.ts';
import { enter } from '../training/transitions.ts';
import { tag } from '../validation/shapes.ts';
import type { SecondaryStatus, TrainingJobRecord, TransformJobRecord } from './records.ts';

const record = { name: z.string(), arn: z.string(), createdAt: z.number() };
const model = z.strictObject({ ...record, input: modelRequest });
const config = z.strictObject({ ...record, input: endpointConfigRequest });
const ended = {
  modifiedAt: z.number(),
  startedAt: z.number().optional(),
  endedAt: z.number().optional(),
  failureReason: z.string().optional(),
  status: z.enum(['Completed', 'Failed', 'Stopped']),
};
const secondaryStatus = z.enum([
  'Starting',
  'Downloading',
  'Training',
  'Uploading',
  'Completed',
  'Failed',
  'Stopping',
  'Stopped',
  'MaxRuntimeExceeded',
] satisfies SecondaryStatus[]);

export const ServiceSnapshot = z.strictObject({
  account: z.string(),
  region: z.string(),
  models: z.array(model),
  configs: z.array(config),
  endpoints: z.array(
    z.strictObject({
      ...record,
      /** What it served, with the models as they were when it was deployed. */
      config,
      models: z.array(z.tuple([z.string(), model])),
      lastDeploymentConfig: deploymentConfig.optional(),
    }),
  ),
  trainingJobs: z.array(
    z.strictObject({
      ...record,
      ...ended,
      input: trainingJobRequest,
      secondaryStatus,
      transitions: z.array(
        z.strictObject({
          status: secondaryStatus,
          startedAt: z.number(),
          endedAt: z.number().optional(),
          message: z.string(),
        }),
      ),
      artifacts: z.string().optional(),
      finalMetrics: z.array(z.strictObject({ name: z.string(), value: z.number(), at: z.number() })),
    }),
  ),
  transformJobs: z.array(z.strictObject({ ...record, ...ended, input: transformJobRequest })),
  tags: z.array(z.tuple([z.string(), z.array(tag)])),
});
export type ServiceSnapshot = z.infer<typeof ServiceSnapshot>;

const CUT_OFF = 'InternalServerError: the local cloud was stopped while the job was running';
const isOver = <S extends string>(status: S): status is S & ServiceSnapshot['trainingJobs'][number]['status'] =>
  status === 'Completed' || status === 'Failed' || status === 'Stopped';

/**
 * A deployment that is under way is left out: the endpoint is kept with what served. So is an endpoint that is being
 * deleted; a job that is still running has failed.
 */
export function snapshotOf(service: Service, at: number): ServiceSnapshot {
  return {
    ...service.scope,
    models: [...service.models.all()],
    configs: [...service.configs.all()],
    endpoints: service.endpoints.all().flatMap((endpoint) => keptEndpoint(endpoint)),
    trainingJobs: service.trainingJobs.all().map((job) => keptTraining(job, at)),
    transformJobs: service.transformJobs.all().map((job) => keptTransform(job, at)),
    tags: [...service.tags].map(([arn, tags]) => [arn, [...tags]]),
  };
}

function keptEndpoint(endpoint: Endpoint): ServiceSnapshot['endpoints'] {
  const { name, arn, createdAt } = endpoint;
  if (endpoint.state().status === 'Deleting') return [];
  const { config, models } = endpoint.serving();
  const lastDeploymentConfig = endpoint.lastDeploymentConfig();
  return [
    { name, arn, createdAt, config, models: [...models], ...(lastDeploymentConfig ? { lastDeploymentConfig } : {}) },
  ];
}

function keptTraining(job: TrainingJobRecord, at: number): ServiceSnapshot['trainingJobs'][number] {
  const { stop: _, status, ...kept } = { ...job, finalMetrics: [...job.finalMetrics] };
  if (isOver(status)) return { ...kept, status };
  const cut = { ...job };
  enter(cut, 'Failed', at);
  const { secondaryStatus, transitions, modifiedAt } = cut;
  return { ...kept, status: 'Failed', secondaryStatus, transitions, modifiedAt, endedAt: at, failureReason: CUT_OFF };
}

function keptTransform(job: TransformJobRecord, at: number): ServiceSnapshot['transformJobs'][number] {
  const { stop: _, status, ...kept } = job;
  if (isOver(status)) return { ...kept, status };
  return { ...kept, status: 'Failed', modifiedAt: at, endedAt: at, failureReason: CUT_OFF };
}

/**
 * Puts everything back into a new server and starts the endpoints again.
 *
 * @returns when each endpoint serves or has failed; the names of those that failed, with their reasons
 */
export async function restore(service: Service, snapshot: ServiceSnapshot): Promise<string[]> {
  for (const each of snapshot.models) service.models.set(each.name, each);
  for (const each of snapshot.configs) service.configs.set(each.name, each);
  for (const each of snapshot.trainingJobs)
    service.trainingJobs.set(each.name, { ...each, stop: new AbortController() });
  for (const each of snapshot.transformJobs)
    service.transformJobs.set(each.name, { ...each, stop: new AbortController() });
  for (const [arn, tags] of snapshot.tags) service.tags.set(arn, tags);
  const endpoints = snapshot.endpoints.map(({ name, arn, createdAt, config, models, lastDeploymentConfig }) => {
    const target: Target = { config, models: new Map(models) };
    const endpoint = openEndpoint(service, { name, arn, createdAt, target, deploymentConfig: lastDeploymentConfig });
    service.endpoints.set(name, endpoint);
    return endpoint;
  });
  await Promise.all(endpoints.map((endpoint) => endpoint.settled()));
  return endpoints.flatMap((endpoint) => {
    const { status, failureReason } = endpoint.state();
    return status === 'InService' ? [] : [`${endpoint.name} is ${status}: ${failureReason ?? 'no reason is known'}`];
  });
}
