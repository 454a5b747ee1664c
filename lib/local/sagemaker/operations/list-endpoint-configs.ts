import * as z from 'zod';
import { epochSeconds } from '../wire/time.ts';
import { listing, listPage } from './listing.ts';
import { operation } from './operation.ts';

const input = z.strictObject({ ...listing, SortBy: z.enum(['Name', 'CreationTime']).optional() });

export const listEndpointConfigs = operation('ListEndpointConfigs', input, (query, service) => {
  const { records, ...next } = listPage(
    service.configs.all().map((record) => ({ ...record, record })),
    query,
  );
  return {
    EndpointConfigs: records.map((config) => ({
      EndpointConfigName: config.name,
      EndpointConfigArn: config.arn,
      CreationTime: epochSeconds(config.createdAt),
    })),
    ...next,
  };
});
