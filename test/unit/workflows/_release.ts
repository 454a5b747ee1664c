/** release.asl.json over the real use cases; the endpoint, its alarms and the clock are played here. */
import * as contract from '../../../lib/core/contracts/workflow-release.ts';
import { concludeRelease } from '../../../lib/core/usecases/release/conclude-release.ts';
import { planRelease } from '../../../lib/core/usecases/release/plan-release.ts';
import { requestRelease } from '../../../lib/core/usecases/release/request-release.ts';
import { watchRelease } from '../../../lib/core/usecases/release/watch-release.ts';
import { type MemoryPlatform, RELEASE_MACHINE } from '../usecases/_platform.ts';
import { definitionOf, runMachine, TaskFault, type Tasks } from './_machine.ts';
import { lambda } from './_training.ts';

interface Names {
  EndpointName: string;
  EndpointConfigName: string;
}
interface Update extends Names {
  DeploymentConfig: {
    BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: { Type: string } };
    AutoRollbackConfiguration: { Alarms: { AlarmName: string }[] };
  };
}

/** What happens to the traffic of the new fleet at each look. */
export interface Traffic {
  requests: number;
  errors: number;
}

/** An endpoint that moves one phase a look: the phases of a guarded update, and back when an alarm is in ALARM. */
export class PlayedEndpoint {
  description: Record<string, unknown> | undefined;
  private phases: (() => void)[] = [];
  private guards: string[] = [];
  private old = '';
  private readonly platform: MemoryPlatform;
  /** Traffic that reaches the new fleet while it takes some. */
  traffic: Traffic = { requests: 100, errors: 0 };
  /** Looks that a phase lasts. */
  patience = 3;
  failCreation = false;

  constructor(platform: MemoryPlatform) {
    this.platform = platform;
  }

  create({ EndpointName, EndpointConfigName }: Names): void {
    if (this.description)
      throw new TaskFault('SageMaker.SageMakerException', 'Cannot create already existing endpoint');
    this.description = { EndpointName, EndpointConfigName, EndpointStatus: 'Creating' };
    const end = this.failCreation
      ? { EndpointStatus: 'Failed', FailureReason: 'ping failed' }
      : { EndpointStatus: 'InService' };
    this.phases = [() => {}, () => Object.assign(this.description ?? {}, end)];
  }

  update({ EndpointConfigName, DeploymentConfig }: Update): void {
    const { description } = this;
    if (description?.['EndpointStatus'] !== 'InService')
      throw new TaskFault('SageMaker.SageMakerException', 'Cannot update in-progress endpoint');
    this.old = String(description['EndpointConfigName']);
    this.guards = DeploymentConfig.AutoRollbackConfiguration.Alarms.map(({ AlarmName }) => AlarmName);
    description['EndpointStatus'] = 'Updating';
    const pending =
      (Status: string, StatusMessage: string, requests = false) =>
      () => {
        description['PendingDeploymentSummary'] = {
          EndpointConfigName,
          ProductionVariants: [{ VariantName: 'primary', VariantStatus: [{ Status, StatusMessage }] }],
        };
        if (requests) this.serve(EndpointConfigName);
      };
    const canary = DeploymentConfig.BlueGreenUpdatePolicy.TrafficRoutingConfiguration.Type === 'CANARY';
    const repeat = (phase: () => void) => Array.from({ length: this.patience }, () => phase);
    this.phases = [
      pending('Creating', 'Launching 2 instance(s).'),
      ...(canary
        ? repeat(
            pending('Baking', 'Baking for 600 seconds with traffic enabled on canary capacity of 1 instance(s).', true),
          )
        : []),
      ...repeat(
        pending(
          'Baking',
          'Baking for 300 seconds (TerminationWaitInSeconds) with traffic enabled on full capacity of 2 instance(s).',
          true,
        ),
      ),
      () => this.settle(EndpointConfigName),
    ];
  }

  delete(): void {
    this.description = undefined;
  }

  describe(): Record<string, unknown> {
    this.platform.ports.clock.advance(15_000);
    const alarms = this.platform.ports.alarms.states;
    if (
      this.description?.['EndpointStatus'] === 'Updating' &&
      this.guards.some((name) => alarms.get(name)?.state === 'ALARM')
    ) {
      this.guards = [];
      this.phases = [() => {}, () => this.settle(this.old)];
    }
    this.phases.shift()?.();
    if (!this.description) throw new TaskFault('SageMaker.SageMakerException', 'Could not find endpoint "arn".');
    return structuredClone(this.description);
  }

  private settle(configuration: string): void {
    if (!this.description) return;
    delete this.description['PendingDeploymentSummary'];
    Object.assign(this.description, { EndpointStatus: 'InService', EndpointConfigName: configuration });
  }

  /** The new fleet answers, and its error alarm sees it. */
  private serve(configuration: string): void {
    const { ports } = this.platform;
    const dimensions = {
      EndpointName: String(this.description?.['EndpointName']),
      VariantName: 'primary',
      EndpointConfigName: configuration,
    };
    void ports.metrics.put('AWS/SageMaker', 'Invocations', this.traffic.requests, dimensions);
    void ports.metrics.put('AWS/SageMaker', 'Invocation5XXErrors', this.traffic.errors, dimensions);
    if (this.traffic.errors / Math.max(1, this.traffic.requests) >= 0.02) this.alarm(`${configuration}-errors`);
  }

  alarm(name: string): void {
    this.platform.ports.alarms.states.set(name, { name, state: 'ALARM', reason: '', updated: new Date(0) });
  }
}

export function releaseTasks(platform: MemoryPlatform, endpoint: PlayedEndpoint) {
  const { ports } = platform;
  const called: string[] = [];
  const notices: Record<string, unknown>[] = [];
  const configurations: Record<string, unknown>[] = [];
  /** SageMaker models that were made, and names of those that are not there. */
  const models: Record<string, unknown>[] = [];
  const gone = new Set<string>();
  const tasks: Tasks = {
    ReleasePlan: lambda(contract.PlanReleaseInput, contract.PlanAnswer, (input) => planRelease(ports, input)),
    ReleaseWatch: lambda(contract.WatchInput, contract.WatchAnswer, (input) => watchRelease(ports, input)),
    ReleaseConclude: lambda(contract.ConcludeInput, contract.ConcludeAnswer, (input) => concludeRelease(ports, input)),
    'aws-sdk:sagemaker:describeEndpoint': () => endpoint.describe(),
    'aws-sdk:sagemaker:describeModel': ({ ModelName }: { ModelName: string }) => {
      if (gone.has(ModelName))
        throw new TaskFault('SageMaker.SageMakerException', `Could not find model "${ModelName}".`);
      return {};
    },
    'aws-sdk:sagemaker:createModel': (input: Record<string, unknown>) => {
      models.push(input);
      gone.delete(String(input['ModelName']));
      return {};
    },
    'aws-sdk:sagemaker:createEndpointConfig': (input: Record<string, unknown>) => configurations.push(input),
    'aws-sdk:sagemaker:createEndpoint': (input: Names) => endpoint.create(input),
    'aws-sdk:sagemaker:updateEndpoint': (input: Update) => endpoint.update(input),
    'aws-sdk:sagemaker:deleteEndpoint': () => endpoint.delete(),
    'aws-sdk:cloudwatch:putMetricAlarm': ({ AlarmName: name }: { AlarmName: string }) =>
      ports.alarms.states.set(name, { name, state: 'INSUFFICIENT_DATA', reason: '', updated: new Date(0) }) && {},
    'aws-sdk:cloudwatch:setAlarmState': ({ AlarmName }: { AlarmName: string }) => endpoint.alarm(AlarmName),
    'aws-sdk:cloudwatch:deleteAlarms': ({ AlarmNames }: { AlarmNames: string[] }) => {
      for (const name of AlarmNames) ports.alarms.states.delete(name);
    },
    'aws-sdk:dynamodb:transactWriteItems': async ({ TransactItems: [item] }: { TransactItems: Check[] }) => {
      const { Key, ExpressionAttributeValues: wanted } = (item as Check).ConditionCheck;
      const stored = await ports.registry.get(Key.pk.S, Key.sk.S);
      const lock = stored?.['lock'] as { release: string; fence: number } | undefined;
      if (lock?.release === wanted[':release'].S && String(lock.fence) === wanted[':fence'].N) return {};
      throw new TaskFault('DynamoDb.TransactionCanceledException', 'ConditionalCheckFailed');
    },
    'events:putEvents': ({ Entries }: { Entries: { Detail: Record<string, unknown> }[] }) => {
      notices.push(...Entries.map(({ Detail }) => Detail));
    },
  };
  const traced = Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      (input: never) => {
        called.push(name.replace(/^aws-sdk:\w+:/, ''));
        return task(input);
      },
    ]),
  );
  return { tasks: traced, called, notices, configurations, models, gone };
}

interface Check {
  ConditionCheck: {
    Key: { pk: { S: string }; sk: { S: string } };
    ExpressionAttributeValues: { ':release': { S: string }; ':fence': { N: string } };
  };
}

const machine = definitionOf('release.asl.json');
// The name of the platform is a placeholder too.
if (machine.States['Name']?.Assign)
  machine.States['Name'].Assign['endpointName'] = String(machine.States['Name'].Assign['endpointName']).replace(
    'Platform',
    'sluice',
  );

/** Asks for a release and runs its execution. */
export async function released(
  platform: MemoryPlatform,
  played: ReturnType<typeof releaseTasks>,
  request: { version: number } | { rollbackTo: number },
  stage = 'production',
) {
  const { ports } = platform;
  const asked = await requestRelease(
    { ...ports, stateMachine: RELEASE_MACHINE },
    { model: 'churn', stage, request, principal: 'anna' },
  );
  return { asked, execution: await execute(platform, played) };
}

/** Runs the execution that was started last. */
export async function execute({ ports }: MemoryPlatform, played: ReturnType<typeof releaseTasks>) {
  const started = ports.executions.started.at(-1);
  const execution = await runMachine(machine, started?.input, played.tasks);
  ports.executions.finish(started?.name ?? '', execution.status);
  return execution;
}
