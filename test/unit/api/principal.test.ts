import { expect, test } from 'vitest';
import { principalOf } from '../../../lambdas/_shared/principal.ts';

const role = (name: string, session: string) => ({
  userId: `AROAX:${session}`,
  userArn: `arn:aws:sts::111111111111:assumed-role/${name}/${session}`,
});

test.each([
  ['a user by its ARN', { userId: 'AIDAX', userArn: 'arn:aws:iam::1:user/anna' }, [], 'arn:aws:iam::1:user/anna'],
  ['a role by its unique id', role('Deploy', 'anna'), [], 'AROAX'],
  ['a role with a session name that pretends', role('Deploy', 'AWSReservedSSO_x'), ['Other'], 'AROAX'],
  ['a role whose session name counts', role('Deploy', 'anna'), ['Deploy'], 'AROAX:anna'],
  ['an Identity Center role', role('AWSReservedSSO_Ops_1a2b', 'anna@example.com'), [], 'AROAX:anna@example.com'],
  ['the account itself', { userId: '1', userArn: 'arn:aws:iam::1:root' }, [], 'arn:aws:iam::1:root'],
] as const)('%s', (_what, identity, roles, principal) => {
  expect(principalOf(identity, roles)).toBe(principal);
});
