/** Nothing hangs, and no fault goes by: time limits, retries that back off, catchers that end in a record. */

import { type Machine, type Rule, type State, statesOf } from './definition.ts';
import { parseIntegration } from './integration.ts';
import { workflowRule } from './machines.ts';

/** Tasks without a catcher: they are the record, or the message of it. When they fail the execution fails for all to see. */
export const BARE: Readonly<Record<string, string>> = {
  'training/RecordFailure': 'it is the record; monitoring/executions records an execution that failed',
  'training/Warn': 'a message that cannot be handed over must not be lost in silence',
  'training/Notify': 'a message that cannot be handed over must not be lost in silence',
  'release/Conclude': 'it is the record; monitoring/executions records an execution that failed',
  'release/Notify': 'a message that cannot be handed over must not be lost in silence',
};
/** Calls that are not tried again, and are not in a loop that comes back to them. */
export const ONCE: Readonly<Record<string, string>> = {
  'release/DescribeModel': 'a hiccup leads on to the configuration, which needs no more than that the model is there',
  'release/Remove': 'what stays is deleted by the next release (DeleteFailed)',
};
/** Names a job can have once for ever. */
const ONE_NAME = /:create(Training|Transform|Processing|HyperParameterTuning)Job(\.|$)/;

export const handling = workflowRule('workflow-handling', ({ machine, name: workflow }, say) => {
  const tasks = statesOf(machine).filter(([, { Type }]) => Type === 'Task');
  const maps = statesOf(machine).filter(([, { Type }]) => Type === 'Map' || Type === 'Parallel');
  const own = (name: string) => Object.hasOwn(machine.States, name);
  return [
    ...(machine.TimeoutSeconds ? [] : [say(undefined, 'has no TimeoutSeconds: it may hang for a year', 'give it one')]),
    ...tasks.flatMap(([name, state]) => [
      ...(state.TimeoutSeconds === undefined
        ? [say(name, 'has no TimeoutSeconds', 'longer than the call may take')]
        : []),
      ...(retried(machine, name, state) || `${workflow}/${name}` in ONCE
        ? []
        : [say(name, 'is not tried again when the service hiccups', 'Retry, or a Catch that comes back')]),
      ...(ONE_NAME.test(state.Resource ?? '') &&
      state.Retry &&
      !/State\.RetryCount/.test(JSON.stringify(state.Arguments))
        ? [say(name, 'a retry uses the name of the job that failed', 'put $states.context.State.RetryCount into it')]
        : []),
    ]),
    ...[...tasks.filter(([name]) => own(name)), ...maps]
      .filter(([, { Catch }]) => !Catch?.at(-1)?.ErrorEquals.includes('States.ALL'))
      .filter(([name]) => !(`${workflow}/${name}` in BARE))
      .map(([name]) => say(name, 'a fault ends the execution without a record', 'Catch States.ALL')),
    ...statesOf(machine).flatMap(([name, { Retry = [], Catch = [] }]) => [
      ...[Retry, Catch].flatMap((rules) =>
        rules.flatMap((rule, i) =>
          misplaced(rule, i === rules.length - 1).map((what) => say(name, what, 'States.ALL: alone and last')),
        ),
      ),
      ...Retry.flatMap((rule) => impatient(rule).map((what) => say(name, what, 'BackoffRate 2, JitterStrategy FULL'))),
    ]),
  ];
});

const misplaced = ({ ErrorEquals }: Rule, last: boolean): string[] =>
  ErrorEquals.includes('States.ALL') && (ErrorEquals.length > 1 || !last)
    ? ['names States.ALL beside or before others']
    : [];

const impatient = ({
  MaxAttempts,
  BackoffRate = 2,
  JitterStrategy,
  IntervalSeconds = 1,
  ErrorEquals,
}: Rule): string[] => {
  if (MaxAttempts === 0) return [];
  return [
    ...(BackoffRate < 1.5 ? [`backs off by ${BackoffRate}`] : []),
    ...(JitterStrategy === 'FULL' ? [] : [`retries ${ErrorEquals.join(', ')} without jitter`]),
    ...(IntervalSeconds >= 1 ? [] : [`waits ${IntervalSeconds} s`]),
  ];
};

/** It has a Retry; Lambda's faults must all be covered, other calls may come back by their catcher. */
function retried(machine: Machine, name: string, { Resource = '', Retry = [], Catch = [] }: State): boolean {
  const tries = Retry.filter(({ MaxAttempts }) => MaxAttempts !== 0);
  if (parseIntegration(Resource)?.service === 'lambda')
    return tries.some(({ ErrorEquals }) => ErrorEquals.includes('States.ALL'));
  if (tries.length > 0) return true;
  const back = Catch.find(({ ErrorEquals }) => ErrorEquals.includes('States.ALL'))?.Next;
  return back !== undefined && leadsTo(machine, back, name);
}

function leadsTo(machine: Machine, from: string, to: string, seen = new Set<string>()): boolean {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  const state = machine.States[from];
  const next = [state?.Next, state?.Default, ...(state?.Choices ?? []).map(({ Next }) => Next)];
  return next.some((name) => name !== undefined && leadsTo(machine, name, to, seen));
}
