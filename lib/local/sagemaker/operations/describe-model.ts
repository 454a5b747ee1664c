import * as z from 'zod';
import { modelName } from '../validation/shapes.ts';
import { epochSeconds } from '../wire/time.ts';
import { requireModel } from './create-model.ts';
import { operation } from './operation.ts';

export const describeModel = operation(
  'DescribeModel',
  z.strictObject({ ModelName: modelName }),
  ({ ModelName: name }, service) => {
    const model = requireModel(service, name);
    const { Tags: _, ...input } = model.input;
    return {
      ...input,
      PrimaryContainer: { ...input.PrimaryContainer, Mode: input.PrimaryContainer.Mode ?? 'SingleModel' },
      ModelArn: model.arn,
      CreationTime: epochSeconds(model.createdAt),
      EnableNetworkIsolation: input.EnableNetworkIsolation ?? false,
    };
  },
);
