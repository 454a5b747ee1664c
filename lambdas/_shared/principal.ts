/** Who called, from what API Gateway proved by IAM; nothing a caller can choose counts. */

/** `requestContext.authorizer.iam` of an HTTP API event. */
export interface IamIdentity {
  userArn: string;
  userId: string;
}

/** Identity Center makes roles of this name, and their session name is the person, set by AWS. */
const IDENTITY_CENTER_ROLE = /^AWSReservedSSO_/;

/**
 * A user is its ARN. A role is its unique id (`AROA...`): a role deleted and made again under the same name is another.
 * The session name is added only for Identity Center roles and for `sessionNameRoles`, because otherwise callers choose it.
 *
 * @example principalOf({ userId: 'AROAX:anna', userArn: 'arn:aws:sts::1:assumed-role/Deploy/anna' }, []) // 'AROAX'
 */
export function principalOf(identity: IamIdentity, sessionNameRoles: readonly string[]): string {
  const [id, ...session] = identity.userId.split(':');
  if (!id?.startsWith('AROA')) return identity.userArn;
  const role = /:assumed-role\/(?:.*\/)?([^/]+)\/[^/]+$/.exec(identity.userArn)?.[1] ?? '';
  const sessionCounts = IDENTITY_CENTER_ROLE.test(role) || sessionNameRoles.includes(role);
  return sessionCounts ? `${id}:${session.join(':')}` : id;
}
