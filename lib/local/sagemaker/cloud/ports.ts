import type { Readable } from 'node:stream';

/** What the server needs of the cloud around it. Two identities: a role it was passed, and the service itself. */
export interface CloudPorts {
  /**
   * A session of a role, assumed as the service principal sagemaker.amazonaws.com.
   * @throws AccessDenied when the role does not exist or does not trust the service
   */
  assumeRole(roleArn: string): Promise<RoleSession>;
  putMetrics(namespace: string, data: readonly MetricDatum[]): Promise<void>;
  putEvent(event: ServiceEvent): Promise<void>;
  close(): void;
}

export interface RoleSession {
  readonly roleArn: string;
  /** Credentials for a process that acts with the role, good for about an hour. */
  credentials(): Promise<SessionCredentials>;
  listObjects(bucket: string, prefix: string): Promise<readonly ObjectSummary[]>;
  getObject(bucket: string, key: string): Promise<Readable>;
  headObject(bucket: string, key: string): Promise<void>;
  putObject(object: ObjectToPut): Promise<void>;
  putMetrics(namespace: string, data: readonly MetricDatum[]): Promise<void>;
  /** States by name; alarms that do not exist are absent. */
  alarmStates(names: readonly string[]): Promise<Readonly<Record<string, 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'>>>;
  /** Creates group and stream where they are missing. */
  createLogStream(group: string, stream: string): Promise<void>;
  putLogEvents(group: string, stream: string, events: readonly LogEvent[]): Promise<void>;
}

export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

export interface ObjectSummary {
  readonly key: string;
  readonly size: number;
}

export interface ObjectToPut {
  readonly bucket: string;
  readonly key: string;
  /** Bytes, or the path of a file. */
  readonly body: Buffer | { readonly file: string };
  readonly kmsKeyId?: string | undefined;
}

export interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
}

export interface MetricDatum {
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly unit: 'None' | 'Count' | 'Microseconds';
  /** Distinct values and how often each was seen; at most 150. */
  readonly values: readonly number[];
  readonly counts: readonly number[];
  readonly timestamp: number;
}

export interface ServiceEvent {
  readonly detailType: string;
  readonly resource: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** A right that the role does not have, in the words of the service that refused. */
export class AccessDenied extends Error {
  override readonly name = 'AccessDenied';
}

/** A bucket or an object that is not there. */
export class NoSuchObject extends Error {
  override readonly name = 'NoSuchObject';
}
