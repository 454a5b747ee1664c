import * as z from 'zod';
import { epochSeconds } from '../wire/time.ts';
import { listing, listPage } from './listing.ts';
import { operation } from './operation.ts';

const input = z.strictObject({ ...listing, SortBy: z.enum(['Name', 'CreationTime']).optional() });

export const listModels = operation('ListModels', input, (query, service) => {
  const { records, ...next } = listPage(
    service.models.all().map((record) => ({ ...record, record })),
    query,
  );
  return {
    Models: records.map((model) => ({
      ModelName: model.name,
      ModelArn: model.arn,
      CreationTime: epochSeconds(model.createdAt),
    })),
    ...next,
  };
});
