import { describe, expect, it } from 'vitest';
import { cells } from '../../../../lib/core/evaluation/record.ts';
import { parseBinary, parseRegression, ScoresUnreadable } from '../../../../lib/core/evaluation/scores.ts';

const LABELS = ['no', 'yes, "sure"'] as const;

describe('binary', () => {
  it('reads labels, scores, quotes, CRLF and empty lines between joined answers', () => {
    const rows = parseBinary(
      'no\n"yes, ""sure"""\r\nno\n',
      'no,0.25\n\n"yes, ""sure""",0.75\r\nno,1e-3',
      LABELS,
      'candidate',
    );
    expect([...rows.actual]).toEqual([0, 1, 0]);
    expect([...rows.predicted]).toEqual([0, 1, 0]);
    expect([...rows.scores]).toEqual([0.25, 0.75, 0.001]);
  });
  it.each([
    ['no\nno\n', 'no,0.1\n', undefined, 'has 1 predictions for 2 held-out rows'],
    ['', '', undefined, 'has no rows'],
    ['no\n', 'no,0.1,3\n', 1, 'has 3 cells, expected label,score'],
    ['no\n', '0.1\n', 1, 'has 1 cells, expected label,score'],
    ['no\nno\n', 'no,0.1\nmaybe,0.2\n', 2, 'unknown label'],
    ['no\n', 'no,1.2\n', 1, 'not a probability'],
    ['no\n', 'no,\n', 1, 'not a probability'],
    ['no\n', 'no,nan\n', 1, 'not a probability'],
    ['no\n', '"no,0.5\n', 1, 'quotes do not match'],
    ['nope\n', 'no,0.5\n', 1, 'unknown label'],
  ])('%j with %j is refused', (actual, scored, line, message) => {
    const parse = () => parseBinary(actual, scored, LABELS, 'champion');
    expect(parse).toThrow(ScoresUnreadable);
    expect(parse).toThrow(message);
    expect(parse).toThrow(expect.objectContaining({ line }));
  });
});

describe('regression', () => {
  it('reads a number a line', () => {
    const rows = parseRegression('1.5\n-2\n', '1\n3e2\n', 'candidate');
    expect([...rows.actual]).toEqual([1.5, -2]);
    expect([...rows.predicted]).toEqual([1, 300]);
  });
  it.each(['abc', '1,2', 'Infinity', '" "'])('%s is refused with its line', (line) => {
    expect(() => parseRegression('1\n2\n', `1\n${line}\n`, 'candidate')).toThrow(/^candidate, line 2: /);
  });
});

it.each([
  ['a,b', ['a', 'b']],
  ['', ['']],
  ['a,', ['a', '']],
  ['"a,b","c""d",', ['a,b', 'c"d', '']],
  ['"a"b', undefined],
  ['a"b,c', undefined],
  ['"a', undefined],
])('cells of %j', (line, expected) => {
  expect(cells(line)).toEqual(expected);
});
