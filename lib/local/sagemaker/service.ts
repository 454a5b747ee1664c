import type { CloudPorts, RoleSession, ServiceEvent } from './cloud/ports.ts';
import { AccessDenied, NoSuchObject } from './cloud/ports.ts';
import type { CaptureWriter } from './hosting/capture.ts';
import type { InvocationMetrics } from './hosting/metrics.ts';
import type { Endpoint } from './hosting/parts.ts';
import type { Settings } from './settings.ts';
import type { ConfigRecord, ModelRecord, TrainingJobRecord, TransformJobRecord } from './state/records.ts';
import type { Table } from './state/table.ts';
import type { Tag } from './validation/shapes.ts';
import type { Scope } from './wire/arn.ts';
import { invalid } from './wire/errors.ts';

/** SageMaker in one account and region. */
export interface Service {
  readonly scope: Scope;
  readonly settings: Settings;
  readonly cloud: CloudPorts;
  readonly models: Table<ModelRecord>;
  readonly configs: Table<ConfigRecord>;
  readonly endpoints: Table<Endpoint>;
  readonly trainingJobs: Table<TrainingJobRecord>;
  readonly transformJobs: Table<TransformJobRecord>;
  /** By ARN. */
  readonly tags: Map<string, readonly Tag[]>;
  readonly metrics: InvocationMetrics;
  readonly capture: CaptureWriter;
  /** Work that goes on after an operation has answered; the server's close aborts and awaits it. */
  readonly background: Background;
}

export interface Background {
  readonly signal: AbortSignal;
  run(what: string, work: Promise<unknown>): void;
}

/**
 * Assumes a role that a request names.
 * @throws ApiError ValidationException in AWS's words when the service may not
 */
export async function assumePassedRole(service: Service, roleArn: string): Promise<RoleSession> {
  try {
    return await service.cloud.assumeRole(roleArn);
  } catch (error) {
    if (!(error instanceof AccessDenied || error instanceof NoSuchObject)) throw error;
    throw invalid(
      `Could not assume role ${roleArn}. Please ensure that the role exists and allows principal 'sagemaker.amazonaws.com' to assume the role.`,
    );
  }
}

/** Publishes a state change on the event bus, in the background. */
export function publish(service: Service, event: ServiceEvent): void {
  if (service.background.signal.aborted) return;
  service.background.run(`event '${event.detailType}'`, service.cloud.putEvent(event));
}

export function tagMap(service: Service, arn: string): Record<string, string> {
  return Object.fromEntries((service.tags.get(arn) ?? []).map(({ Key, Value }) => [Key, Value]));
}
