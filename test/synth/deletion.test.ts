/** No stack goes while a stage is live: its guard goes first, and holds the rest. */
import { expect, it } from 'vitest';
import { configured } from './_configuration.ts';
import { PARTS, synthesise } from './_synth.ts';

const platform = synthesise(configured('vpc'));
const guards = platform.all('Custom::DeletionGuard');

it('has one guard a stack, all asking one function', () => {
  expect(guards.map(({ part }) => part)).toEqual(PARTS);
  const fn = platform.one('AWS::Lambda::Function', 'GuardReleaseGuard');
  expect(fn.part).toBe('storage');
  expect(new Set(guards.map(({ Properties }) => platform.text(Properties.ServiceToken)))).toEqual(
    new Set([`<${fn.id}.Arn>`]),
  );
});

it.each(guards)('the guard of $part depends on all the rest of its stack, and nothing on it', ({ part, id }) => {
  const resources = platform.templates[part].Resources as Record<string, { DependsOn?: string[] | string }>;
  const rest = Object.keys(resources).filter((one) => one !== id);
  expect([resources[id]?.DependsOn ?? []].flat().sort()).toEqual(rest.sort());
  for (const one of rest) expect([resources[one]?.DependsOn ?? []].flat()).not.toContain(id);
});

it.each(guards)(
  'the guard of $part has its patience, and no property that changes with a release',
  ({ Properties }) => {
    expect(Object.keys(Properties).sort()).toEqual(['ServiceTimeout', 'ServiceToken']);
    expect(Properties.ServiceTimeout).toBe('300');
  },
);

it('what it could not answer goes to the dead-letter queue', () => {
  const config = platform.one('AWS::Lambda::EventInvokeConfig', 'GuardFailures');
  expect(platform.text(config.Properties.DestinationConfig.OnFailure.Destination)).toBe(
    `<${platform.one('AWS::SQS::Queue', 'DeadLetters').id}.Arn>`,
  );
});
