/** Parses what a caller sent, and says every fault at once. */
import type * as z from 'zod';
import { type FieldError, Problem } from '../contracts/problems.ts';

type Where = '#' | '?';

/** A part of a JSON pointer, RFC 6901. */
const escaped = (part: PropertyKey): string => String(part).replaceAll('~', '~0').replaceAll('/', '~1');

/** `#/a/b` into a body, `?name` in a query. */
const pointerOf = (where: Where, path: readonly PropertyKey[]): string =>
  where === '?' ? `?${path.join('.')}` : `#${path.map((part) => `/${escaped(part)}`).join('')}`;

function faultsOf(issue: z.core.$ZodIssue, where: Where): FieldError[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ pointer: pointerOf(where, [...issue.path, key]), detail: 'is not known here' }));
  return [{ pointer: pointerOf(where, issue.path), detail: issue.message }];
}

function refusal(errors: FieldError[]): Problem {
  const [first] = errors;
  const place = first?.pointer === '#' ? 'the body' : first?.pointer;
  return new Problem('invalid-request', `${place}: ${first?.detail}`, { errors });
}

/** @param where `#`: a body, faults are named by JSON pointers; `?`: the query, by parameter. @throws Problem invalid-request */
export function requestPart<S extends z.ZodType>(schema: S, value: unknown, where: Where = '#'): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw refusal(parsed.error.issues.flatMap((issue) => faultsOf(issue, where)));
}

/** A query parameter whose text is right and which means nothing here. */
export const badQuery = (name: string, detail: string): Problem => refusal([{ pointer: `?${name}`, detail }]);
