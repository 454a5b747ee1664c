/** What a platform's workflows made, which no stack knows of; and what stays when everything else is gone. */

/** `name` begins with the platform's; whether it is a known model's is for the caller to say. */
export interface RunningEndpoint {
  name: string;
  /** As its configuration asks for them. */
  instances: readonly { type: string; count: number }[];
}

export interface RunningJob {
  kind: 'training' | 'transform';
  name: string;
}

/** Something that stays and costs. */
export interface Kept {
  what: string;
  /** Absent: AWS has not measured it yet (S3 once a day, DynamoDB every six hours). */
  bytes?: number;
  /** US dollars, list price; absent where `bytes` is. */
  monthly?: number;
  /** Until when, or how it goes. */
  ends: string;
}

export interface Remains {
  endpoints(): Promise<RunningEndpoint[]>;
  configurations(): Promise<string[]>;
  models(): Promise<string[]>;
  alarms(): Promise<string[]>;
  /** Executions that run: their ARNs. */
  executions(machine: 'training' | 'release'): Promise<string[]>;
  jobs(): Promise<RunningJob[]>;
  kept(): Promise<Kept[]>;

  /** Deletes an endpoint and waits until it is gone; one that is not there is fine. */
  deleteEndpoint(name: string): Promise<void>;
  deleteConfiguration(name: string): Promise<void>;
  deleteModel(name: string): Promise<void>;
  deleteAlarms(names: readonly string[]): Promise<void>;
  /** One that has ended meanwhile is fine. */
  stopExecution(arn: string): Promise<void>;
  /** One that has ended meanwhile is fine. */
  stopJob(job: RunningJob): Promise<void>;
}
