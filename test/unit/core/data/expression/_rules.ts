/** Random rules that make sense, and rows for them. */
import fc from 'fast-check';
import type { RuleColumns } from '../../../../../lib/core/data/expression/kinds.ts';
import type { ComparisonOperator, Expression, Literal } from '../../../../../lib/core/data/expression/syntax.ts';

export const COLUMNS: RuleColumns = {
  complete: true,
  columns: [
    { name: 'a', kind: 'number' },
    { name: 'two words', kind: 'number' },
    { name: 'plan', kind: 'text' },
    { name: 'in', kind: 'text' },
    { name: 'active', kind: 'boolean' },
    { name: 'start`', kind: 'time' },
    { name: 'end', kind: 'time' },
  ],
};
const named = (wanted: string): string[] =>
  COLUMNS.columns.filter(({ kind }) => kind === wanted).map(({ name }) => name);

const at = { start: 0, end: 0 };
const column = (kind: string): fc.Arbitrary<Expression> =>
  fc.constantFrom(...named(kind)).map((name) => ({ kind: 'column', name, ...at }));
const TEXTS = ['basic', 'Pro', "it's", '', '`', '"', 'é'];
const text = fc.constantFrom(...TEXTS).map((value): Literal => ({ kind: 'text', value, ...at }));
const number = fc.oneof(
  fc.constantFrom(0, 1, 2, 0.5, 1e21, 1e-7),
  fc.integer({ min: 0, max: 9 }),
  fc.double({ min: 0, max: 1e6, noNaN: true }).map((value) => (value === 0 ? 0 : value)),
);
const signed = fc
  .tuple(number, fc.boolean())
  .map(([value, minus]): Literal => ({ kind: 'number', value: minus && value !== 0 ? -value : value, ...at }));
const instant = fc
  .constantFrom('2026-01-01', '2026-11-21T13:41:00Z')
  .map((value): Literal => ({ kind: 'text', value, ...at }));

const COMPARED: readonly ComparisonOperator[] = ['==', '!=', '<=', '>=', '<', '>'];
const EQUAL: readonly ComparisonOperator[] = ['==', '!='];

export const { rule } = fc.letrec<{
  rule: Expression;
  numeric: Expression;
  textual: Expression;
  time: Expression;
  comparison: Expression;
}>((tie) => ({
  numeric: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    column('number'),
    number.map((value): Expression => ({ kind: 'number', value, ...at })),
    tie('numeric').map((operand): Expression => ({ kind: 'negative', operand, ...at })),
    fc
      .tuple(fc.constantFrom('+', '-', '*', '/'), tie('numeric'), tie('numeric'))
      .map(([operator, left, right]): Expression => ({ kind: 'arithmetic', operator, left, right, ...at })),
    fc
      .tuple(tie('time'), tie('time'))
      .map(([left, right]): Expression => ({ kind: 'arithmetic', operator: '-', left, right, ...at })),
    fc
      .tuple(fc.constantFrom('abs', 'round', 'days'), tie('numeric'))
      .map(([name, operand]): Expression => ({ kind: 'call', name, operands: [operand], ...at })),
    fc
      .tuple(fc.constantFrom('min', 'max'), fc.array(tie('numeric'), { minLength: 2, maxLength: 3 }))
      .map(([name, operands]): Expression => ({ kind: 'call', name, operands, ...at })),
    tie('textual').map((operand): Expression => ({ kind: 'call', name: 'length', operands: [operand], ...at })),
    fc
      .tuple(fc.constantFrom('year', 'month', 'day', 'weekday', 'hour'), tie('time'))
      .map(([name, operand]): Expression => ({ kind: 'call', name, operands: [operand], ...at })),
  ),
  textual: fc.oneof(
    { depthSize: 'small' },
    column('text'),
    text,
    tie('textual').map((operand): Expression => ({ kind: 'call', name: 'lower', operands: [operand], ...at })),
  ),
  time: fc.oneof(
    { depthSize: 'small' },
    column('time'),
    fc
      .tuple(fc.constantFrom('+', '-'), tie('time'), tie('numeric'))
      .map(([operator, left, right]): Expression => ({ kind: 'arithmetic', operator, left, right, ...at })),
  ),
  comparison: fc.oneof(
    fc
      .tuple(fc.constantFrom(...COMPARED), tie('numeric'), tie('numeric'))
      .map(([operator, left, right]): Expression => ({ kind: 'comparison', operator, left, right, ...at })),
    fc.tuple(fc.constantFrom<ComparisonOperator>('==', '<=', '>='), tie('numeric'), tie('numeric'), number).map(
      ([operator, left, right, tolerance]): Expression => ({
        kind: 'comparison',
        operator,
        left,
        right,
        tolerance,
        ...at,
      }),
    ),
    fc
      .tuple(fc.constantFrom(...EQUAL), tie('textual'), tie('textual'))
      .map(([operator, left, right]): Expression => ({ kind: 'comparison', operator, left, right, ...at })),
    fc
      .tuple(fc.constantFrom(...COMPARED), tie('time'), fc.oneof(tie('time'), instant))
      .map(([operator, left, right]): Expression => ({ kind: 'comparison', operator, left, right, ...at })),
    fc.tuple(fc.constantFrom(...EQUAL), tie('rule'), fc.boolean()).map(
      ([operator, left, value]): Expression => ({
        kind: 'comparison',
        operator,
        left,
        right: { kind: 'boolean', value, ...at },
        ...at,
      }),
    ),
    fc
      .tuple(
        fc.boolean(),
        fc.oneof(
          fc.tuple(tie('numeric'), fc.array(signed, { minLength: 1, maxLength: 3 })),
          fc.tuple(tie('textual'), fc.array(text, { minLength: 1, maxLength: 3 })),
          fc.tuple(tie('time'), fc.array(instant, { minLength: 1, maxLength: 2 })),
        ),
      )
      .map(([negated, [operand, values]]): Expression => ({ kind: 'membership', negated, operand, values, ...at })),
    fc
      .tuple(fc.boolean(), fc.oneof(tie('numeric'), tie('textual'), tie('time'), tie('rule')))
      .map(([negated, operand]): Expression => ({ kind: 'missing', negated, operand, ...at })),
  ),
  rule: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    column('boolean'),
    fc.boolean().map((value): Expression => ({ kind: 'boolean', value, ...at })),
    tie('comparison'),
    tie('rule').map((operand): Expression => ({ kind: 'not', operand, ...at })),
    fc
      .tuple(fc.constantFrom('and', 'or'), tie('rule'), tie('rule'))
      .map(([operator, left, right]): Expression => ({ kind: 'logic', operator, left, right, ...at })),
    fc.tuple(tie('rule'), tie('rule'), fc.option(tie('rule'), { nil: undefined })).map(
      ([condition, consequence, alternative]): Expression => ({
        kind: 'if',
        condition,
        consequence,
        ...(alternative ? { alternative } : {}),
        ...at,
      }),
    ),
    fc
      .tuple(fc.constantFrom('startsWith', 'endsWith', 'contains'), tie('textual'), tie('textual'))
      .map(([name, ...operands]): Expression => ({ kind: 'call', name, operands, ...at })),
  ),
}));

/** A row by column: numbers, texts, booleans; null is missing. Times are seconds since 1970. */
export type Row = Record<string, number | string | boolean | null>;
export const row: fc.Arbitrary<Row> = fc.record({
  a: fc.oneof(fc.constant(null), fc.constantFrom(0, 1, 0.3, 0.29), fc.double({ noNaN: true, noDefaultInfinity: true })),
  'two words': fc.oneof(fc.constant(null), fc.integer({ min: -9, max: 9 })),
  plan: fc.oneof(fc.constant(null), fc.constantFrom(...TEXTS.filter((each) => each !== ''))),
  in: fc.oneof(fc.constant(null), fc.string({ minLength: 1, maxLength: 3 })),
  active: fc.constantFrom(null, true, false),
  'start`': fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 2 ** 31 })),
  end: fc.oneof(fc.constant(null), fc.constant(Date.UTC(2026, 0, 1) / 1000), fc.integer({ min: 0, max: 2 ** 31 })),
});
