import * as z from 'zod';
import { tags } from '../validation/shapes.ts';
import { invalid } from '../wire/errors.ts';
import { operation } from './operation.ts';
import { requireTags, resourceArn } from './tags-of-resource.ts';

const TAG_LIMIT = 50;

/** Adds tags, or replaces those with the same key. */
export const addTags = operation(
  'AddTags',
  z.strictObject({ ResourceArn: resourceArn, Tags: tags }),
  (request, service) => {
    const { ResourceArn: arn, Tags: added } = request;
    const merged = new Map([...requireTags(service, arn), ...added].map((tag) => [tag.Key, tag]));
    if (merged.size > TAG_LIMIT)
      throw invalid(`A resource has at most ${TAG_LIMIT} tags; this would make ${merged.size}.`);
    service.tags.set(arn.toLowerCase(), [...merged.values()]);
    return { Tags: [...merged.values()] };
  },
);
