/** The functions of rules. None of them sees a missing value: its result is missing then. */
import type { Kind } from './kinds.ts';

type Value = number | string;

export interface RuleFunction {
  /** Kind of each operand. */
  readonly operands: readonly Kind[];
  /** Whether the last operand may be repeated. */
  readonly more?: true;
  readonly result: Kind;
  readonly says: string;
  /** Booleans are 0 and 1; a number that is not finite counts as missing. */
  readonly of: (...values: never[]) => Value;
}

const date = (seconds: number): Date => new Date(seconds * 1000);

export const FUNCTIONS = {
  abs: { operands: ['number'], result: 'number', says: 'without its sign', of: (x: number) => Math.abs(x) },
  round: {
    operands: ['number'],
    result: 'number',
    says: 'the nearest whole number, halves upwards',
    of: (x: number) => Math.round(x),
  },
  min: {
    operands: ['number', 'number'],
    more: true,
    result: 'number',
    says: 'the smallest',
    of: (...all: number[]) => Math.min(...all),
  },
  max: {
    operands: ['number', 'number'],
    more: true,
    result: 'number',
    says: 'the largest',
    of: (...all: number[]) => Math.max(...all),
  },
  length: { operands: ['text'], result: 'number', says: 'how many characters', of: (text: string) => [...text].length },
  lower: { operands: ['text'], result: 'text', says: 'in lower case', of: (text: string) => text.toLowerCase() },
  startsWith: {
    operands: ['text', 'text'],
    result: 'boolean',
    says: 'whether the first begins with the second',
    of: (text: string, part: string) => Number(text.startsWith(part)),
  },
  endsWith: {
    operands: ['text', 'text'],
    result: 'boolean',
    says: 'whether the first ends with the second',
    of: (text: string, part: string) => Number(text.endsWith(part)),
  },
  contains: {
    operands: ['text', 'text'],
    result: 'boolean',
    says: 'whether the second is in the first',
    of: (text: string, part: string) => Number(text.includes(part)),
  },
  year: { operands: ['time'], result: 'number', says: 'in UTC', of: (t: number) => date(t).getUTCFullYear() },
  month: { operands: ['time'], result: 'number', says: '1 to 12, UTC', of: (t: number) => date(t).getUTCMonth() + 1 },
  day: { operands: ['time'], result: 'number', says: 'of the month, UTC', of: (t: number) => date(t).getUTCDate() },
  weekday: {
    operands: ['time'],
    result: 'number',
    says: '1 (Monday) to 7, UTC',
    of: (t: number) => ((date(t).getUTCDay() + 6) % 7) + 1,
  },
  hour: { operands: ['time'], result: 'number', says: '0 to 23, UTC', of: (t: number) => date(t).getUTCHours() },
  days: { operands: ['number'], result: 'number', says: 'seconds as days', of: (seconds: number) => seconds / 86_400 },
} as const satisfies Record<string, RuleFunction>;
export type FunctionName = keyof typeof FUNCTIONS;

export const functionNamed = (name: string): RuleFunction | undefined =>
  Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name as FunctionName] : undefined;
