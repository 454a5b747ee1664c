import * as z from 'zod';
import { entityName } from '../validation/shapes.ts';
import { epochSeconds } from '../wire/time.ts';
import { requireConfig } from './create-endpoint-config.ts';
import { operation } from './operation.ts';

export const describeEndpointConfig = operation(
  'DescribeEndpointConfig',
  z.strictObject({ EndpointConfigName: entityName }),
  ({ EndpointConfigName: name }, service) => {
    const config = requireConfig(service, name);
    const { Tags: _, ...input } = config.input;
    return {
      ...input,
      ProductionVariants: input.ProductionVariants.map((variant) => ({
        ...variant,
        InitialVariantWeight: variant.InitialVariantWeight ?? 1,
      })),
      EndpointConfigArn: config.arn,
      CreationTime: epochSeconds(config.createdAt),
    };
  },
);
