/** Makes closures of a rule: one for each part, decided once by what the part is and not again for each row. */
import { parseTimestamp } from '../cells.ts';
import { functionNamed } from './functions.ts';
import type { RuleColumns } from './kinds.ts';
import type { ComparisonOperator, Expression, Literal } from './syntax.ts';
import { and, not, or, TRUE, type Truth, truth, UNKNOWN } from './truth.ts';

/** Columns of some rows, in the order of `RuleColumns.columns`. */
export interface RuleRows {
  /** Numbers, times (seconds since 1970) and booleans (0 and 1): NaN where missing. Not read for texts. */
  readonly numbers: readonly (ArrayLike<number> | undefined)[];
  /** A cell of a text column; undefined where missing. */
  text(column: number, row: number): string | undefined;
}

/** What a rule says of one row. */
export type CompiledRule = (rows: RuleRows, row: number) => Truth;

type Numeric = (rows: RuleRows, row: number) => number;
type Text = (rows: RuleRows, row: number) => string | undefined;
/** NaN is missing. Booleans that come from cells and functions are 0 and 1. */
type Compiled =
  | { kind: 'number' | 'time'; value: Numeric }
  | { kind: 'text'; value: Text }
  | { kind: 'boolean'; value: CompiledRule };
type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

/** @param rule without faults: `checkKinds` with the same columns, all of them known, found none */
export function compileRule(rule: Expression, { columns }: RuleColumns): CompiledRule {
  const places = new Map(columns.map(({ name, kind }, place) => [name, { place, kind }]));
  return condition(rule);

  function condition(part: Expression): CompiledRule {
    const compiled = compile(part);
    if (compiled.kind === 'boolean') return compiled.value;
    throw new Error(`a part of a rule is ${compiled.kind}, where a condition was checked to be`);
  }

  function numeric(part: Expression): Numeric {
    return numericOf(part, compile(part));
  }

  /** A text in quotes is a time where a number is wanted. */
  function numericOf(part: Expression, compiled: Compiled): Numeric {
    if (part.kind === 'text') return constant(timeOf(part));
    if (compiled.kind === 'number' || compiled.kind === 'time') return compiled.value;
    throw new Error(`a part of a rule is ${compiled.kind}, where a number was checked to be`);
  }

  function text(part: Expression): Text {
    const compiled = compile(part);
    if (compiled.kind === 'text') return compiled.value;
    throw new Error(`a part of a rule is ${compiled.kind}, where a text was checked to be`);
  }

  function compile(part: Expression): Compiled {
    switch (part.kind) {
      case 'number':
        return { kind: 'number', value: constant(part.value) };
      case 'text':
        return { kind: 'text', value: () => part.value };
      case 'boolean': {
        const always = truth(part.value);
        return { kind: 'boolean', value: () => always };
      }
      case 'column':
        return column(part.name);
      case 'negative': {
        const operand = numeric(part.operand);
        return { kind: 'number', value: (rows, row) => -operand(rows, row) };
      }
      case 'arithmetic':
        return arithmetic(part);
      case 'call':
        return call(part);
      case 'comparison':
        return { kind: 'boolean', value: comparison(part) };
      case 'membership': {
        const within = membership(part);
        return { kind: 'boolean', value: part.negated ? (rows, row) => not(within(rows, row)) : within };
      }
      case 'missing': {
        const missing = isMissing(compile(part.operand));
        const { negated } = part;
        return { kind: 'boolean', value: (rows, row) => truth(missing(rows, row) !== negated) };
      }
      case 'not': {
        const operand = condition(part.operand);
        return { kind: 'boolean', value: (rows, row) => not(operand(rows, row)) };
      }
      case 'logic': {
        const [left, right, join] = [condition(part.left), condition(part.right), part.operator === 'and' ? and : or];
        return { kind: 'boolean', value: (rows, row) => join(left(rows, row), right(rows, row)) };
      }
      case 'if':
        return { kind: 'boolean', value: choice(part) };
    }
  }

  function column(name: string): Compiled {
    const found = places.get(name);
    if (!found) throw new Error(`a rule names column ${name}, which was checked to be there`);
    const { place, kind } = found;
    if (kind === 'text') return { kind, value: (rows, row) => rows.text(place, row) };
    const value: Numeric = ({ numbers }, row) => numbers[place]?.[row] ?? Number.NaN;
    return kind === 'boolean' ? { kind, value: (rows, row) => truthOf(value(rows, row)) } : { kind, value };
  }

  function arithmetic({ operator, left, right }: Of<'arithmetic'>): Compiled {
    const [a, b] = [compile(left), compile(right)];
    const [x, y] = [numericOf(left, a), numericOf(right, b)];
    const kind =
      operator === '+' || operator === '-' ? (a.kind === 'time' && b.kind !== 'time' ? 'time' : 'number') : 'number';
    const values: Record<typeof operator, Numeric> = {
      '+': (rows, row) => x(rows, row) + y(rows, row),
      '-': (rows, row) => x(rows, row) - y(rows, row),
      '*': (rows, row) => x(rows, row) * y(rows, row),
      '/': (rows, row) => x(rows, row) / y(rows, row),
    };
    return { kind, value: finite(values[operator]) };
  }

  function call({ name, operands }: Of<'call'>): Compiled {
    const found = functionNamed(name);
    if (!found) throw new Error(`a rule calls ${name}, which was checked to be there`);
    const of = found.of as (...values: (number | string)[]) => number | string;
    const readers = operands.map((operand, index) => {
      const kind = found.operands[Math.min(index, found.operands.length - 1)];
      return kind === 'text' ? text(operand) : numeric(operand);
    });
    const value = (rows: RuleRows, row: number): number | string | undefined => {
      const values: (number | string)[] = [];
      for (const reader of readers) {
        const each = reader(rows, row);
        if (each === undefined || Number.isNaN(each)) return undefined;
        values.push(each);
      }
      return of(...values);
    };
    if (found.result === 'text') return { kind: 'text', value: value as Text };
    const number: Numeric = (rows, row) => (value(rows, row) ?? Number.NaN) as number;
    if (found.result === 'boolean') return { kind: 'boolean', value: (rows, row) => truthOf(number(rows, row)) };
    return { kind: found.result, value: finite(number) };
  }

  function comparison({ left, right, operator, tolerance }: Of<'comparison'>): CompiledRule {
    const [a, b] = [compile(left), compile(right)];
    const wanted = operator === '==';
    if (a.kind === 'boolean' && b.kind === 'boolean') return equalTruths(a.value, b.value, wanted);
    if (a.kind === 'text' && b.kind === 'text') return equalTexts(a.value, b.value, wanted);
    const [x, y, holds] = [numericOf(left, a), numericOf(right, b), HOLDS[operator](tolerance)];
    return (rows, row) => {
      const [first, second] = [x(rows, row), y(rows, row)];
      return Number.isNaN(first) || Number.isNaN(second) ? UNKNOWN : truth(holds(first, second));
    };
  }

  function membership({ operand, values }: Of<'membership'>): CompiledRule {
    const compiled = compile(operand);
    if (compiled.kind === 'text') {
      const allowed = new Set(values.map(({ value }) => String(value)));
      const { value } = compiled;
      return (rows, row) => {
        const found = value(rows, row);
        return found === undefined ? UNKNOWN : truth(allowed.has(found));
      };
    }
    const allowed = new Set(values.map((value) => (value.kind === 'text' ? timeOf(value) : value.value)));
    const value = numericOf(operand, compiled);
    return (rows, row) => {
      const found = value(rows, row);
      return Number.isNaN(found) ? UNKNOWN : truth(allowed.has(found));
    };
  }

  /** What is not known decides nothing: neither side counts. */
  function choice({ condition: asked, consequence, alternative }: Of<'if'>): CompiledRule {
    const [decides, then] = [condition(asked), condition(consequence)];
    const otherwise = alternative ? condition(alternative) : () => TRUE as Truth;
    return (rows, row) => {
      const decided = decides(rows, row);
      if (decided === UNKNOWN) return UNKNOWN;
      return decided === TRUE ? then(rows, row) : otherwise(rows, row);
    };
  }
}

const constant =
  (value: number): Numeric =>
  () =>
    value;

/** Division by zero and overflow give no number. */
const finite =
  (value: Numeric): Numeric =>
  (rows, row) => {
    const found = value(rows, row);
    return Number.isFinite(found) ? found : Number.NaN;
  };

const truthOf = (value: number): Truth => (Number.isNaN(value) ? UNKNOWN : truth(value !== 0));

function timeOf(literal: Extract<Literal, { kind: 'text' }>): number {
  const seconds = parseTimestamp(literal.value.trim());
  if (seconds === undefined) throw new Error(`${literal.value} was checked to be a time`);
  return seconds;
}

function equalTexts(left: Text, right: Text, wanted: boolean): CompiledRule {
  return (rows, row) => {
    const [a, b] = [left(rows, row), right(rows, row)];
    return a === undefined || b === undefined ? UNKNOWN : truth((a === b) === wanted);
  };
}

function equalTruths(left: CompiledRule, right: CompiledRule, wanted: boolean): CompiledRule {
  return (rows, row) => {
    const [a, b] = [left(rows, row), right(rows, row)];
    return a === UNKNOWN || b === UNKNOWN ? UNKNOWN : truth((a === b) === wanted);
  };
}

function isMissing(part: Compiled): (rows: RuleRows, row: number) => boolean {
  if (part.kind === 'text') return (rows, row) => part.value(rows, row) === undefined;
  if (part.kind === 'boolean') return (rows, row) => part.value(rows, row) === UNKNOWN;
  return (rows, row) => Number.isNaN(part.value(rows, row));
}

/**
 * Decimal fractions are not exact in binary: 0.30 - 0.29 is a little more than 0.01. So a tolerance is widened by what
 * 16 roundings of the larger side could be.
 */
const ROUNDING = 16 * Number.EPSILON;
const slack = (a: number, b: number, tolerance: number): number =>
  tolerance + ROUNDING * Math.max(Math.abs(a), Math.abs(b));

type Holds = (a: number, b: number) => boolean;
const HOLDS: Readonly<Record<ComparisonOperator, (tolerance: number | undefined) => Holds>> = {
  '==': (t) => (t === undefined ? (a, b) => a === b : (a, b) => Math.abs(a - b) <= slack(a, b, t)),
  '<=': (t) => (t === undefined ? (a, b) => a <= b : (a, b) => a - b <= slack(a, b, t)),
  '>=': (t) => (t === undefined ? (a, b) => a >= b : (a, b) => b - a <= slack(a, b, t)),
  '!=': () => (a, b) => a !== b,
  '<': () => (a, b) => a < b,
  '>': () => (a, b) => a > b,
};
