import type { RoleSession } from '../cloud/ports.ts';
import type { Route } from '../engine/routes.ts';
import type { DeploymentPlan, EndpointState } from '../engine/state.ts';
import type { ModelServer } from '../processes/model-server.ts';
import type { DeploymentConfigInput } from '../requests/deployment-config.ts';
import type { ConfigRecord, ModelRecord } from '../state/records.ts';

/** What hosting is made of: an endpoint has fleets, a fleet has instances. */

/** An endpoint: the engine's state, the fleets it asked for, and the timers that move it. */
export interface Endpoint {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly modifiedAt: () => number;
  readonly state: () => EndpointState;
  /** What serves, or is being created first. */
  readonly serving: () => Target;
  /** What is being deployed. */
  readonly pending: () => Target | undefined;
  readonly lastDeploymentConfig: () => DeploymentConfigInput | undefined;
  routes(): readonly Route[];
  fleet(id: string): RunningFleet | undefined;
  /** @throws RefusedTransition */
  update(target: Target, plan: DeploymentPlan, deploymentConfig: DeploymentConfigInput | undefined): void;
  /** When it is neither being created nor updated. */
  settled(): Promise<void>;
  /** @throws RefusedTransition */
  remove(): void;
  /** Ends all processes at once. */
  close(): Promise<void>;
}

/** A configuration with its models, as they are now: later changes do not reach the deployment. */
export interface Target {
  readonly config: ConfigRecord;
  readonly models: ReadonlyMap<string, ModelRecord>;
}

/** The instances of one configuration. */
export interface RunningFleet {
  readonly id: string;
  readonly config: ConfigRecord;
  /** Resolves when all instances are healthy; rejects when one cannot be started. */
  readonly ready: Promise<void>;
  /** The next healthy instance in turn among the first `active` of a variant. */
  next(variant: string, active: number): Instance | undefined;
  /** The session of a variant's execution role. */
  session(variant: string): RoleSession | undefined;
  terminate(drain: boolean): Promise<void>;
}

/** One machine of a variant: a model server that is started again when it ends by itself. */
export interface Instance {
  readonly id: string;
  /** Whether it can take a request now. */
  healthy(): boolean;
  /** Runs a request on it; the instance is not ended before the request is. */
  use<T>(request: (server: ModelServer) => Promise<T>): Promise<T>;
  /** Waits for the requests that are under way, then ends the process. Takes no new ones. */
  terminate(drain: boolean): Promise<void>;
}
