import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkKinds } from '../../../../../lib/core/data/expression/check-kinds.ts';
import { type CompiledRule, compileRule, type RuleRows } from '../../../../../lib/core/data/expression/compile.ts';
import { marked } from '../../../../../lib/core/data/expression/fault.ts';
import type { RuleColumns } from '../../../../../lib/core/data/expression/kinds.ts';
import { parseRule } from '../../../../../lib/core/data/expression/parse.ts';
import { printRule } from '../../../../../lib/core/data/expression/print.ts';
import type { Expression } from '../../../../../lib/core/data/expression/syntax.ts';
import { FALSE, TRUE, UNKNOWN } from '../../../../../lib/core/data/expression/truth.ts';
import { runs } from '../../../../_properties.ts';
import { evaluate } from './_naive.ts';
import { COLUMNS, type Row, row, rule } from './_rules.ts';

const withoutPlaces = (expression: Expression): unknown =>
  JSON.parse(JSON.stringify(expression, (key, value) => (key === 'start' || key === 'end' ? undefined : value)));

function parsed(text: string): Expression {
  const found = parseRule(text);
  if ('fault' in found) throw new Error(`${found.fault.message}\n${marked(text, found.fault)}`);
  return found.expression;
}

const rowsOf = (all: readonly Row[], { columns }: RuleColumns): RuleRows => ({
  numbers: columns.map(({ name, kind }) =>
    kind === 'text'
      ? undefined
      : Float64Array.from(all, (each) => (each[name] == null ? Number.NaN : Number(each[name]))),
  ),
  text: (column, index) => (all[index]?.[columns[column]?.name ?? ''] ?? undefined) as string | undefined,
});

test('printed and parsed again, a rule is the same tree', () => {
  fc.assert(
    fc.property(rule, (expression) => {
      const text = printRule(expression);
      fc.pre(text.length <= 500);
      expect(withoutPlaces(parsed(text))).toEqual(withoutPlaces(expression));
      expect(printRule(parsed(text))).toBe(text);
    }),
    { numRuns: runs(1000) },
  );
});

test('a rule that makes sense is found to, and compiled says what it says word by word', () => {
  const counts = new Map<unknown, number>();
  fc.assert(
    fc.property(rule, fc.array(row, { minLength: 1, maxLength: 8 }), (expression, all) => {
      expect(checkKinds(expression, COLUMNS)).toEqual([]);
      const compiled: CompiledRule = compileRule(expression, COLUMNS);
      const rows = rowsOf(all, COLUMNS);
      all.forEach((each, index) => {
        const wanted = evaluate(expression, each);
        counts.set(wanted, (counts.get(wanted) ?? 0) + 1);
        expect(compiled(rows, index)).toBe(wanted === null ? UNKNOWN : wanted ? TRUE : FALSE);
      });
    }),
    { numRuns: runs(1000) },
  );
  // The property would hold of rules that are always true.
  for (const value of [true, false, null]) expect(counts.get(value)).toBeGreaterThan(100);
});

test('no text makes the parser fail in another way than by a fault within the text', () => {
  const words = [
    'a',
    'plan',
    '==',
    '<',
    '+-',
    '(',
    ')',
    'and',
    'not',
    'in',
    ',',
    "'x'",
    '`',
    '1',
    '.',
    '-',
    'if',
    'then',
    'is',
    '&&',
    '=',
    '1e999',
    '😀',
  ];
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(fc.constantFrom(...words), { maxLength: 12 }).map((each) => each.join(' ')),
      ),
      (text) => {
        const found = parseRule(text);
        if (!('fault' in found)) return;
        const { start, end, message, mend } = found.fault;
        expect(start).toBeLessThan(end);
        expect(end).toBeLessThanOrEqual(text.length + 1);
        expect(message && mend).toBeTruthy();
      },
    ),
    { numRuns: runs(1000) },
  );
});

test.each([
  ['(('.repeat(249), 'the rule ends where'],
  [`${'not '.repeat(120)}active`, undefined],
  [`${'1+'.repeat(247)}1 > 0`, undefined],
  ['a > 0 '.repeat(100), 'at most 500 characters'],
])('long and deep ones come to an end: %#', (text, fault) => {
  const found = parseRule(text);
  if (fault === undefined) {
    const expression = parsed(text);
    expect(checkKinds(expression, COLUMNS)).toEqual([]);
    expect(compileRule(expression, COLUMNS)(rowsOf([{ active: true }], COLUMNS), 0)).toBe(TRUE);
  } else expect('fault' in found && found.fault.message).toContain(fault);
});

test.each([
  ['a = 1', 2, 3, 'write =='],
  ['a > 0 && a < 3', 6, 8, 'write and'],
  ['0 < a < 3', 6, 7, 'join two of them by and'],
  ["plan == 'pro", 8, 12, "add ' where the text ends"],
  ['a < 3 +- 0.1', 6, 12, 'use +- with ==, <= or >='],
  ['a +-1 > 0', 2, 4, 'a tolerance follows a comparison'],
  ['2words > 1', 0, 2, 'backticks'],
  ['a >', 3, 4, 'write a column'],
  ['plan in ()', 9, 10, 'a number or a text'],
])('%s is no rule, and the place is named', (text, start, end, mend) => {
  const found = parseRule(text);
  expect('fault' in found && found.fault).toMatchObject({ start, end, mend: expect.stringContaining(mend) });
});

const CHURN: RuleColumns = {
  complete: true,
  excluded: new Map([['row', 'is ignored']]),
  columns: [
    { name: 'tenure', kind: 'number' },
    { name: 'plan', kind: 'text', values: ['basic', 'plus', 'pro'] },
    { name: 'signedUp', kind: 'time' },
    { name: 'active', kind: 'boolean' },
  ],
};
test.each([
  ['tenur > 0', 'tenur', 'tenure?'],
  ['row > 0', 'row', 'leave it out'],
  ["tenure == '3'", "tenure == '3'", 'put a text in quotes, a number in none'],
  ["plan == 'prro'", "'prro'", "'pro'?"],
  ["plan in ('basic', 'gold')", "'gold'", 'one of basic, plus, pro'],
  ["plan < 'pro'", "plan < 'pro'", 'use == or !='],
  ["signedUp > '21.11.2026'", "'21.11.2026'", 'write it as'],
  ["'soon' <= signedUp", "'soon'", 'write it as'],
  ['tenure', 'tenure', 'compare it'],
  ['lenght(plan) > 2', 'lenght', 'length?'],
  ['abs(tenure, 2) > 2', 'abs(tenure, 2)', 'abs(a number)'],
  ['plan + 1 > 2', 'plan', 'write a number'],
  ['signedUp * 2 > 2', 'signedUp', 'write a number'],
  ['1 - signedUp > 2', '1 - signedUp', 'subtract two times'],
  ['active + 1 == 2', 'active', 'write a number'],
  ['if tenure then active', 'tenure', 'compare it'],
])('%s makes no sense here, and the place is named', (text, place, mend) => {
  const [fault, ...more] = checkKinds(parsed(text), CHURN);
  expect(more).toEqual([]);
  expect(fault && text.slice(fault.start, fault.end)).toBe(place);
  expect(fault?.mend).toContain(mend);
});

test.each([
  "unknown > 3 and plan == 'pro'",
  "'2026-01-01' <= unknown",
  "unknown in ('a')",
  'abs(unknown) + 1 > length(other)',
])('before the first upload %s may make sense', (text) => {
  expect(checkKinds(parsed(text), { ...CHURN, complete: false })).toEqual([]);
});
