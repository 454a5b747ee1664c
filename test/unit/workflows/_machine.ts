/** Runs a workflow's definition as it is: its JSONata, its Choice, Map, Retry and Catch, with tasks of the test's own. Nothing waits. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import jsonata from 'jsonata';
import { callFaults } from '../../check/workflows/calls.ts';
import { parseIntegration } from '../../check/workflows/integration.ts';

interface Rule {
  ErrorEquals: string[];
  MaxAttempts?: number;
  Assign?: unknown;
  Next?: string;
}

export interface State {
  Type: 'Task' | 'Choice' | 'Pass' | 'Wait' | 'Map' | 'Succeed' | 'Fail';
  Comment?: string;
  Resource?: string;
  Arguments?: unknown;
  TimeoutSeconds?: number | string;
  Items?: string;
  ItemSelector?: unknown;
  ItemProcessor?: Machine;
  Choices?: { Condition: string; Next: string }[];
  Default?: string;
  Assign?: Record<string, unknown>;
  Output?: unknown;
  Retry?: Rule[];
  Catch?: Rule[];
  Next?: string;
  End?: boolean;
  Error?: string;
  Cause?: string;
}

export interface Machine {
  ProcessorConfig?: { Mode: 'INLINE' | 'DISTRIBUTED' };
  StartAt: string;
  States: Record<string, State>;
  TimeoutSeconds?: number;
  QueryLanguage?: string;
}

/** What a task does. @throws TaskFault with the name the service would give */
export type Task = (input: never) => unknown;
export type Tasks = Record<string, Task>;

export class TaskFault extends Error {
  readonly error: string;
  constructor(error: string, cause: string) {
    super(cause);
    this.error = error;
  }
}

/** The definition with its placeholders filled: `${TrainingCheck}` becomes `TrainingCheck`. */
export function definitionOf(file: string): Machine {
  const text = readFileSync(path.resolve(import.meta.dirname, '../../../lib/workflows', file), 'utf8');
  return JSON.parse(text.replaceAll(/\$\{(\w+)\}/g, '$1')) as Machine;
}

type Values = Record<string, unknown>;
interface Scope {
  tasks: Tasks;
  variables: Values;
  context: {
    Execution: { Input: unknown; RedriveCount: number };
    State: { RetryCount: number };
    Map?: { Item: { Index: number; Value: unknown } };
  };
  trace: string[];
}

export interface Execution {
  status: 'SUCCEEDED' | 'FAILED';
  output?: unknown;
  error?: string;
  cause?: string;
  /** Names of the states in their order. */
  trace: string[];
}

/** A state that loops for ever fails the test, not the machine it runs on. */
const MOST_STATES = 500;

export async function runMachine(machine: Machine, input: unknown, tasks: Tasks): Promise<Execution> {
  const context = { Execution: { Input: input, RedriveCount: 0 }, State: { RetryCount: 0 } };
  const scope: Scope = { tasks, variables: {}, context, trace: [] };
  try {
    const output = await walk(machine, input, scope);
    return { status: 'SUCCEEDED', output, trace: scope.trace };
  } catch (error) {
    if (!(error instanceof TaskFault)) throw error;
    return { status: 'FAILED', error: error.error, cause: error.message, trace: scope.trace };
  }
}

async function walk(machine: Machine, start: unknown, scope: Scope): Promise<unknown> {
  let name = machine.StartAt;
  let input = start;
  for (;;) {
    const state = machine.States[name];
    if (!state) throw new Error(`there is no state ${name}`);
    scope.trace.push(name);
    if (scope.trace.length > MOST_STATES) throw new Error(`too many states: ${scope.trace.slice(-12).join(' > ')}`);
    const { output, next } = await step(state, input, scope);
    if (next === undefined) return output;
    [name, input] = [next, output];
  }
}

async function step(
  state: State,
  input: unknown,
  scope: Scope,
): Promise<{ output: unknown; next?: string | undefined }> {
  const evaluate = (template: unknown, more: Values = {}) => fill(template, { input, ...more }, scope);
  switch (state.Type) {
    case 'Succeed':
      return { output: state.Output === undefined ? input : await evaluate(state.Output) };
    case 'Fail':
      throw new TaskFault(String(await evaluate(state.Error)), String(await evaluate(state.Cause)));
    case 'Choice':
      for (const { Condition, Next } of state.Choices ?? [])
        if ((await evaluate(Condition)) === true) return { output: input, next: Next };
      return { output: input, next: state.Default };
    case 'Pass':
    case 'Wait':
      await assign(state.Assign, { input }, scope);
      return { output: state.Output === undefined ? input : await evaluate(state.Output), next: state.Next };
    default:
      return work(state, input, scope);
  }
}

/** Task and Map: with Retry and Catch. */
async function work(
  state: State,
  input: unknown,
  scope: Scope,
): Promise<{ output: unknown; next?: string | undefined }> {
  const used = new Map<Rule, number>();
  for (;;) {
    scope.context.State = { RetryCount: [...used.values()].reduce((sum, n) => sum + n, 0) };
    try {
      const result = state.Type === 'Map' ? await each(state, input, scope) : await call(state, input, scope);
      await assign(state.Assign, { input, result }, scope);
      const output = state.Output === undefined ? result : await fill(state.Output, { input, result }, scope);
      return { output, next: state.Next };
    } catch (error) {
      if (!(error instanceof TaskFault)) throw error;
      const matches = ({ ErrorEquals }: Rule) =>
        ErrorEquals.includes(error.error) || ErrorEquals.includes('States.ALL');
      const retry = state.Retry?.find(matches);
      if (retry && (used.get(retry) ?? 0) < (retry.MaxAttempts ?? 3)) {
        used.set(retry, (used.get(retry) ?? 0) + 1);
        continue;
      }
      const caught = state.Catch?.find(matches);
      if (!caught) throw error;
      const errorOutput = { Error: error.error, Cause: error.message };
      await assign(caught.Assign, { input, errorOutput }, scope);
      return { output: errorOutput, next: caught.Next };
    }
  }
}

async function call(state: State, input: unknown, scope: Scope): Promise<unknown> {
  const given = state.Arguments === undefined ? input : await fill(state.Arguments, { input }, scope);
  const lambda = state.Resource === 'arn:aws:states:::lambda:invoke';
  const request = given as { FunctionName: string; Payload: unknown };
  const name = lambda ? request.FunctionName : (state.Resource ?? '').replace('arn:aws:states:::', '');
  const task = scope.tasks[name];
  if (!task) throw new Error(`no task ${name}`);
  holdToModel(state.Resource ?? '', given);
  // As over the wire: what is not JSON does not arrive.
  const wire = (value: unknown): never => JSON.parse(JSON.stringify(value ?? null)) as never;
  const result = wire(await task(wire(lambda ? request.Payload : given)));
  return lambda ? { StatusCode: 200, Payload: result } : result;
}

/** Services refuse arguments they do not know: what is really given is held against AWS's own models. */
function holdToModel(resource: string, given: unknown): void {
  const integration = parseIntegration(resource);
  if (!integration) throw new Error(`${resource} is no integration`);
  const faults = callFaults(integration, given);
  if (faults.length > 0) throw new Error(`AWS would refuse ${resource}:\n${faults.join('\n')}`);
}

async function each(state: State, input: unknown, scope: Scope): Promise<unknown[]> {
  const items = (await fill(state.Items, { input }, scope)) as unknown[];
  const results: unknown[] = [];
  const machine = state.ItemProcessor as Machine;
  for (const [Index, Value] of items.entries()) {
    const context = { ...structuredClone(scope.context), Map: { Item: { Index, Value } } };
    const given =
      state.ItemSelector === undefined ? Value : await fill(state.ItemSelector, { input }, { ...scope, context });
    // A child of a Distributed Map is an execution of its own: it sees its input, and no variables.
    const inner: Scope =
      machine.ProcessorConfig?.Mode === 'DISTRIBUTED'
        ? { ...scope, variables: {}, context: { ...context, Execution: { Input: given, RedriveCount: 0 } } }
        : { ...scope, variables: { ...scope.variables }, context };
    results.push(await walk(machine, given, inner));
  }
  return results;
}

async function assign(template: unknown, states: Values, scope: Scope): Promise<void> {
  if (template === undefined) return;
  // All expressions see the old values.
  const assigned = (await fill(template, states, scope)) as Values;
  Object.assign(scope.variables, assigned);
}

async function fill(template: unknown, states: Values, scope: Scope): Promise<unknown> {
  if (typeof template === 'string') {
    const [, expression] = /^\{%([\s\S]*)%\}$/.exec(template) ?? [];
    return expression === undefined ? template : evaluateExpression(expression, states, scope);
  }
  if (Array.isArray(template)) return Promise.all(template.map((part) => fill(part, states, scope)));
  if (typeof template !== 'object' || template === null) return template;
  const entries = Object.entries(template).map(async ([key, part]) => [key, await fill(part, states, scope)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function evaluateExpression(expression: string, states: Values, scope: Scope): Promise<unknown> {
  const value: unknown = await jsonata(expression).evaluate(undefined, {
    ...scope.variables,
    states: { ...states, context: scope.context },
  });
  if (value === undefined) throw new TaskFault('States.QueryEvaluationError', `no result: ${expression}`);
  return value;
}
