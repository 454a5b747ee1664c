/** The remains of a platform in SageMaker, CloudWatch and Step Functions: everything named `<platform>-...`. */
import { setTimeout as sleep } from 'node:timers/promises';
import { CloudWatchClient, DeleteAlarmsCommand, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import {
  DeleteEndpointCommand,
  DeleteEndpointConfigCommand,
  DeleteModelCommand,
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  paginateListEndpointConfigs,
  paginateListEndpoints,
  paginateListModels,
  paginateListTrainingJobs,
  paginateListTransformJobs,
  SageMakerClient,
  StopTrainingJobCommand,
  StopTransformJobCommand,
} from '@aws-sdk/client-sagemaker';
import { paginateListExecutions, SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { deadLetterAlarmName } from '../../core/contracts/names.ts';
import type { Outputs } from '../../core/contracts/outputs.ts';
import type { Remains } from '../../core/ports/remains.ts';
import type { Access } from './access.ts';
import { keptOf } from './kept.ts';

export interface RemainsOptions {
  access: Access;
  platform: string;
  outputs: Outputs;
  /** Between two looks at an endpoint that is being deleted. */
  pollMs: number;
}

/** SageMaker's answer to what is not there: for most things a ValidationException, told from others by its text. */
const isMissing = (error: unknown): boolean =>
  error instanceof Error &&
  (error.name === 'ResourceNotFound' ||
    (error.name === 'ValidationException' && /could not find|not found/i.test(error.message)));
/** ... to stopping a job that has ended: "... because it is already in a terminal status". */
const isOver = (error: unknown): boolean =>
  isMissing(error) ||
  (error instanceof Error && error.name === 'ValidationException' && /status|terminal/i.test(error.message)) ||
  (error instanceof Error && error.name === 'ExecutionDoesNotExist');

const unless = async (fine: (error: unknown) => boolean, action: Promise<unknown>): Promise<void> => {
  await action.catch((error: unknown) => {
    if (!fine(error)) throw error;
  });
};

/** What `pick` finds on each page. */
async function gathered<P, T>(pages: AsyncIterable<P>, pick: (page: P) => readonly (T | undefined)[] | undefined) {
  const all: T[] = [];
  for await (const page of pages) for (const one of pick(page) ?? []) if (one !== undefined) all.push(one);
  return all;
}

export function remainsOf({ access, platform, outputs, pollMs }: RemainsOptions): Remains {
  const client = new SageMakerClient(access);
  const cloudwatch = new CloudWatchClient(access);
  const states = new SFNClient(access);
  const named = { NameContains: `${platform}-` };
  const ours = (name: string): boolean => name.startsWith(`${platform}-`);

  async function instancesOf(EndpointName: string) {
    const { EndpointConfigName } = await client.send(new DescribeEndpointCommand({ EndpointName }));
    const { ProductionVariants = [] } = await client.send(new DescribeEndpointConfigCommand({ EndpointConfigName }));
    return ProductionVariants.map(({ InstanceType, InitialInstanceCount }) => ({
      type: InstanceType ?? 'serverless',
      count: InitialInstanceCount ?? 0,
    }));
  }
  async function isThere(EndpointName: string): Promise<boolean> {
    try {
      await client.send(new DescribeEndpointCommand({ EndpointName }));
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }

  return {
    async endpoints() {
      const pages = paginateListEndpoints({ client }, named);
      const names = await gathered(pages, (page) => page.Endpoints?.map((one) => one.EndpointName));
      return Promise.all(names.filter(ours).map(async (name) => ({ name, instances: await instancesOf(name) })));
    },
    async configurations() {
      const pages = paginateListEndpointConfigs({ client }, named);
      return (await gathered(pages, (page) => page.EndpointConfigs?.map((one) => one.EndpointConfigName))).filter(ours);
    },
    async models() {
      const pages = paginateListModels({ client }, named);
      return (await gathered(pages, (page) => page.Models?.map((one) => one.ModelName))).filter(ours);
    },
    async alarms() {
      const pages = paginateDescribeAlarms({ client: cloudwatch }, { AlarmNamePrefix: `${platform}-` });
      const names = await gathered(pages, (page) => page.MetricAlarms?.map((one) => one.AlarmName));
      // The stack's own alarm goes with its stack.
      return names.filter((name) => name !== deadLetterAlarmName(platform));
    },
    async executions(machine) {
      const stateMachineArn = outputs[`${machine}-state-machine`];
      const pages = paginateListExecutions({ client: states }, { stateMachineArn, statusFilter: 'RUNNING' });
      return gathered(pages, (page) => page.executions?.map((one) => one.executionArn));
    },
    async jobs() {
      const running = { ...named, StatusEquals: 'InProgress' } as const;
      const trainings = await gathered(paginateListTrainingJobs({ client }, running), (page) =>
        page.TrainingJobSummaries?.map((one) => one.TrainingJobName),
      );
      const transforms = await gathered(paginateListTransformJobs({ client }, running), (page) =>
        page.TransformJobSummaries?.map((one) => one.TransformJobName),
      );
      return [
        ...trainings.filter(ours).map((name) => ({ kind: 'training' as const, name })),
        ...transforms.filter(ours).map((name) => ({ kind: 'transform' as const, name })),
      ];
    },
    kept: () => keptOf(access, platform, outputs),

    async deleteEndpoint(EndpointName) {
      if (!(await isThere(EndpointName))) return;
      await unless(isMissing, client.send(new DeleteEndpointCommand({ EndpointName })));
      while (await isThere(EndpointName)) await sleep(pollMs);
    },
    deleteConfiguration: (EndpointConfigName) =>
      unless(isMissing, client.send(new DeleteEndpointConfigCommand({ EndpointConfigName }))),
    deleteModel: (ModelName) => unless(isMissing, client.send(new DeleteModelCommand({ ModelName }))),
    async deleteAlarms(names) {
      for (let i = 0; i < names.length; i += 100)
        await cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: names.slice(i, i + 100) }));
    },
    stopExecution: (executionArn) =>
      unless(
        isOver,
        states.send(new StopExecutionCommand({ executionArn, error: 'TornDown', cause: 'sluice teardown' })),
      ),
    stopJob: ({ kind, name }) =>
      unless(
        isOver,
        kind === 'training'
          ? client.send(new StopTrainingJobCommand({ TrainingJobName: name }))
          : client.send(new StopTransformJobCommand({ TransformJobName: name })),
      ),
  };
}
