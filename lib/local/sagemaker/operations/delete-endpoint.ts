import * as z from 'zod';
import { RefusedTransition } from '../engine/events.ts';
import { entityName } from '../validation/shapes.ts';
import { requireEndpoint } from './create-endpoint.ts';
import { operation } from './operation.ts';
import { inProgress } from './update-endpoint.ts';

/** Answers at once; the endpoint is Deleting until its instances are gone. Its configuration and model stay. */
export const deleteEndpoint = operation(
  'DeleteEndpoint',
  z.strictObject({ EndpointName: entityName }),
  ({ EndpointName: name }, service) => {
    const endpoint = requireEndpoint(service, name);
    try {
      endpoint.remove();
    } catch (error) {
      if (error instanceof RefusedTransition) throw inProgress('delete', endpoint.arn);
      throw error;
    }
    return {};
  },
);
