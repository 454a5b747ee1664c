import type { CreateEndpointConfigInput } from '../requests/endpoint-config.ts';
import type { CreateModelInput } from '../requests/model.ts';
import type { CreateTrainingJobInput } from '../requests/training-job.ts';
import type { CreateTransformJobInput } from '../requests/transform-job.ts';

/** Times are milliseconds since the epoch. */

export interface ModelRecord {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly input: CreateModelInput;
}

export interface ConfigRecord {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly input: CreateEndpointConfigInput;
}

export type SecondaryStatus =
  | 'Starting'
  | 'Downloading'
  | 'Training'
  | 'Uploading'
  | 'Completed'
  | 'Failed'
  | 'Stopping'
  | 'Stopped'
  | 'MaxRuntimeExceeded';

export interface Transition {
  readonly status: SecondaryStatus;
  readonly startedAt: number;
  readonly endedAt?: number | undefined;
  readonly message: string;
}

export interface FinalMetric {
  readonly name: string;
  readonly value: number;
  readonly at: number;
}

export type TrainingJobStatus = 'InProgress' | 'Completed' | 'Failed' | 'Stopping' | 'Stopped';

export interface TrainingJobRecord {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly input: CreateTrainingJobInput;
  status: TrainingJobStatus;
  secondaryStatus: SecondaryStatus;
  transitions: Transition[];
  modifiedAt: number;
  startedAt?: number | undefined;
  endedAt?: number | undefined;
  failureReason?: string | undefined;
  artifacts?: string | undefined;
  finalMetrics: readonly FinalMetric[];
  /** Ends the running process in good order. */
  readonly stop: AbortController;
}

export type TransformJobStatus = 'InProgress' | 'Completed' | 'Failed' | 'Stopping' | 'Stopped';

export interface TransformJobRecord {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly input: CreateTransformJobInput;
  status: TransformJobStatus;
  modifiedAt: number;
  startedAt?: number | undefined;
  endedAt?: number | undefined;
  failureReason?: string | undefined;
  readonly stop: AbortController;
}
