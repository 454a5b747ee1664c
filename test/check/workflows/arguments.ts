/** Arguments of a call against AWS's model of it: known names, none missing, values of the right kind. */
import type { ServiceModel, Shape } from './service-model.ts';

/** Values that are only known at run time, and what fills a placeholder. */
const isExpression = (value: unknown): boolean => typeof value === 'string' && /^\{%[\s\S]*%\}$|\$\{\w+\}/.test(value);

/** What is wrong with a value, each with its path. @param loose members that take any JSON (the integration turns it into text) */
export function argumentFaults(
  value: unknown,
  shapeName: string,
  { shapes }: Pick<ServiceModel, 'shapes'>,
  loose: readonly string[] = [],
  at = '',
): string[] {
  if (isExpression(value)) return [];
  const shape = shapes[shapeName];
  if (!shape) throw new Error(`the model has no shape ${shapeName}`);
  const here = at || 'Arguments';
  switch (shape.type) {
    case 'structure':
      return structureFaults(value, shape, shapes, loose, at);
    case 'list':
      return Array.isArray(value)
        ? [
            ...range(value.length, shape, here),
            ...value.flatMap((one, i) =>
              argumentFaults(one, shape.member?.shape ?? '', { shapes }, loose, `${at}[${i}]`),
            ),
          ]
        : [`${here} is no list`];
    case 'map':
      return isRecord(value)
        ? Object.entries(value).flatMap(([key, one]) =>
            argumentFaults(one, shape.value?.shape ?? '', { shapes }, loose, `${at}.${key}`),
          )
        : [`${here} is no object`];
    case 'string':
      return typeof value === 'string' ? stringFaults(value, shape, here) : [`${here} is ${typeof value}, not text`];
    case 'integer':
    case 'long':
      return Number.isInteger(value) ? range(value as number, shape, here) : [`${here} is no whole number`];
    case 'float':
    case 'double':
      return typeof value === 'number' ? range(value, shape, here) : [`${here} is no number`];
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${here} is neither true nor false`];
    default:
      return [];
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function structureFaults(
  value: unknown,
  { members = {}, required = [] }: Shape,
  shapes: ServiceModel['shapes'],
  loose: readonly string[],
  at: string,
): string[] {
  if (!isRecord(value)) return [`${at || 'Arguments'} is no object`];
  const path = (name: string) => (at ? `${at}.${name}` : name);
  return [
    ...required.filter((name) => !(name in value)).map((name) => `${path(name)} is missing`),
    ...Object.entries(value).flatMap(([name, one]) => {
      const member = members[name];
      if (!member) return [`${path(name)} is unknown; there are ${Object.keys(members).join(', ')}`];
      return loose.includes(name) ? [] : argumentFaults(one, member.shape, { shapes }, loose, path(name));
    }),
  ];
}

function stringFaults(value: string, shape: Shape, at: string): string[] {
  return [
    ...(shape.enum && !shape.enum.includes(value) ? [`${at} is ${value}, not one of ${shape.enum.join(', ')}`] : []),
    ...range(value.length, shape, `length of ${at}`),
    ...(shape.pattern && !matchesPattern(shape.pattern, value)
      ? [`${at} is ${value}, which is not ${shape.pattern}`]
      : []),
  ];
}

/** Models write Java's patterns; what JavaScript cannot read limits nothing. */
function matchesPattern(pattern: string, value: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(value);
  } catch (error) {
    if (error instanceof SyntaxError) return true;
    throw error;
  }
}

const range = (size: number, { min, max }: Shape, at: string): string[] =>
  (min !== undefined && size < min) || (max !== undefined && size > max)
    ? [`${at} is ${size}, not from ${min} to ${max}`]
    : [];
