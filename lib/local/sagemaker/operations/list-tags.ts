import * as z from 'zod';
import { operation } from './operation.ts';
import { requireTags, resourceArn } from './tags-of-resource.ts';

/** A resource has at most 50 tags, which is the smallest page: there is never a second one. */
const input = z.strictObject({
  ResourceArn: resourceArn,
  NextToken: z.string().max(8192).optional(),
  MaxResults: z.number().int().min(50).optional(),
});

export const listTags = operation('ListTags', input, ({ ResourceArn: arn }, service) => ({
  Tags: requireTags(service, arn),
}));
