/** Parses what a caller sent, and says every fault at once. */
import type * as z from 'zod';
import { Problem } from '../contracts/problems.ts';

/** @param where `#`: a body, faults are named by JSON pointers; `?`: the query, by parameter */
export function requestPart<S extends z.ZodType>(schema: S, value: unknown, where: '#' | '?' = '#'): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => ({
    pointer: where === '?' ? `?${issue.path.join('.')}` : `#${issue.path.map((part) => `/${String(part)}`).join('')}`,
    detail: issue.message,
  }));
  const first = errors[0];
  throw new Problem('invalid-request', `${first?.pointer === '#' ? 'the body' : first?.pointer}: ${first?.detail}`, {
    errors,
  });
}
