import type { Configuration, DeploymentPlan } from './state.ts';

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** What happens to an endpoint, each with its time in milliseconds. */
export type EngineEvent =
  | {
      readonly type: 'update-requested';
      readonly at: number;
      readonly configuration: Configuration;
      readonly plan: DeploymentPlan;
    }
  | { readonly type: 'delete-requested'; readonly at: number }
  | { readonly type: 'fleet-ready'; readonly at: number; readonly fleet: string }
  | { readonly type: 'fleet-failed'; readonly at: number; readonly fleet: string; readonly reason: string }
  | { readonly type: 'fleet-terminated'; readonly at: number; readonly fleet: string }
  | {
      readonly type: 'alarms-read';
      readonly at: number;
      readonly deployment: number;
      /** States by alarm name; an alarm that does not exist is absent. */
      readonly states: Readonly<Record<string, AlarmState>>;
    }
  | { readonly type: 'alarms-unreadable'; readonly at: number; readonly deployment: number; readonly reason: string }
  | { readonly type: 'tick'; readonly at: number };

/** What the caller has to do after a step. Routes are not an effect: they follow from the state (`routesOf`). */
export type Effect =
  | { readonly type: 'launch-fleet'; readonly fleet: string; readonly configuration: string }
  | { readonly type: 'terminate-fleet'; readonly fleet: string }
  | { readonly type: 'status-changed' }
  | { readonly type: 'deployment-changed' };

/** An event that the endpoint's state does not allow; the text is without the endpoint's name. */
export class RefusedTransition extends Error {}
