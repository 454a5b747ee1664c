/** The approvals of a stage. */
import { ApprovalView, isUlid } from '../../contracts/api.ts';
import { Problem } from '../../contracts/problems.ts';
import type { PageQuery } from '../../contracts/queries.ts';
import type { Clock } from '../../ports/clock.ts';
import { approvalState } from '../../registry/approval.ts';
import { read } from '../../registry/documents.ts';
import { Approval } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';
import { knownModel, knownStage } from '../known.ts';
import { documentsPage } from '../read-page.ts';
import type { ReleasePorts } from '../release/read-releases.ts';

export interface ReadApprovalPorts extends ReleasePorts {
  clock: Clock;
}

/** An approval as callers see it at a time. */
export const approvalView = (approval: Approval, now: Date): ApprovalView =>
  ApprovalView.parse({ ...approval, state: approvalState(approval, now.toISOString()) });

export const unknownApproval = (model: string, stage: string, approval: string): Problem =>
  new Problem('unknown-approval', `${stage} of ${model} has no approval ${approval.slice(0, 64)}`, {
    mend: `sluice approvals ${model}`,
  });

/** Newest first. @throws Problem unknown-model, unknown-stage */
export async function readApprovals(
  { registry, policy, clock }: ReadApprovalPorts,
  model: string,
  stage: string,
  query: PageQuery,
) {
  await knownModel(registry, model);
  knownStage(policy, stage);
  const page = await documentsPage(registry, { model, prefix: SK.approval(stage, ''), schema: Approval, query });
  const now = clock.now();
  return { ...page, items: page.items.map((approval) => approvalView(approval, now)) };
}

/** @throws Problem unknown-model, unknown-stage, unknown-approval: also for an approval of another stage */
export async function readApproval(
  { registry, policy, clock }: ReadApprovalPorts,
  model: string,
  stage: string,
  approval: string,
) {
  await knownModel(registry, model);
  knownStage(policy, stage);
  const found = isUlid(approval) ? await read(registry, model, SK.approval(stage, approval), Approval) : undefined;
  if (!found) throw unknownApproval(model, stage, approval);
  return approvalView(found.document, clock.now());
}
