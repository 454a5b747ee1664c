/** Which keys the manifest knows at a place, read from the schema itself, so that suggestions can never be out of date. */
import * as z from 'zod';
import { Manifest } from './schema.ts';

/** Keys of the object at `path`; empty where any key may stand (columns, stages) or nothing is known. */
export function keysAt(path: readonly PropertyKey[]): string[] {
  let places: z.core.$ZodType[] = [Manifest];
  for (const part of path) places = places.flatMap((schema) => children(unwrapped(schema), part));
  return [
    ...new Set(places.flatMap((schema) => objectsOf(unwrapped(schema)).flatMap((object) => Object.keys(object.shape)))),
  ];
}

function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional) return unwrapped(schema.def.innerType);
  return schema;
}

function objectsOf(schema: z.core.$ZodType): z.ZodObject[] {
  if (schema instanceof z.ZodObject) return [schema];
  if (schema instanceof z.ZodDiscriminatedUnion)
    return schema.options.flatMap((option) => objectsOf(unwrapped(option)));
  return [];
}

function children(schema: z.core.$ZodType, part: PropertyKey): z.core.$ZodType[] {
  if (schema instanceof z.ZodRecord) return [schema.valueType];
  if (schema instanceof z.ZodArray) return [schema.element];
  return objectsOf(schema).flatMap((object) => {
    const child: z.core.$ZodType | undefined = object.shape[String(part)];
    return child ? [child] : [];
  });
}
