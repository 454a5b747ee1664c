import { describe, expect, it } from 'vitest';
import { OUTPUTS, parameterName } from '../../lib/core/contracts/outputs.ts';
import { PARTS, synthesise } from './_synth.ts';

const platform = synthesise({ name: 'churnlab' });
const outputs = PARTS.flatMap(
  (part) =>
    Object.entries(platform.templates[part].Outputs ?? {}).map(([id, { Value }]) => ({
      id,
      value: platform.text(Value),
    })),
  // Those that stacks read of each other are no business of people.
).filter(({ id }) => !id.startsWith('PublishOutput'));
const parameters = platform.all('AWS::SSM::Parameter').map(({ Properties }) => ({
  name: Properties.Name as string,
  value: platform.text(Properties.Value),
}));

it('tells as outputs what the contract lists', () => {
  const wanted = OUTPUTS.map((key) => key.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase()));
  expect(outputs.map(({ id }) => id).sort()).toEqual(wanted.sort());
});

describe.each(OUTPUTS)('%s', (key) => {
  it('has a parameter of the same value', () => {
    const parameter = parameters.find(({ name }) => name === parameterName('churnlab', key));
    const id = key.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
    expect(parameter?.value).toBe(outputs.find((output) => output.id === id)?.value);
    expect(parameter?.value).toMatch(/^<.+>$/);
  });
});

it('has no parameter beside them', () => {
  expect(parameters).toHaveLength(OUTPUTS.length);
});
