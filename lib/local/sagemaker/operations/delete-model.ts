import * as z from 'zod';
import { modelName } from '../validation/shapes.ts';
import { requireModel } from './create-model.ts';
import { operation } from './operation.ts';

/** A model in use can be deleted as well: endpoints keep the copy they were deployed with. */
export const deleteModel = operation(
  'DeleteModel',
  z.strictObject({ ModelName: modelName }),
  ({ ModelName: name }, service) => {
    const model = requireModel(service, name);
    service.models.delete(name);
    service.tags.delete(model.arn);
    return {};
  },
);
