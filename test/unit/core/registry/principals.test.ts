import { expect, test } from 'vitest';
import { mayBeOne } from '../../../../lib/core/registry/principals.ts';

const USER = 'arn:aws:iam::1:user/anna';

test.each([
  [USER, USER, true],
  [USER, 'arn:aws:iam::1:user/bert', false],
  [USER, 'AROAX', false],
  ['AROAX', 'AROAX', true],
  ['AROAX', 'AROAY', false],
  ['AROAX', 'AROAXY', false],
  ['AROAX:anna', 'AROAX:bert', false],
  ['AROAX:anna', 'AROAY:anna', false],
  // Before the session names of the role counted, anybody in it was the role.
  ['AROAX', 'AROAX:anna', true],
  // A session name may be anything.
  ['AROAX:', 'AROAX:anna', false],
  ['AROAX:a:b', 'AROAX:a', false],
  ['unattributed', 'AROAX', false],
])('%s and %s: %s', (a, b, one) => {
  expect([mayBeOne(a, b), mayBeOne(b, a)]).toEqual([one, one]);
});
