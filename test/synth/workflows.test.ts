/** State machines as they are deployed: definition, role, log. */
import { describe, expect, it } from 'vitest';
import { MACHINES } from '../../lib/core/contracts/state-machines.ts';
import { identityStatements } from '../check/cloud/policies.ts';
import { synthesise } from './_synth.ts';

const platform = synthesise();
const machines = platform.all('AWS::StepFunctions::StateMachine');
const statements = identityStatements(platform);

it('has the machines of the contracts', () => {
  expect(machines.map(({ Properties }) => Properties.StateMachineName).sort()).toEqual(
    MACHINES.map(({ id }) => `sluice-${id}`).sort(),
  );
});

describe.each(MACHINES)('$id', (contract) => {
  const machine = machines.find(({ Properties }) => Properties.StateMachineName === `sluice-${contract.id}`);
  if (!machine) throw new Error(`no state machine ${contract.id}`);
  const { DefinitionString, DefinitionSubstitutions, RoleArn, LoggingConfiguration } = machine.Properties;
  const own = statements.filter(
    ({ at }) => at === `${machine.part}/${platform.text(RoleArn).replace(/^<|\.Arn>$/g, '')}`,
  );

  it('has a value for each placeholder, and no value too many', () => {
    const placeholders = [...(DefinitionString as string).matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name);
    expect([...new Set(placeholders)].sort()).toEqual(Object.keys(DefinitionSubstitutions).sort());
    expect(() => JSON.parse(DefinitionString)).not.toThrow();
  });

  it('names no partition, account or region', () => {
    expect(DefinitionString).not.toMatch(/arn:aws:|\d{12}|us-east-1/);
  });

  it('invokes the functions of its contract and no other', () => {
    const invoked = own.filter(({ actions }) => actions.includes('lambda:InvokeFunction'));
    expect(invoked.map(({ resources }) => [...resources].sort())).toEqual([
      Object.keys(contract.functions)
        .map((placeholder) => platform.text(DefinitionSubstitutions[placeholder]))
        .sort(),
    ]);
  });

  it('may do what its definition does, one statement a need', () => {
    const declared = contract.needs.flatMap(({ actions }) => actions);
    const granted = own.filter(({ resources }) => !resources.includes('*')).flatMap(({ actions }) => actions);
    expect(granted.filter((action) => action !== 'lambda:InvokeFunction').sort()).toEqual([...declared].sort());
  });

  it('logs faults without payloads for ninety days', () => {
    expect(LoggingConfiguration).toMatchObject({ Level: 'ERROR', IncludeExecutionData: false });
    const arn = platform.text(LoggingConfiguration.Destinations[0].CloudWatchLogsLogGroup.LogGroupArn);
    const log = platform.all('AWS::Logs::LogGroup').find(({ id }) => arn.includes(`<${id}>`));
    expect(log?.Properties.RetentionInDays).toBe(90);
    expect(log?.Properties.LogGroupName).toMatch(/^\/aws\/vendedlogs\//);
  });
});

it('may listen for the ends of its jobs: AWS refuses a machine with `.sync` otherwise', () => {
  for (const rule of ['TrainingJobs', 'TransformJobs']) {
    const arn = `arn:aws:events:us-east-1:123456789012:rule/StepFunctionsGetEventsForSageMaker${rule}Rule`;
    const granted = statements.filter(({ resources }) => resources.includes(arn)).flatMap(({ actions }) => actions);
    expect([...granted].sort()).toEqual(['events:DescribeRule', 'events:PutRule', 'events:PutTargets']);
  }
});
