import type * as z from 'zod';
import { type ApiError, invalid, notSupported } from '../wire/errors.ts';
import { NOT_YET } from './shapes.ts';

type Issue = z.core.$ZodIssue;

/**
 * Parses a request, with all violations in one ValidationException as AWS words them.
 * @throws ApiError ValidationException
 */
export function parseInput<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  throw toError(result.error.issues, raw);
}

function toError(issues: readonly Issue[], raw: unknown): ApiError {
  const notYet = issues.find((issue) => issue.message === NOT_YET);
  if (notYet) return notSupported(unsupportedText(notYet, raw));
  const texts = issues.flatMap((issue) => textsOf(issue, raw));
  return invalid(`${texts.length} validation error${texts.length === 1 ? '' : 's'} detected: ${texts.join('; ')}`);
}

function unsupportedText(issue: Issue, raw: unknown): string {
  const value = valueAt(raw, issue.path);
  const member = issue.path.join('.');
  return typeof value === 'object' ? member : `${member} = ${String(value)}`;
}

function textsOf(issue: Issue, raw: unknown): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `Unknown parameter in input: '${[...issue.path, key].join('.')}'`);
  }
  if (issue.code === 'invalid_key')
    return issue.issues.flatMap((inner) => textsOf({ ...inner, path: issue.path }, raw));
  const value = valueAt(raw, issue.path);
  const at = memberPath(issue.path);
  return [`Value ${shown(value)} at '${at}' failed to satisfy constraint: ${constraint(issue, value)}`];
}

function constraint(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return value === undefined || value === null
        ? 'Member must not be null'
        : `Member must be of type ${issue.expected}`;
    case 'invalid_value':
      return value === undefined
        ? 'Member must not be null'
        : `Member must satisfy enum value set: [${issue.values.map(String).join(', ')}]`;
    case 'invalid_format':
      return `Member must satisfy regular expression pattern: ${(issue.pattern ?? '').replace(/^\/\^|\$\/u?$/g, '')}`;
    case 'too_small':
      return `Member must have ${measure(issue.origin)} greater than or equal to ${issue.minimum}`;
    case 'too_big':
      return `Member must have ${measure(issue.origin)} less than or equal to ${issue.maximum}`;
    default:
      return issue.message;
  }
}

function measure(origin: string): string {
  return origin === 'string' || origin === 'array' ? 'length' : 'value';
}

/** `tags.1.member.key`: members in camelCase, list positions from 1. */
function memberPath(path: readonly PropertyKey[]): string {
  return path.map((part) => (typeof part === 'number' ? `${part + 1}.member` : lowerFirst(String(part)))).join('.');
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `'${text.length > 200 ? `${text.slice(0, 200)}...` : text}'`;
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined),
    raw,
  );
}
