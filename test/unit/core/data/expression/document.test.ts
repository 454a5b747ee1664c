/** lib/docs/rules.md shows rules that are rules, and the functions there are. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { checkKinds } from '../../../../../lib/core/data/expression/check-kinds.ts';
import { FUNCTIONS } from '../../../../../lib/core/data/expression/functions.ts';
import type { Kind } from '../../../../../lib/core/data/expression/kinds.ts';
import { parseRule } from '../../../../../lib/core/data/expression/parse.ts';

const document = readFileSync('lib/docs/rules.md', 'utf8');
const { data } = parse(/```yaml\n([\s\S]*?)```/.exec(document)?.[1] ?? '') as { data: { rules: string[] } };

const kinds: Record<Kind, string[]> = {
  number: ['total', 'price', 'count', 'seats', 'discount', 'balance'],
  text: ['plan', 'approvedBy', 'country', 'postal code', 'name'],
  time: ['endDate', 'startDate', 'signedUp'],
  boolean: [],
};
const columns = Object.entries(kinds).flatMap(([kind, names]) => names.map((name) => ({ name, kind: kind as Kind })));

test.each(data.rules)('%s', (rule) => {
  const parsed = parseRule(rule);
  expect('fault' in parsed ? parsed.fault : checkKinds(parsed.expression, { columns, complete: true })).toEqual([]);
});

test('the table of functions is complete', () => {
  const listed = [...document.matchAll(/^\| `(\w+)\((.*)\)` \| (.*) \|$/gm)].map((row) => row.slice(1));
  const all = Object.entries(FUNCTIONS).map(([name, { operands, says, ...rest }]) => [
    name,
    `${operands.join(', ')}${'more' in rest ? ', ...' : ''}`,
    says,
  ]);
  expect(listed).toEqual(all);
});
