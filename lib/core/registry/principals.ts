/** Principals, as the registry knows people: an IAM user's ARN, a role's unique id, or that id with a session name. */

/** Who uploaded, where nobody announced it. */
export const UNATTRIBUTED = 'unattributed';

/** `AROA...`, with or without `:session`. */
const ROLE = /^(AROA[^:]*)(?::(.*))?$/s;

/**
 * Whether two principals may be one person. A role without a session name may be any of its sessions: who asked before
 * the role's session names counted, and who asks since, are not told apart.
 *
 * @example mayBeOne('AROAX', 'AROAX:anna') // true
 */
export function mayBeOne(a: string, b: string): boolean {
  if (a === b) return true;
  const [one, other] = [ROLE.exec(a), ROLE.exec(b)];
  if (!one || !other || one[1] !== other[1]) return false;
  return one[2] === undefined || other[2] === undefined;
}
