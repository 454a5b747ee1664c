/** Puts zod's issues into the words of the manifest: what is there, what was expected, what to write. */
import type * as z from 'zod';
import { type ManifestIssue, manifestIssue } from './issue.ts';
import { LATER_KEYS, LATER_MEND, LATER_VALUES } from './later.ts';
import { nearest } from './nearest.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** @param knownKeys the keys an object at this path may have */
export function explain(issue: Issue, knownKeys: (path: Path) => readonly string[]): ManifestIssue[] {
  const { path } = issue;
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey([...path, key], key, knownKeys(path)));
    case 'invalid_value':
      return [
        issue.input === undefined ? missing(path, oneOf(issue.values)) : unknownValue(path, issue.input, issue.values),
      ];
    case 'invalid_union':
      return [union(issue)];
    case 'invalid_type':
      return [
        issue.input === undefined
          ? missing(path, withArticle(typeName(issue.expected)))
          : wrongType(path, issue.input, typeName(issue.expected)),
      ];
    case 'too_small':
    case 'too_big':
      return [outOfRange(issue)];
    case 'invalid_format':
      return [badName(path, issue.input)];
    case 'invalid_key':
      return [badName(path, issue.input)];
    case 'custom':
      return [custom(issue)];
    default:
      return [
        manifestIssue(
          'manifest/wrong-type',
          path,
          `${name(path)}: ${issue.message}`,
          'write what the schema of model.yaml has here',
        ),
      ];
  }
}

export function name(path: Path): string {
  return path.length === 0
    ? 'the manifest'
    : path
        .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index ? '.' : ''}${String(part)}`))
        .join('');
}

/** A value as it may be shown: quoted text, shortened; lists and objects by their kind only. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
  if (Array.isArray(value)) return 'a list';
  return value !== null && typeof value === 'object' ? 'an object' : String(value);
}

function unknownKey(path: Path, key: string, known: readonly string[]): ManifestIssue {
  if (LATER_KEYS.has(key))
    return manifestIssue('manifest/not-supported-yet', path, `${name(path)} is not supported yet`, LATER_MEND);
  const near = nearest(key, known);
  const mend = near ? `${near}?` : known.length > 0 ? `delete it; known here: ${known.join(', ')}` : 'delete it';
  return manifestIssue('manifest/unknown-key', path, `${name(path)} is unknown`, mend);
}

const missing = (path: Path, expected: string): ManifestIssue =>
  manifestIssue('manifest/missing', path, `${name(path)} is missing`, `add it: ${expected}`);

const oneOf = (values: readonly unknown[]): string =>
  values.length === 1 ? String(values[0]) : `one of ${values.join(', ')}`;

function unknownValue(path: Path, input: unknown, values: readonly unknown[]): ManifestIssue {
  const message = `${name(path)} is ${shown(input)}`;
  if (typeof input === 'string' && LATER_VALUES.has(input))
    return manifestIssue(
      'manifest/not-supported-yet',
      path,
      `${message}, which is not supported yet`,
      oneOf(values),
      input,
    );
  const near = typeof input === 'string' ? nearest(input, values.map(String)) : undefined;
  const others = values.filter((value) => value !== near);
  const mend = near && others.length > 0 ? `${near}  (others: ${others.join(', ')})` : (near ?? oneOf(values));
  return manifestIssue('manifest/unknown-value', path, message, mend, input);
}

function union(issue: z.core.$ZodIssueInvalidUnion): ManifestIssue {
  const { path } = issue;
  if ('discriminator' in issue && typeof issue.discriminator === 'string') {
    const parent: unknown = issue.input;
    const input = isRecord(parent) ? parent[issue.discriminator] : undefined;
    const options = 'options' in issue && Array.isArray(issue.options) ? issue.options : [];
    return input === undefined ? missing(path, oneOf(options)) : unknownValue(path, input, options);
  }
  return wrongType(path, issue.input, 'text, a number, true or false');
}

function wrongType(path: Path, input: unknown, expected: string): ManifestIssue {
  const quote = expected === 'text' && (typeof input === 'number' || typeof input === 'boolean');
  const mend = quote ? `put it in quotes: "${String(input)}"` : `write ${withArticle(expected)}`;
  return manifestIssue('manifest/wrong-type', path, `${name(path)} is ${shown(input)}, not ${expected}`, mend, input);
}

function outOfRange(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): ManifestIssue {
  const { path } = issue;
  const small = issue.code === 'too_small';
  const bound = small ? issue.minimum : issue.maximum;
  const what = issue.origin === 'string' ? ' characters' : issue.origin === 'array' ? ' entries' : '';
  const limit = `${small ? (issue.inclusive ? 'at least' : 'above') : issue.inclusive ? 'at most' : 'below'} ${bound}${what}`;
  const has = typeof issue.input === 'string' ? `has ${issue.input.length} characters` : `is ${shown(issue.input)}`;
  return manifestIssue('manifest/out-of-range', path, `${name(path)} ${has}`, limit, issue.input);
}

function badName(path: Path, input: unknown): ManifestIssue {
  const last = path.at(-1);
  const isInstance = last === 'instance';
  const isHyperparameter = path.at(-2) === 'hyperparameters';
  const mend = isInstance
    ? 'an instance type as SageMaker writes it, like ml.m5.large'
    : isHyperparameter
      ? 'letters, digits, - and _, beginning with a letter'
      : 'lower-case letters and digits in parts joined by -, beginning with a letter, like churn-eu';
  return manifestIssue('manifest/bad-name', path, `${name(path)} is ${shown(input)}`, mend, input);
}

function custom(issue: z.core.$ZodIssueCustom): ManifestIssue {
  const mend: unknown = issue.params?.['mend'];
  return manifestIssue(
    'manifest/contradiction',
    issue.path,
    `${name(issue.path)} ${issue.message}`,
    typeof mend === 'string' ? mend : 'change it',
  );
}

const withArticle = (words: string): string =>
  words.startsWith('true') || words === 'text' ? words : `${/^[aeiou]/.test(words) ? 'an' : 'a'} ${words}`;

function typeName(expected: string): string {
  const names: Record<string, string> = {
    string: 'text',
    int: 'whole number',
    boolean: 'true or false',
    array: 'list',
    object: 'object (key: value)',
    record: 'object (key: value)',
  };
  return names[expected] ?? expected;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
