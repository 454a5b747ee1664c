/**
 * What the definitions promise beyond the rules of `npm run check` (test/check/workflows), which hold shape, handling of
 * faults, calls, expressions and rights of what is deployed.
 */
import { describe, expect, test } from 'vitest';
import { FUNCTIONS } from '../../../lib/core/contracts/functions/index.ts';
import { MACHINES, TRAINING_EXECUTION_SECONDS } from '../../../lib/core/contracts/state-machines.ts';
import { definitionOf, type Machine, type State } from './_machine.ts';

/** Every state, those inside Map as well. */
const statesOf = (machine: Machine): [string, State][] =>
  Object.entries(machine.States).flatMap(([name, state]) => [
    [name, state] as [string, State],
    ...(state.ItemProcessor ? statesOf(state.ItemProcessor) : []),
  ]);

describe.each(MACHINES.map((contract) => [contract.definition, contract] as const))('%s', (file, contract) => {
  const machine = definitionOf(file);

  test('gives a Lambda task longer than the function itself has', () => {
    const invoked = statesOf(machine).flatMap(([name, state]) => {
      const placeholder = (state.Arguments as { FunctionName?: string } | undefined)?.FunctionName;
      return placeholder === undefined ? [] : [{ name, state, placeholder }];
    });
    expect(invoked.length).toBeGreaterThan(2);
    for (const { name, state, placeholder } of invoked) {
      const contractOf = FUNCTIONS.find(({ id }) => id === contract.functions[placeholder]);
      expect([name, Number(state.TimeoutSeconds)]).toEqual([name, (contractOf?.timeoutSeconds ?? NaN) + 10]);
    }
  });

  test('evaluates no text as an expression', () => {
    expect(JSON.stringify(machine)).not.toMatch(/\$eval\b/);
  });
});

test('a run cannot outlive what is believed of it', () => {
  expect(definitionOf('training.asl.json').TimeoutSeconds).toBe(TRAINING_EXECUTION_SECONDS);
});
