/** Approves or rejects what was asked for. */
import { type ApprovalDecision, isUlid } from '../../contracts/api.ts';
import { Problem } from '../../contracts/problems.ts';
import { approvalState, decided, type Objection, objection } from '../../registry/approval.ts';
import { type ChangeState, change, type Decision } from '../../registry/change.ts';
import { read, replace } from '../../registry/documents.ts';
import { Approval, Stage } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';
import { requestSlot } from '../../registry/requests.ts';
import { knownModel, knownStage, knownVersion, unknownModel } from '../known.ts';
import { refuseUnpromotable } from '../release/release-target.ts';
import { sendNoticeUnlessSent } from '../send-notice.ts';
import { approvalDecidedNotice } from './approval-notices.ts';
import { unknownApproval } from './read-approvals.ts';
import { type ApprovalPorts, answered } from './request-approval.ts';

export interface DecideApprovalInput {
  model: string;
  stage: string;
  approval: string;
  decision: ApprovalDecision;
  principal: string;
  idempotencyKey?: string | undefined;
}

/**
 * An approval says that this version may serve this stage now, so the version is judged once more before it is given.
 * To reject needs no independence: whoever asked may take it back, and an approval that no release has used may be
 * rejected too.
 *
 * @throws Problem unknown-model, -stage, -approval; approval-expired, approval-decided, not-independent; for approve also
 *   already-serving, gate-not-met, champion-changed; key-reused; Busy
 */
export async function decideApproval(ports: ApprovalPorts, input: DecideApprovalInput): Promise<Approval> {
  const { model, stage } = input;
  await knownModel(ports.registry, model);
  knownStage(ports.policy, stage);
  const approval = await change(ports, model, (state) => decide(ports, input, state));
  if (approval.state !== 'wanted') await sendNoticeUnlessSent(ports, approvalDecidedNotice(ports.origin, approval));
  return approval;
}

async function decide(
  { registry, policy }: ApprovalPorts,
  { model, stage, approval: id, decision: asked, principal, idempotencyKey }: DecideApprovalInput,
  { meta, now, time }: ChangeState,
): Promise<Decision<Approval>> {
  if (!meta) throw unknownModel(model);
  const identity = { principal, key: idempotencyKey, content: { route: 'decisions', model, stage, id, asked } };
  const slot = await requestSlot(registry, model, identity, now);
  if (slot.reply) return { result: await answered(registry, model, stage, slot.reply.body) };

  const found = isUlid(id) ? await read(registry, model, SK.approval(stage, id), Approval) : undefined;
  if (!found) throw unknownApproval(model, stage, id);
  const { document: before } = found;
  refuseEnded(before, asked.decision, time);
  if (asked.decision === 'approve') {
    refuseDependent(before, principal);
    const { document: version } = await knownVersion(registry, model, before.version);
    const held = await read(registry, model, SK.stage(stage), Stage);
    if (held) refuseUnpromotable(policy, held.document, version);
  }
  const after = decided(before, { ...asked, by: principal, time });
  return {
    event: {
      kind: asked.decision === 'approve' ? 'approval-granted' : 'approval-rejected',
      actor: principal,
      data: {
        approval: id,
        stage,
        version: before.version,
        artifactDigest: before.artifactDigest,
        comment: asked.comment,
        state: after.state,
        given: after.decisions.filter((one) => one.decision === 'approve').length,
        needed: before.needed,
      },
    },
    writes: [replace(SK.approval(stage, id), after, found), ...slot.keep(200, { approval: id })],
    result: after,
  };
}

function refuseEnded(approval: Approval, decision: ApprovalDecision['decision'], time: string): void {
  const { approval: id, model, stage, version, expires, release } = approval;
  const state = approvalState(approval, time);
  const askAgain = `sluice approvals ${model} --request ${version} --stage ${stage}`;
  if (state === 'expired')
    throw new Problem('approval-expired', `approval ${id} expired ${expires}`, { mend: askAgain });
  if (state === 'wanted' || (state === 'approved' && decision === 'reject')) return;
  const end = { approved: 'is approved', rejected: 'was rejected', used: `was used by release ${release}` }[state];
  throw new Problem('approval-decided', `approval ${id} of version ${version} for ${stage} ${end}`, {
    mend: state === 'approved' ? `sluice promote ${model} ${version} --stage ${stage}` : askAgain,
  });
}

const OBJECTIONS: Readonly<Record<Objection, string>> = {
  'is-author': 'you announced the data this version was trained on',
  'is-requester': 'you asked for this approval',
  'approved-before': 'you approved it before, and it needs a second person',
};

function refuseDependent(approval: Approval, principal: string): void {
  const found = objection(approval, principal);
  if (found === undefined) return;
  throw new Problem('not-independent', OBJECTIONS[found], {
    mend: 'let another principal approve. People who share a role are one principal, unless the role is of Identity Center or in the context sessionNameRoles',
  });
}
