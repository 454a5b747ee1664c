/** All statistics together against SciPy, of small samples of twelve shapes: test/prove/monitoring/accuracy makes scipy.json. */
import { describe, expect, it } from 'vitest';
import { figuresOf } from '../../../../prove/monitoring/accuracy/case.ts';
import { held } from '../../../../prove/monitoring/accuracy/held.ts';
import { readVectors } from '../../../../prove/monitoring/accuracy/vectors.ts';

const vectors = readVectors();

describe('figures and decisions are those of SciPy', () => {
  it.each(vectors)('$shape', ({ case: given, figures }) => {
    const compared = held(figuresOf(given), figures);
    expect(compared.wrong).toEqual([]);
    expect(compared.figures).toBe(33);
  });
});

it('a figure that is off is told, and so is a decision, and one that is absent', () => {
  const theirs = { 'raw Wasserstein': 2, 'G p': 0.0499999999 };
  expect(held({ 'raw Wasserstein': 2.00001, 'G p': 0.05 }, theirs).wrong).toEqual([
    'raw Wasserstein is 2.00001, by SciPy 2',
    'G p is 0.05, by SciPy 0.0499999999: on both sides of 0.05',
  ]);
  expect(held({ 'raw Wasserstein': 2 }, theirs).wrong).toContain('G p is NaN, by SciPy 0.0499999999');
});
