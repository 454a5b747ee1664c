/**
 * What the blue/green engine knows about an endpoint. Everything is plain data: no clock, no I/O.
 * Times are milliseconds since the epoch; durations of a plan are the seconds of the API request.
 */

export type EndpointStatus = 'Creating' | 'Updating' | 'InService' | 'Deleting' | 'Failed' | 'Deleted';

export interface Variant {
  readonly name: string;
  readonly instances: number;
  readonly weight: number;
}

export interface Configuration {
  readonly name: string;
  readonly variants: readonly Variant[];
}

/** A size of capacity as CapacitySize of the API: a number of instances, or a percentage of them. */
export interface CapacitySize {
  readonly type: 'INSTANCE_COUNT' | 'CAPACITY_PERCENT';
  readonly value: number;
}

export type TrafficRouting =
  | { readonly type: 'ALL_AT_ONCE' }
  | { readonly type: 'CANARY'; readonly size: CapacitySize; readonly waitSeconds: number };

/** A BlueGreenUpdatePolicy with its alarms. */
export interface DeploymentPlan {
  readonly routing: TrafficRouting;
  readonly terminationWaitSeconds: number;
  readonly maximumExecutionSeconds: number | undefined;
  readonly alarms: readonly string[];
}

export type FleetHealth = 'launching' | 'ready' | 'terminating';

/** All instances of one configuration, launched and ended together. */
export interface Fleet {
  readonly id: string;
  readonly configuration: Configuration;
  readonly health: FleetHealth;
}

export type Phase =
  | { readonly name: 'launching' }
  | { readonly name: 'activating'; readonly step: number; readonly until: number }
  | { readonly name: 'baking'; readonly step: number; readonly until: number }
  /** The old fleet is being ended: there is no way back. */
  | { readonly name: 'terminating' }
  /** Traffic is on the old fleet again and the new one is being ended. */
  | { readonly name: 'rolling-back'; readonly reason: string };

export interface Deployment {
  /** Distinguishes deployments of one endpoint, so that late answers about an earlier one are ignored. */
  readonly id: number;
  readonly green: Fleet;
  readonly plan: DeploymentPlan;
  readonly startedAt: number;
  /** Roll back when this passes before the old fleet is being ended. */
  readonly deadline: number;
  readonly phase: Phase;
  readonly phaseSince: number;
}

export interface EndpointState {
  readonly status: EndpointStatus;
  /** The latest time seen; never goes back. */
  readonly now: number;
  /** Length of one second of a plan's waits, in milliseconds: 1000, or less when time is scaled. */
  readonly secondMs: number;
  readonly deployments: number;
  /** The fleet of the configuration that serves, or undefined before the first one and after the last. */
  readonly blue: Fleet | undefined;
  readonly deployment: Deployment | undefined;
  readonly failureReason: string | undefined;
}

export const NO_GUARDRAILS: DeploymentPlan = {
  routing: { type: 'ALL_AT_ONCE' },
  terminationWaitSeconds: 0,
  maximumExecutionSeconds: undefined,
  alarms: [],
};
