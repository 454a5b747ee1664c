import * as z from 'zod';
import { epochSeconds } from '../wire/time.ts';
import { listing, listPage, modifiedTimes } from './listing.ts';
import { operation } from './operation.ts';

const STATUSES = [
  'OutOfService',
  'Creating',
  'Updating',
  'SystemUpdating',
  'RollingBack',
  'InService',
  'Deleting',
  'Failed',
  'UpdateRollbackFailed',
] as const;

const input = z.strictObject({
  ...listing,
  ...modifiedTimes,
  SortBy: z.enum(['Name', 'CreationTime', 'Status']).optional(),
  StatusEquals: z.enum(STATUSES).optional(),
});

export const listEndpoints = operation('ListEndpoints', input, (query, service) => {
  const listed = service.endpoints.all().map((record) => ({
    name: record.name,
    createdAt: record.createdAt,
    modifiedAt: record.modifiedAt(),
    status: record.state().status,
    record,
  }));
  const { records, ...next } = listPage(listed, query);
  return {
    Endpoints: records.map((endpoint) => ({
      EndpointName: endpoint.name,
      EndpointArn: endpoint.arn,
      CreationTime: epochSeconds(endpoint.createdAt),
      LastModifiedTime: epochSeconds(endpoint.modifiedAt()),
      EndpointStatus: endpoint.state().status,
    })),
    ...next,
  };
});
