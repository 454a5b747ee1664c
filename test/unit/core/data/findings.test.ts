import { describe, expect, it } from 'vitest';
import type { ColumnProfile } from '../../../../lib/core/contracts/profile.ts';
import { type ColumnFacts, findingsOf } from '../../../../lib/core/data/findings.ts';
import { categoryProfile, numberProfile, sample } from '../drift/profile.ts';

const facts = (profile: ColumnProfile, more: Partial<ColumnFacts> = {}): ColumnFacts => ({
  profile,
  type: profile.kind === 'number' ? 'number' : 'category',
  before: undefined,
  leak: undefined,
  ...more,
});
const found = (...columns: ColumnFacts[]) => findingsOf(columns, 'churned');
const rulesOf = (...columns: ColumnFacts[]) => found(...columns).map(({ column, rule }) => `${column}: ${rule}`);

const ages = numberProfile('age', [20, 30, 40, 50, 60]);
const plans = categoryProfile('plan', { basic: 60, pro: 40 });

describe('what is worth a look', () => {
  it('is nothing in ordinary columns', () => {
    expect(found(facts(ages), facts(plans))).toEqual([]);
  });

  it.each<[string, ColumnFacts]>([
    ['empty', facts({ ...numberProfile('x', [1]), count: 0, nulls: 9 })],
    ['empty', facts(categoryProfile('x', {}, { nulls: 9 }))],
    ['constant', facts(numberProfile('x', [7, 7, 7]))],
    ['constant', facts(categoryProfile('x', { only: 9 }))],
    ['nulls', facts(numberProfile('x', [1, 2, 3], 1))],
    ['hidden-nulls', facts(categoryProfile('x', { a: 60, '?': 5, b: 30 }))],
    ['mixed-types', facts(categoryProfile('x', { 1: 60, 2: 50, many: 5 }))],
    ['new-levels', facts(categoryProfile('x', { a: 60, c: 5 }), { before: categoryProfile('x', { a: 60, b: 5 }) })],
    [
      'swallowed-lines',
      facts({ ...plans, name: 'x', severalLines: { cells: 1, likeRows: 1, breaks: 3, firstLine: 17 } }),
    ],
    ['identifier', facts({ ...numberProfile('x', [1, 2, 3, 4]), distinct: 4 }, { type: 'integer' })],
    [
      'identifier',
      facts({ ...numberProfile('x', [1, 2, 3, 4]), count: 1_000_000, distinctAtLeast: 996_463 }, { type: 'integer' }),
    ],
    ['identifier', facts(categoryProfile('x', { a: 1, b: 1, c: 1 }))],
    ['target-leak', facts(categoryProfile('x', { a: 50, b: 40 }), { leak: { column: 'x', kind: 'copy', share: 1 } })],
  ])('%s', (rule, column) => {
    expect(rulesOf(column)).toContain(`x: ${rule}`);
  });

  it.each<[string, ColumnFacts]>([
    [
      'whole numbers of which a few only are surely different',
      facts({ ...numberProfile('x', [1, 2, 3, 4]), count: 1_000_000, distinctAtLeast: 60_000 }, { type: 'integer' }),
    ],
    ['numbers that are all different measure something', facts({ ...numberProfile('x', [1.5, 2.5]), distinct: 2 })],
    [
      'levels that went are no new ones',
      facts(plans, { before: categoryProfile('plan', { basic: 1, pro: 1, old: 1 }) }),
    ],
    [
      'a list that was not whole knows no new level',
      facts(plans, { before: categoryProfile('plan', { basic: 1 }, { other: { levels: 5, count: 9 } }) }),
    ],
    [
      'texts over several lines of which one has many commas',
      facts({ ...plans, severalLines: { cells: 3, likeRows: 1, breaks: 1, firstLine: 17 } }),
    ],
    [
      'texts over several lines with many commas, in many rows',
      facts({ ...plans, severalLines: { cells: 40, likeRows: 40, breaks: 80, firstLine: 17 } }),
    ],
    ['codes that all read as numbers are not mixed', facts(categoryProfile('x', { 10: 60, 20: 50 }))],
  ])('not: %s', (_, column) => {
    expect(found(column)).toEqual([]);
  });

  it('comes worst first, then in the order of the contract, in words without cell values', () => {
    const all = found(
      facts(categoryProfile('id', { jane: 1, john: 1 })),
      facts(numberProfile('gaps', sample(60, Math.random), 40)),
      facts(ages, { leak: { column: 'age', kind: 'sum', with: 'rest' } }),
    );
    expect(all.map(({ column }) => column)).toEqual(['age', 'gaps', 'id']);
    expect(all[0]?.text).toBe('and rest add up to churned: is it known before the answer is?');
    expect(all[1]?.text).toBe('40 % of the cells are empty');
    expect(JSON.stringify(all)).not.toMatch(/jane|john/);
  });
});
