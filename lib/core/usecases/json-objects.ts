/** Documents that lie in the store as JSON. */
import type * as z from 'zod';
import type { ObjectAddress, Objects } from '../ports/objects.ts';

/** @throws ObjectNotFound; SyntaxError and ZodError for what is no document of this kind */
export const readJson = async <S extends z.ZodType>(
  objects: Objects,
  address: ObjectAddress,
  schema: S,
): Promise<z.output<S>> => schema.parse(JSON.parse(await objects.text(address)));

export const putJson = (objects: Objects, address: ObjectAddress, document: object): Promise<void> =>
  objects.put(address, JSON.stringify(document), { contentType: 'application/json' });
