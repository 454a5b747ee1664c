/** Rules evaluated the slow and plain way, with no types and no closures: values are what JavaScript has, null is missing. */
import type { Expression } from '../../../../../lib/core/data/expression/syntax.ts';
import type { Row } from './_rules.ts';

type Value = number | string | boolean | null;

const seconds = (text: string): number => Date.parse(text) / 1000;
const utc = (time: number): string => new Date(time * 1000).toISOString();

/** @returns true, false, or null when it cannot be known */
export function evaluate(part: Expression, row: Row): Value {
  switch (part.kind) {
    case 'number':
    case 'text':
    case 'boolean':
      return part.value;
    case 'column':
      return row[part.name] ?? null;
    case 'negative':
      return computed([evaluate(part.operand, row)], ([x = 0]) => -x);
    case 'arithmetic':
      return computed([evaluate(part.left, row), evaluate(part.right, row)], ([x = 0, y = 0]) => {
        if (part.operator === '+') return x + y;
        if (part.operator === '-') return x - y;
        return part.operator === '*' ? x * y : x / y;
      });
    case 'call':
      return called(
        part.name,
        part.operands.map((each) => evaluate(each, row)),
      );
    case 'comparison':
      return compared(part, evaluate(part.left, row), evaluate(part.right, row));
    case 'membership': {
      const value = evaluate(part.operand, row);
      if (value === null) return null;
      const found = part.values.some(
        (each) => value === (typeof value === 'number' && each.kind === 'text' ? seconds(each.value) : each.value),
      );
      return found !== part.negated;
    }
    case 'missing':
      return (evaluate(part.operand, row) === null) !== part.negated;
    case 'not': {
      const value = evaluate(part.operand, row);
      return value === null ? null : !value;
    }
    case 'logic': {
      const both = [evaluate(part.left, row), evaluate(part.right, row)];
      const decisive = part.operator === 'or';
      if (both.includes(decisive)) return decisive;
      return both.includes(null) ? null : !decisive;
    }
    case 'if': {
      const asked = evaluate(part.condition, row);
      if (asked === null) return null;
      if (asked) return evaluate(part.consequence, row);
      return part.alternative ? evaluate(part.alternative, row) : true;
    }
  }
}

function computed(values: readonly Value[], of: (values: number[]) => number): number | null {
  if (values.includes(null)) return null;
  const value = of(values as number[]);
  return Number.isFinite(value) ? value : null;
}

function called(name: string, values: readonly Value[]): Value {
  if (values.includes(null)) return null;
  const [first] = values as [number];
  const [text, part] = values as [string, string];
  switch (name) {
    case 'abs':
      return first < 0 ? -first : first;
    case 'round':
      return computed(values, ([x = 0]) => Math.floor(x) + (x - Math.floor(x) >= 0.5 ? 1 : 0));
    case 'days':
      return computed(values, ([x = 0]) => x / 24 / 3600);
    case 'min':
      return [...(values as number[])].sort((x, y) => x - y)[0] ?? null;
    case 'max':
      return [...(values as number[])].sort((x, y) => y - x)[0] ?? null;
    case 'length':
      return Array.from(text).length;
    case 'lower':
      return text.toLowerCase();
    case 'startsWith':
      return text.slice(0, part.length) === part;
    case 'endsWith':
      return part === '' || text.slice(-part.length) === part;
    case 'contains':
      return text.split(part).length > 1 || part === '';
  }
  // No calendar goes further.
  if (Math.abs(first) > 8.64e12) return null;
  if (name === 'weekday') return new Date(first * 1000).getUTCDay() || 7;
  const iso = utc(first);
  const parts = { year: 0, month: 1, day: 2, hour: 3 } as const;
  return Number(/^([+-]?\d+)-(\d+)-(\d+)T(\d+)/.exec(iso)?.[1 + parts[name as keyof typeof parts]]);
}

function compared(
  { operator, tolerance }: Extract<Expression, { kind: 'comparison' }>,
  left: Value,
  right: Value,
): Value {
  if (left === null || right === null) return null;
  if (typeof left === 'number' && typeof right === 'string')
    return compared({ operator, tolerance } as never, left, seconds(right));
  const near = 16 * 2 ** -52 * Math.max(Math.abs(Number(left)), Math.abs(Number(right))) + (tolerance ?? 0);
  const [x, y] = [left as number, right as number];
  switch (operator) {
    case '==':
      return tolerance === undefined ? left === right : Math.abs(x - y) <= near;
    case '!=':
      return left !== right;
    case '<=':
      return tolerance === undefined ? x <= y : x - y <= near;
    case '>=':
      return tolerance === undefined ? x >= y : y - x <= near;
    case '<':
      return x < y;
    case '>':
      return x > y;
  }
}
