/** Whether a rule makes sense: its columns are there, and what it compares can be compared. */
import { nearest } from '../../contracts/manifest/nearest.ts';
import { parseTimestamp } from '../cells.ts';
import type { RuleFault } from './fault.ts';
import { FUNCTIONS, functionNamed } from './functions.ts';
import type { Kind, RuleColumn, RuleColumns } from './kinds.ts';
import { printColumn } from './print.ts';
import type { Expression, Literal } from './syntax.ts';

/** Undefined: the kind of a column that no one knows yet, or of what is wrong and was said to be. */
type Found = Kind | undefined;
type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

/** @returns all that is wrong, in the order of the text */
export function checkKinds(rule: Expression, known: RuleColumns): RuleFault[] {
  const checker = new Checker(known);
  checker.wants(rule, 'boolean');
  return checker.faults.sort((a, b) => a.start - b.start);
}

const A: Readonly<Record<Kind, string>> = {
  number: 'a number',
  text: 'a text',
  boolean: 'true or false',
  time: 'a time',
};

class Checker {
  readonly faults: RuleFault[] = [];
  readonly #known: RuleColumns;
  readonly #columns: ReadonlyMap<string, RuleColumn>;

  constructor(known: RuleColumns) {
    this.#known = known;
    this.#columns = new Map(known.columns.map((column) => [column.name, column]));
  }

  wants(part: Expression, wanted: Kind): void {
    // A text in quotes is a time where one is wanted.
    const found = wanted === 'time' && part.kind === 'text' ? this.#time(part) : this.#kind(part);
    if (found !== undefined && found !== wanted)
      this.#fault(
        part,
        `${this.#shown(part)} is ${A[found]}, where ${A[wanted]} is wanted`,
        wanted === 'boolean' ? 'compare it, as in x > 0' : `write ${A[wanted]}`,
      );
  }

  #kind(part: Expression): Found {
    switch (part.kind) {
      case 'number':
      case 'text':
      case 'boolean':
        return part.kind;
      case 'column':
        return this.#column(part);
      case 'negative':
        this.wants(part.operand, 'number');
        return 'number';
      case 'arithmetic':
        return this.#arithmetic(part);
      case 'call':
        return this.#call(part);
      case 'comparison':
        this.#comparison(part);
        return 'boolean';
      case 'membership':
        this.#membership(part);
        return 'boolean';
      case 'missing':
        this.#kind(part.operand);
        return 'boolean';
      case 'not':
        this.wants(part.operand, 'boolean');
        return 'boolean';
      case 'logic':
        this.wants(part.left, 'boolean');
        this.wants(part.right, 'boolean');
        return 'boolean';
      case 'if':
        this.wants(part.condition, 'boolean');
        this.wants(part.consequence, 'boolean');
        if (part.alternative) this.wants(part.alternative, 'boolean');
        return 'boolean';
    }
  }

  #column(part: Of<'column'>): Found {
    const { name } = part;
    const column = this.#columns.get(name);
    if (column) return column.kind;
    const excluded = this.#known.excluded?.get(name);
    if (excluded !== undefined)
      this.#fault(part, `column ${printColumn(name)} ${excluded}`, 'leave it out of the rule');
    else if (this.#known.complete) {
      const near = nearest(name, [...this.#columns.keys()]);
      this.#fault(
        part,
        `there is no column ${printColumn(name)}`,
        near === undefined ? 'name a column of the file; texts stand in quotes' : `${printColumn(near)}?`,
      );
    }
    return undefined;
  }

  #arithmetic(part: Of<'arithmetic'>): Found {
    const { operator, left, right } = part;
    if (operator === '*' || operator === '/') {
      this.wants(left, 'number');
      this.wants(right, 'number');
      return 'number';
    }
    const kinds = [this.#kind(left), this.#kind(right)] as const;
    if (kinds.includes('time')) {
      // A time and a number of seconds, or the time between two.
      if (operator === '-' && kinds[0] === 'time' && kinds[1] === 'time') return 'number';
      if (kinds[0] === 'time' && kinds[1] === 'number') return 'time';
      if (kinds.includes(undefined)) return undefined;
      this.#fault(
        part,
        `${operator} does not go between ${A[kinds[0] ?? 'time']} and ${A[kinds[1] ?? 'time']}`,
        'subtract two times, or add seconds to a time',
      );
      return undefined;
    }
    const unknown = kinds.includes(undefined);
    [left, right].forEach((side, index) => {
      const kind = kinds[index];
      if (kind !== undefined && kind !== 'number')
        this.#fault(side, `${this.#shown(side)} is ${A[kind]}, where a number is wanted`, 'write a number');
    });
    return unknown ? undefined : 'number';
  }

  #call(part: Of<'call'>): Found {
    const found = functionNamed(part.name);
    if (!found) {
      for (const operand of part.operands) this.#kind(operand);
      const near = nearest(part.name, Object.keys(FUNCTIONS));
      this.#fault(
        { ...part, end: part.start + part.name.length },
        `there is no function ${part.name}`,
        near ? `${near}?` : `one of ${Object.keys(FUNCTIONS).join(', ')}`,
      );
      return undefined;
    }
    const { operands, more, result } = found;
    const count = part.operands.length;
    if (count < operands.length || (count > operands.length && !more))
      this.#fault(
        part,
        `${part.name} takes ${operands.length}${more ? ' or more' : ''} operands, here it has ${count}`,
        `write ${part.name}(${operands.map((kind) => A[kind]).join(', ')}${more ? ', ...' : ''})`,
      );
    part.operands.forEach((operand, index) => {
      this.wants(operand, operands[Math.min(index, operands.length - 1)] ?? 'number');
    });
    return result;
  }

  #comparison({ operator, left, right, tolerance, ...span }: Of<'comparison'>): void {
    const kinds = [this.#kind(left), this.#kind(right)] as const;
    const pairs = [
      [left, kinds[1], right],
      [right, kinds[0], left],
    ] as const;
    for (const [side, opposite, beside] of pairs)
      if (side.kind === 'text') {
        if (beside.kind === 'column') this.#allowed(side, beside.name);
        if (opposite !== 'time') continue;
        this.#time(side);
        return;
      }
    const [kind, other] = kinds;
    if (kind === undefined || other === undefined) return;
    if (kind !== other) {
      const quotes = kinds.includes('text') && kinds.includes('number');
      this.#fault(
        span,
        `${this.#shown(left)} is ${A[kind]} and ${this.#shown(right)} is ${A[other]}: they cannot be compared`,
        quotes ? 'put a text in quotes, a number in none; or declare the type of the column' : 'compare equal kinds',
      );
    } else if (kind === 'text' || kind === 'boolean') {
      if (operator !== '==' && operator !== '!=')
        this.#fault(
          span,
          `${operator} is for numbers and times, these are ${kind === 'text' ? 'texts' : 'true or false'}`,
          'use == or !=',
        );
      else if (tolerance !== undefined) this.#fault(span, '+- is for numbers and times', 'leave it out');
    }
  }

  #membership({ operand, values }: Of<'membership'>): void {
    const kind = this.#kind(operand);
    for (const value of values) {
      if (kind === 'time' && value.kind === 'text') this.#time(value);
      else if (kind !== undefined && kind !== value.kind)
        this.#fault(
          value,
          `${this.#shown(value)} is ${A[value.kind]}, ${this.#shown(operand)} is ${A[kind]}`,
          `write ${A[kind]}`,
        );
      else if (value.kind === 'text' && operand.kind === 'column') this.#allowed(value, operand.name);
    }
  }

  #allowed(literal: Of<'text'>, name: string): void {
    const values = this.#columns.get(name)?.values;
    if (!values || values.includes(literal.value)) return;
    const near = nearest(literal.value, values);
    this.#fault(
      literal,
      `${printColumn(name)} is never ${this.#shown(literal)}`,
      near === undefined ? `one of ${values.slice(0, 8).join(', ')}` : `'${near}'?`,
    );
  }

  #time(literal: Of<'text'>): 'time' {
    if (parseTimestamp(literal.value.trim()) === undefined)
      this.#fault(literal, `${this.#shown(literal)} is no time`, "write it as '2026-11-21' or '2026-11-21T13:41:00Z'");
    return 'time';
  }

  #shown(part: Expression | Literal): string {
    if (part.kind === 'column') return printColumn(part.name);
    if (part.kind === 'text') return `'${part.value.slice(0, 40)}'`;
    return part.kind === 'number' ? String(part.value) : 'what stands here';
  }

  #fault({ start, end }: { start: number; end: number }, message: string, mend: string): void {
    this.faults.push({ start, end, message, mend });
  }
}
