import * as z from 'zod';
import { describeEndpoint as describe } from '../hosting/describe.ts';
import { entityName } from '../validation/shapes.ts';
import { requireEndpoint } from './create-endpoint.ts';
import { operation } from './operation.ts';

export const describeEndpoint = operation(
  'DescribeEndpoint',
  z.strictObject({ EndpointName: entityName }),
  ({ EndpointName: name }, service) => describe(requireEndpoint(service, name)),
);
