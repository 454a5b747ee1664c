/** The law of approvals: what an approval is worth at a time, and whose word counts. */
import type { Approval } from './entities.ts';
import { mayBeOne, UNATTRIBUTED } from './principals.ts';

export type ApprovalState = Approval['state'] | 'expired';
export type Decision = Approval['decisions'][number];

/** @param at ISO 8601 with milliseconds, Z, as the registry's times: their text order is their order */
export function approvalState({ state, expires }: Approval, at: string): ApprovalState {
  const open = state === 'wanted' || state === 'approved';
  return open && at >= expires ? 'expired' : state;
}

/** A version whose author nobody knows may be anybody's own work: two must agree, for one of them may be its author. */
export const approversNeeded = (author: string): number => (author === UNATTRIBUTED ? 2 : 1);

/** What stands between a principal and this approval; undefined when its word counts. */
export type Objection = 'is-author' | 'is-requester' | 'approved-before';

export function objection({ author, requester, decisions }: Approval, by: string): Objection | undefined {
  if (mayBeOne(by, author)) return 'is-author';
  if (mayBeOne(by, requester)) return 'is-requester';
  return decisions.some((one) => one.decision === 'approve' && mayBeOne(one.by, by)) ? 'approved-before' : undefined;
}

/** The approval after a decision of somebody whose word counts. One rejection ends it, also after it was approved. */
export function decided(approval: Approval, decision: Decision): Approval {
  const decisions = [...approval.decisions, decision];
  if (decision.decision === 'reject') return { ...approval, decisions, state: 'rejected' };
  const approvals = decisions.filter((one) => one.decision === 'approve').length;
  return { ...approval, decisions, state: approvals >= approval.needed ? 'approved' : 'wanted' };
}
