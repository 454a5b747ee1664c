/** A state machine as its contract says: definition from its file, own role with exactly its needs, log of its faults. */
import { ArnFormat, Aws, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { MachineContract } from '../../../core/contracts/state-machines.ts';
import { readDefinition } from './definition.ts';
import { type MachineArns, machineArns, machineName } from './machine-arns.ts';

export interface WorkflowProps {
  readonly platform: string;
  readonly contract: MachineContract;
  readonly logRetentionDays: number;
  /** By id. */
  readonly functions: ReadonlyMap<string, LambdaFunction>;
  /** What only this stack knows: tables and roles. */
  readonly arns: MachineArns;
  /** Values for the contract's `names`. */
  readonly names?: Readonly<Partial<Record<MachineContract['names'][number], string>>>;
}

export class Workflow extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: WorkflowProps) {
    super(scope, id);
    const { platform, contract } = props;
    const { text, placeholders } = readDefinition(contract.definition);
    const substitutions = substitutionsOf(props);
    const unknown = placeholders.filter((name) => !(name in substitutions));
    if (unknown.length > 0)
      throw new Error(`${contract.definition}: nothing fills the placeholders ${unknown.join(', ')}`);

    const log = new LogGroup(this, 'Log', {
      // Vended logs: the prefix keeps the rights of Step Functions out of the account's one small resource policy.
      logGroupName: `/aws/vendedlogs/states/${machineName(platform, contract.id)}`,
      retention: props.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const machine = new CfnStateMachine(this, 'StateMachine', {
      stateMachineName: machineName(platform, contract.id),
      stateMachineType: 'STANDARD',
      roleArn: this.role(props).roleArn,
      definitionString: text,
      definitionSubstitutions: Object.fromEntries(placeholders.map((name) => [name, substitutions[name] ?? ''])),
      // The console keeps each execution's history for 90 days; the log is for faults, and holds no payloads.
      loggingConfiguration: {
        level: 'ERROR',
        includeExecutionData: false,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: streamsOf(log) } }],
      },
      tracingConfiguration: { enabled: false },
    });
    this.arn = machine.ref;
  }

  private role({ platform, contract, functions, arns }: WorkflowProps): Role {
    const known = { ...machineArns(this, platform), ...arns };
    const needs = contract.needs.map(({ actions, on, condition }) => {
      const arn = known[on];
      if (arn === undefined) throw new Error(`state machine ${contract.id} needs ${on}, which its stack does not have`);
      return new PolicyStatement({
        actions: [...actions],
        resources: [arn],
        ...(condition ? { conditions: structuredClone(condition) as Record<string, unknown> } : {}),
      });
    });
    const invoke = new PolicyStatement({
      actions: ['lambda:InvokeFunction'],
      resources: Object.values(contract.functions).map((id) => functionOf(functions, id, contract.id).functionArn),
    });
    return new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('states.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
      inlinePolicies: {
        needs: new PolicyDocument({ statements: [invoke, ...needs, logDelivery()], minimize: false }),
      },
    });
  }
}

function functionOf(functions: ReadonlyMap<string, LambdaFunction>, id: string, machine: string): LambdaFunction {
  const found = functions.get(id);
  if (!found) throw new Error(`state machine ${machine} invokes ${id}, which its stack does not have`);
  return found;
}

function substitutionsOf({ contract, functions, names = {} }: WorkflowProps): Record<string, string> {
  const arns = Object.entries(contract.functions).map(([placeholder, id]) => [
    placeholder,
    functionOf(functions, id, contract.id).functionArn,
  ]);
  return { Partition: Aws.PARTITION, ...names, ...Object.fromEntries(arns) };
}

const streamsOf = (log: LogGroup): string =>
  Stack.of(log).formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: `${log.logGroupName}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });

/** What AWS asks of every state machine that logs. These actions know no resources. */
const logDelivery = (): PolicyStatement =>
  new PolicyStatement({
    actions: [
      'logs:CreateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:DescribeLogGroups',
      'logs:DescribeResourcePolicies',
      'logs:GetLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:UpdateLogDelivery',
    ],
    resources: ['*'],
  });
