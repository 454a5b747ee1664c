/** A rule as a tree. `start` and `end` are places in its text, for messages; they are no part of its meaning. */

export interface Span {
  readonly start: number;
  readonly end: number;
}

export const COMPARISONS = ['==', '!=', '<=', '>=', '<', '>'] as const;
export type ComparisonOperator = (typeof COMPARISONS)[number];
export type ArithmeticOperator = '+' | '-' | '*' | '/';

export type Literal = Span & ({ kind: 'number'; value: number } | { kind: 'text'; value: string });

export type Expression =
  | Literal
  | (Span & { kind: 'boolean'; value: boolean })
  | (Span & { kind: 'column'; name: string })
  | (Span & { kind: 'negative'; operand: Expression })
  | (Span & { kind: 'arithmetic'; operator: ArithmeticOperator; left: Expression; right: Expression })
  | (Span & { kind: 'call'; name: string; operands: readonly Expression[] })
  | (Span & {
      kind: 'comparison';
      operator: ComparisonOperator;
      left: Expression;
      right: Expression;
      tolerance?: number;
    })
  | (Span & { kind: 'membership'; negated: boolean; operand: Expression; values: readonly Literal[] })
  | (Span & { kind: 'missing'; negated: boolean; operand: Expression })
  | (Span & { kind: 'not'; operand: Expression })
  | (Span & { kind: 'logic'; operator: 'and' | 'or'; left: Expression; right: Expression })
  | (Span & { kind: 'if'; condition: Expression; consequence: Expression; alternative?: Expression });

/** Words that mean something: a column of such a name stands in backticks. */
export const KEYWORDS: ReadonlySet<string> = new Set([
  ...['and', 'or', 'not', 'if', 'then', 'else', 'in', 'is', 'missing', 'true', 'false'],
]);

/** A name that needs no backticks. */
export const IDENTIFIER = /[\p{L}_][\p{L}\p{N}_]*/uy;
