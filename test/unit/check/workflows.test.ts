/** What the rules of workflows let pass by name is still there, and arguments are judged by AWS's own models. */
import { describe, expect, it } from 'vitest';
import { argumentFaults } from '../../check/workflows/arguments.ts';
import { type State, statesOf } from '../../check/workflows/definition.ts';
import { BARE, handling, ONCE } from '../../check/workflows/handling.ts';
import { machinesIn } from '../../check/workflows/machines.ts';
import { serviceModel } from '../../check/workflows/service-model.ts';
import { findings, platform, spoilt } from './_cloud.ts';

describe('exceptions', () => {
  const states = new Map<string, State>(
    machinesIn(platform).flatMap(({ name, machine }) =>
      statesOf(machine).map(([state, definition]) => [`${name}/${state}`, definition]),
    ),
  );

  it.each(Object.keys(BARE))('%s has no catcher', (name) => {
    expect(states.get(name)).toMatchObject({ Type: 'Task' });
    expect(states.get(name)?.Catch).toBeUndefined();
  });

  it.each(Object.keys(ONCE))('%s is not tried again', async (name) => {
    expect(states.get(name)?.Type).toBe('Task');
    expect(states.get(name)?.Retry).toBeUndefined();
    // The same state under another name is a finding: the exception is what lets it pass.
    const [workflow = '', state = ''] = name.split('/');
    const renamed = spoilt((field) =>
      field.define(workflow, (machine) => {
        const text = JSON.stringify(machine).replaceAll(`"${state}"`, `"${state}2"`);
        Object.assign(machine, { States: {} }, JSON.parse(text));
      }),
    );
    expect((await findings(renamed, [handling])).map(({ at }) => at)).toEqual([`${workflow}/${state}2`]);
  });
});

describe('arguments', () => {
  const model = serviceModel('sagemaker');
  if (!model) throw new Error('the model of SageMaker is missing');
  const faults = (value: unknown) => argumentFaults(value, 'UpdateEndpointInput', model);
  const config = (more: object) => ({ EndpointName: 'a', EndpointConfigName: 'b', ...more });

  it.each([
    [config({}), []],
    [config({ RetainAllVariantProperties: '{% $plan.retain %}' }), []],
    [{ EndpointName: 'a' }, ['EndpointConfigName is missing']],
    [config({ RetainAllVariantProperties: 'yes' }), ['RetainAllVariantProperties is neither true nor false']],
    [config({ EndpointName: 'under_score' }), [expect.stringContaining('EndpointName is under_score, which is not')]],
    [
      config({ EndpointName: 'x'.repeat(64) }),
      expect.arrayContaining(['length of EndpointName is 64, not from 0 to 63']),
    ],
    [
      config({ DeploymentConfig: { BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: { Type: 'SHADOW' } } } }),
      expect.arrayContaining([expect.stringContaining('Type is SHADOW, not one of')]),
    ],
    [config({ DeploymentConfig: { AutoRollbackConfiguration: { Alarms: {} } } }), [expect.stringContaining('no list')]],
  ])('%j', (value, expected) => {
    expect(faults(value)).toEqual(expected);
  });

  it('knows no service that there is not', () => {
    expect(serviceModel('sagemakr')).toBeUndefined();
  });
});
