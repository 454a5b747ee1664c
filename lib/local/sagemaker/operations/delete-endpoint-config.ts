import * as z from 'zod';
import { entityName } from '../validation/shapes.ts';
import { requireConfig } from './create-endpoint-config.ts';
import { operation } from './operation.ts';

/** A configuration in use can be deleted as well, as on AWS; a later update to it then fails. */
export const deleteEndpointConfig = operation(
  'DeleteEndpointConfig',
  z.strictObject({ EndpointConfigName: entityName }),
  ({ EndpointConfigName: name }, service) => {
    const config = requireConfig(service, name);
    service.configs.delete(name);
    service.tags.delete(config.arn);
    return {};
  },
);
