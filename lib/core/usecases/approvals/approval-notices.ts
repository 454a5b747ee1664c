/** Notices about approvals. */

import type { NoticeOf } from '../../messages/notice.ts';
import { from, type Place } from '../../messages/place.ts';
import type { Approval } from '../../registry/entities.ts';
import type { Serving } from '../notices.ts';

const about = (origin: Place, { model, stage, approval, version, author, requester }: Approval) => ({
  ...from(origin),
  model,
  stage,
  approval,
  version,
  author,
  requester,
});

export const approvalWantedNotice = (
  origin: Place,
  approval: Approval,
  serving: Serving,
): NoticeOf<'approval-wanted'> => {
  const { needed, requested, expires, startedBy } = approval;
  const cause = startedBy ? { startedBy } : {};
  return { kind: 'approval-wanted', ...about(origin, approval), ...cause, needed, requested, expires, serving };
};

/** @throws Error for an approval nobody has decided */
export function approvalDecidedNotice(origin: Place, approval: Approval): NoticeOf<'approval-decided'> {
  const last = approval.decisions.at(-1);
  if (!last) throw new Error(`approval ${approval.approval} is not decided`);
  return {
    kind: 'approval-decided',
    ...about(origin, approval),
    decision: last.decision,
    by: last.by,
    decided: last.time,
    expires: approval.expires,
  };
}
