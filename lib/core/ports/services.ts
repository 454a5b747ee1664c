/** The other services the use cases call, as narrow as they need them. */

/** Step Functions. */
export interface Executions {
  /** Starts, or finds started, the execution of this name. Equal name and input is success. @throws ExecutionRefused */
  start(stateMachine: string, name: string, input: unknown): Promise<{ arn: string }>;
  /** Status of an execution by name; undefined when there is none. */
  status(
    stateMachine: string,
    name: string,
  ): Promise<'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | undefined>;
}

export class ExecutionRefused extends Error {
  override readonly name = 'ExecutionRefused';
}

/** SageMaker endpoints, as a caller sees them. */
export interface Predictions {
  /** @throws EndpointMissing, EndpointBusy, ModelFault, PredictionTimeout */
  invoke(
    endpoint: string,
    body: Uint8Array,
    options: { contentType: string; accept?: string; inferenceId?: string; timeoutMs?: number },
  ): Promise<{ body: Uint8Array; contentType: string; variant?: string }>;
}
export class EndpointMissing extends Error {
  override readonly name = 'EndpointMissing';
}
/** The model answered with an error: its status (4xx, 5xx) and a short text. */
export class ModelFault extends Error {
  override readonly name = 'ModelFault';
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
/** The endpoint has no capacity for this request now. */
export class EndpointBusy extends Error {
  override readonly name = 'EndpointBusy';
}
/** The model did not answer within the time given. */
export class PredictionTimeout extends Error {
  override readonly name = 'PredictionTimeout';
}

/** CloudWatch: the few numbers Sluice writes and reads. */
export interface Metrics {
  /** @param time now when absent; at most two hours ahead */
  put(namespace: string, name: string, value: number, dimensions: Record<string, string>, time?: Date): Promise<void>;
  /** Sum of a metric over [from, to); 0 when there is no data. */
  sum(namespace: string, name: string, dimensions: Record<string, string>, from: Date, to: Date): Promise<number>;
  /**
   * Statistics of metrics by period over [from, to), oldest first; a period without data is absent. One list each.
   * @param over.periodSeconds a multiple of 60; 3600 and more beyond 15 days. Periods begin at its multiples since 1970
   */
  series(
    namespace: string,
    dimensions: Record<string, string>,
    wanted: readonly MetricStatistic[],
    over: { from: Date; to: Date; periodSeconds: number },
  ): Promise<MetricPoint[][]>;
}

export interface MetricStatistic {
  name: string;
  statistic: 'Sum' | 'p95' | 'p99';
}
export interface MetricPoint {
  /** Begin of the period. */
  time: Date;
  value: number;
}

export interface AlarmState {
  name: string;
  state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  reason: string;
  updated: Date;
}
export interface Alarms {
  /** By exact name; absent alarms are absent from the answer. */
  describe(names: readonly string[]): Promise<AlarmState[]>;
  /** Those that are there; the others are no error. */
  delete(names: readonly string[]): Promise<void>;
}

/** SQS, one way. */
export interface Queue {
  /** @param options.delaySeconds how long it is held back, at most 900 */
  send(message: unknown, options?: { delaySeconds?: number }): Promise<void>;
}

/** The account's default EventBridge bus. What it takes may be delivered more than once. */
export interface EventBus {
  /** Source `sluice`. @param detail JSON, at most 256 KB */
  put(detailType: string, detail: unknown): Promise<void>;
}

/** SNS. @param attributes string attributes that subscriptions filter by */
export interface Publisher {
  publish(message: { subject: string; body: string; attributes: Record<string, string> }): Promise<void>;
}
