import * as z from 'zod';
import type { Service } from '../service.ts';
import type { Tag } from '../validation/shapes.ts';
import { invalid } from '../wire/errors.ts';

export const resourceArn = z
  .string()
  .max(256)
  .regex(/^arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:[0-9]{12}:.+$/);

/** @throws ApiError ValidationException when there is no such resource */
export function requireTags(service: Service, arn: string): readonly Tag[] {
  const found = service.tags.get(arn.toLowerCase());
  if (!found) throw invalid(`Requested resource ${arn} not found.`);
  return found;
}
