/** What every workflow of ours keeps, whatever it does. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import jsonata from 'jsonata';
import { describe, expect, test } from 'vitest';
import { FUNCTIONS } from '../../../lib/core/contracts/functions/index.ts';
import { MACHINES, TRAINING_EXECUTION_SECONDS } from '../../../lib/core/contracts/state-machines.ts';
import { definitionOf, type Machine, type State } from './_machine.ts';

const validate = createRequire(import.meta.url)('asl-validator') as (definition: unknown) => {
  isValid: boolean;
  errorsText: (separator: string) => string;
};

/** Every state, those inside Map as well. */
const statesOf = (machine: Machine): [string, State][] =>
  Object.entries(machine.States).flatMap(([name, state]) => [
    [name, state] as [string, State],
    ...(state.ItemProcessor ? statesOf(state.ItemProcessor) : []),
  ]);

/** Every text of the definition with its path. */
function texts(value: unknown, at = ''): [string, string][] {
  if (typeof value === 'string') return [[at, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => texts(part, `${at}/${key}`));
}

describe.each(MACHINES.map((contract) => [contract.definition, contract] as const))('%s', (file, contract) => {
  const machine = definitionOf(file);
  const tasks = statesOf(machine).filter(([, { Type }]) => Type === 'Task');

  test('is a valid definition', () => {
    const result = validate(machine);
    expect(result.isValid ? '' : result.errorsText('\n')).toBe('');
  });

  test('limits the time of the execution and of each task', () => {
    expect(machine.TimeoutSeconds).toBeGreaterThan(0);
    for (const [name, { TimeoutSeconds }] of tasks)
      expect([name, typeof TimeoutSeconds]).not.toEqual([name, 'undefined']);
  });

  test('gives a Lambda task longer than the function itself has', () => {
    for (const [name, state] of tasks) {
      const placeholder = (state.Arguments as { FunctionName?: string }).FunctionName;
      if (placeholder === undefined) continue;
      const contractOf = FUNCTIONS.find(({ id }) => id === contract.functions[placeholder]);
      expect([name, Number(state.TimeoutSeconds)]).toEqual([name, (contractOf?.timeoutSeconds ?? NaN) + 10]);
    }
  });

  test('catches everything, or fails for all to see', () => {
    const own = tasks.filter(([name]) => Object.hasOwn(machine.States, name));
    const bare = own.filter(([, { Catch }]) => !Catch?.at(-1)?.ErrorEquals.includes('States.ALL'));
    const allowed = ['RecordFailure', 'Conclude', 'Notify'];
    expect(bare.map(([name]) => name).filter((name) => !allowed.includes(name))).toEqual([]);
  });

  test('names States.ALL alone and last', () => {
    for (const [name, { Retry = [], Catch = [] }] of statesOf(machine))
      for (const rules of [Retry, Catch])
        rules.forEach(({ ErrorEquals }, index) => {
          if (!ErrorEquals.includes('States.ALL')) return;
          expect([name, ErrorEquals, index]).toEqual([name, ['States.ALL'], rules.length - 1]);
        });
  });

  test('backs off with jitter', () => {
    for (const [name, { Retry = [] }] of statesOf(machine))
      for (const rule of Retry as { MaxAttempts?: number; JitterStrategy?: string; BackoffRate?: number }[])
        if (rule.MaxAttempts !== 0) expect([name, rule.JitterStrategy, rule.BackoffRate]).toEqual([name, 'FULL', 2]);
  });

  test('holds only expressions that parse, and no JSONPath', () => {
    for (const [at, text] of texts(machine)) {
      if (text.startsWith('{%')) expect(() => jsonata(text.slice(2, -2)), `${at}: ${text}`).not.toThrow();
      else expect([at, text.startsWith('$')]).toEqual([at, false]);
      expect([at, /\$eval\b/.test(text)]).toEqual([at, false]);
    }
    expect(machine.QueryLanguage).toBe('JSONata');
  });

  test('has no state that nothing reaches', () => {
    const reach = (m: Machine): string[] => {
      const seen = new Set<string>();
      const visit = (name: string | undefined): void => {
        if (name === undefined || seen.has(name)) return;
        seen.add(name);
        const state = m.States[name];
        if (!state) throw new Error(`${name} is not there`);
        for (const next of [state.Next, state.Default, ...(state.Choices ?? []).map(({ Next }) => Next)]) visit(next);
        for (const { Next } of state.Catch ?? []) visit(Next);
      };
      visit(m.StartAt);
      return Object.keys(m.States).filter((name) => !seen.has(name));
    };
    expect(reach(machine)).toEqual([]);
  });

  test('has exactly the placeholders its contract fills', () => {
    const text = readFileSync(path.resolve(import.meta.dirname, '../../../lib/workflows', file), 'utf8');
    const used = new Set([...text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name));
    expect([...used].sort()).toEqual([...Object.keys(contract.functions), ...contract.names].sort());
  });

  test('needs a right for each service it calls', () => {
    const granted = contract.needs.flatMap(({ actions }) => actions.map((action) => action.toLowerCase()));
    for (const [name, { Resource = '' }] of tasks) {
      const [, service, call] = /:::(?:aws-sdk:)?(\w+):(\w+)/.exec(Resource) ?? [];
      if (service === 'lambda') continue;
      const action = call === 'transactWriteItems' ? 'conditioncheckitem' : call?.toLowerCase();
      expect([name, granted.includes(`${service}:${action}`)]).toEqual([name, true]);
    }
  });
});

test('a run cannot outlive what is believed of it', () => {
  expect(definitionOf('training.asl.json').TimeoutSeconds).toBe(TRAINING_EXECUTION_SECONDS);
});
