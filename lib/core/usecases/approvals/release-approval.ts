/** The approval that a promotion uses up. */
import { Problem, type ProblemCode } from '../../contracts/problems.ts';
import type { Registry, Write } from '../../ports/registry.ts';
import { approvalState } from '../../registry/approval.ts';
import type { ChangeState } from '../../registry/change.ts';
import { replace } from '../../registry/documents.ts';
import type { Approval, Version } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';
import { newestApproval } from '../../registry/newest-approval.ts';

/**
 * Part of the release's own transaction: the approval is used once, by the release it names. What production serves may
 * have changed since it was given: whether the version may still replace that is asked of the champion, not of the
 * approval, which stays unused when the answer is no.
 *
 * @throws Problem approval-missing, -pending, -rejected, -expired: with the command that mends it
 */
export async function useApproval(
  registry: Registry,
  { model, version, artifact }: Version,
  stage: string,
  release: string,
  { now, time }: Pick<ChangeState, 'now' | 'time'>,
): Promise<{ approval: string; write: Write }> {
  const found = await newestApproval(registry, { model, stage, version }, now);
  // A version never changes; if its content is not what was approved, somebody wrote past the registry.
  const bound = found?.document.artifactDigest === artifact.digest ? found : undefined;
  const refusal = refusalOf(bound?.document, time);
  if (refusal)
    throw new Problem(refusal.code, `version ${version} for ${stage}: ${refusal.because}`, {
      mend: refusal.mend ?? `sluice approvals ${model} --request ${version} --stage ${stage}`,
      ...(bound ? { more: { approval: bound.document.approval } } : {}),
    });
  if (!bound) throw new Error('an approval that is not there was not refused');
  const { document } = bound;
  return {
    approval: document.approval,
    write: replace(SK.approval(stage, document.approval), { ...document, state: 'used' as const, release }, bound),
  };
}

function refusalOf(
  approval: Approval | undefined,
  time: string,
): { code: ProblemCode; because: string; mend?: string } | undefined {
  if (!approval) return { code: 'approval-missing', because: 'nobody asked for an approval' };
  const { approval: id, model, decisions, needed, expires, release } = approval;
  const last = decisions.at(-1);
  switch (approvalState(approval, time)) {
    case 'approved':
      return undefined;
    case 'wanted':
      return {
        code: 'approval-pending',
        because: `approval ${id} has ${decisions.length} of ${needed} it needs, and expires ${expires}`,
        mend: `sluice approve ${model} ${id} --comment "..." (an Approver, who is neither its author nor asked for it)`,
      };
    case 'rejected':
      return { code: 'approval-rejected', because: `${last?.by} rejected it ${last?.time}: ${last?.comment}` };
    case 'expired':
      return { code: 'approval-expired', because: `approval ${id} expired ${expires}` };
    case 'used':
      return { code: 'approval-missing', because: `release ${release} has used its approval, and each is used once` };
  }
}
