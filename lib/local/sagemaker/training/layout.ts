import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CreateTrainingJobInput } from '../requests/training-job.ts';

/** The folders of the training container below SAGEMAKER_BASE_DIR. */
export interface TrainingLayout {
  readonly base: string;
  readonly model: string;
  readonly output: string;
  readonly outputData: string;
  readonly failure: string;
  readonly temporary: string;
  channel(name: string): string;
}

/** Makes the folders and the three configuration files of the container contract. */
export async function createTrainingLayout(base: string, input: CreateTrainingJobInput): Promise<TrainingLayout> {
  const layout: TrainingLayout = {
    base,
    model: join(base, 'model'),
    output: join(base, 'output'),
    outputData: join(base, 'output', 'data'),
    failure: join(base, 'output', 'failure'),
    temporary: join(base, 'tmp'),
    channel: (name) => join(base, 'input', 'data', name),
  };
  const config = join(base, 'input', 'config');
  const folders = [config, layout.model, layout.outputData, join(base, 'code'), layout.temporary];
  for (const folder of folders) await mkdir(folder, { recursive: true });
  const files = {
    'hyperparameters.json': input.HyperParameters ?? {},
    'inputdataconfig.json': Object.fromEntries(
      (input.InputDataConfig ?? []).map((channel) => [
        channel.ChannelName,
        {
          ...(channel.ContentType === undefined ? {} : { ContentType: channel.ContentType }),
          TrainingInputMode: 'File',
          S3DistributionType: 'FullyReplicated',
          RecordWrapperType: 'None',
        },
      ]),
    ),
    'resourceconfig.json': {
      current_host: 'algo-1',
      current_instance_type: input.ResourceConfig.InstanceType,
      current_group_name: 'homogeneousCluster',
      hosts: ['algo-1'],
      instance_groups: [
        {
          instance_group_name: 'homogeneousCluster',
          instance_type: input.ResourceConfig.InstanceType,
          hosts: ['algo-1'],
        },
      ],
      network_interface_name: 'lo',
    },
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(config, name), JSON.stringify(content));
  return layout;
}
