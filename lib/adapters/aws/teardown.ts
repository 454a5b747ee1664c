/** Removes what workflows made at run time, which no stack knows of: everything named `<platform>-...`. */

import { setTimeout as sleep } from 'node:timers/promises';
import { CloudWatchClient, DeleteAlarmsCommand, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteEndpointCommand,
  DeleteEndpointConfigCommand,
  DeleteModelCommand,
  DescribeEndpointCommand,
  paginateListEndpointConfigs,
  paginateListModels,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import type { Outputs } from '../../core/contracts/outputs.ts';
import type { Registry } from '../../core/ports/registry.ts';
import type { Access } from './access.ts';
import { awsRegistry } from './registry.ts';

export interface Remains {
  registry: Registry;
  deleteEndpoint(name: string): Promise<void>;
  /** @returns how many were deleted */
  deleteConfigurations(): Promise<number>;
  deleteModels(): Promise<number>;
  deleteAlarms(): Promise<number>;
}

/** What SageMaker answers for an endpoint that is not there. */
const isMissing = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ValidationException' && /could not find/i.test(error.message);

export function remainsOf(access: Access, platform: string, outputs: Outputs, pollMs: number): Remains {
  const sagemaker = new SageMakerClient(access);
  const cloudwatch = new CloudWatchClient(access);
  const ours = (name: string | undefined): name is string => name?.startsWith(`${platform}-`) ?? false;

  const endpointIsThere = async (EndpointName: string): Promise<boolean> => {
    try {
      await sagemaker.send(new DescribeEndpointCommand({ EndpointName }));
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  };

  return {
    registry: awsRegistry({
      client: new DynamoDBClient(access),
      registryTable: outputs['registry-table'],
      eventsTable: outputs['events-table'],
    }),
    deleteEndpoint: async (EndpointName) => {
      if (!(await endpointIsThere(EndpointName))) return;
      await sagemaker.send(new DeleteEndpointCommand({ EndpointName }));
      while (await endpointIsThere(EndpointName)) await sleep(pollMs);
    },
    deleteConfigurations: async () => {
      const names: string[] = [];
      for await (const page of paginateListEndpointConfigs({ client: sagemaker }, { NameContains: platform }))
        names.push(...(page.EndpointConfigs ?? []).map((one) => one.EndpointConfigName).filter(ours));
      for (const EndpointConfigName of names)
        await sagemaker.send(new DeleteEndpointConfigCommand({ EndpointConfigName }));
      return names.length;
    },
    deleteModels: async () => {
      const names: string[] = [];
      for await (const page of paginateListModels({ client: sagemaker }, { NameContains: platform }))
        names.push(...(page.Models ?? []).map((one) => one.ModelName).filter(ours));
      for (const ModelName of names) await sagemaker.send(new DeleteModelCommand({ ModelName }));
      return names.length;
    },
    deleteAlarms: async () => {
      const names: string[] = [];
      for await (const page of paginateDescribeAlarms({ client: cloudwatch }, { AlarmNamePrefix: `${platform}-` }))
        names.push(...(page.MetricAlarms ?? []).map((one) => one.AlarmName).filter(ours));
      for (let i = 0; i < names.length; i += 100)
        await cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: names.slice(i, i + 100) }));
      return names.length;
    },
  };
}
