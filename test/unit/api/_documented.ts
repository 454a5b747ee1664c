/** Holds an answer against the OpenAPI document: its status, media type, headers and body must be described there. */
import * as z from 'zod';
import { openApiDocument } from '../../../lib/core/contracts/openapi/document.ts';

type Json = Record<string, unknown>;
interface Response {
  headers?: Record<string, { $ref: string }>;
  content?: Record<string, { schema: Json }>;
}

const document = openApiDocument();

/** The document is open to new members; what is answered today must be described today, so here every object is closed. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const members = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)])) as Json;
  const open = members['type'] === 'object' && members['properties'] !== undefined;
  return open && members['additionalProperties'] === undefined ? { ...members, additionalProperties: false } : members;
}

/** With the components beside it, as JSON Schema has them. */
const whole = (schema: Json): Json =>
  JSON.parse(
    JSON.stringify({ ...(closed(schema) as Json), $defs: closed(document.components.schemas) }).replaceAll(
      '#/components/schemas/',
      '#/$defs/',
    ),
  ) as Json;

const validators = new Map<Json, z.ZodType>();
function validatorOf(schema: Json): z.ZodType {
  const found = validators.get(schema) ?? z.fromJSONSchema(whole(schema));
  validators.set(schema, found);
  return found;
}

const header = (ref: string) =>
  (
    document.components as unknown as Record<string, Record<string, { required: boolean; schema: { pattern: string } }>>
  )['headers']?.[ref.slice('#/components/headers/'.length)];

/**
 * @param route as in the route table
 * @throws Error naming what the document does not say
 */
export function assertDocumented(
  route: { method: string; path: string },
  { status, headers, body }: { status: number; headers: Record<string, string>; body: unknown },
): void {
  const name = `${route.method} ${route.path}: ${status}`;
  const operation = document.paths[route.path]?.[route.method.toLowerCase()];
  const response = (operation?.['responses'] as Record<string, Response> | undefined)?.[String(status)];
  if (!response) throw new Error(`${name} is not documented`);
  const type = headers['content-type']?.split(';', 1)[0] ?? '';
  const content = response.content?.[type];
  if (!content) throw new Error(`${name} as ${type} is not documented`);
  for (const [found, { $ref }] of Object.entries(response.headers ?? {})) {
    const value = headers[found.toLowerCase()];
    if (value === undefined && !header($ref)?.required) continue;
    if (value === undefined || !new RegExp(header($ref)?.schema.pattern ?? '').test(value))
      throw new Error(`${name}: the header ${found} is ${value}`);
  }
  const undocumented = Object.keys(headers).filter(
    (found) =>
      found !== 'content-type' && !Object.keys(response.headers ?? {}).some((one) => one.toLowerCase() === found),
  );
  if (undocumented.length > 0) throw new Error(`${name}: the headers ${undocumented} are not documented`);
  const parsed = validatorOf(content.schema).safeParse(body);
  if (!parsed.success) throw new Error(`${name} is not as documented: ${z.prettifyError(parsed.error)}`);
}
