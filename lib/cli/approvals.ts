/** Approvals over the API, as several commands need them. */
import { ApiError } from '../adapters/aws/api-client.ts';
import { type ApprovalDecision, ApprovalView } from '../core/contracts/api.ts';
import { readStages } from './commands/models.ts';
import { CommandFailure, EXIT } from './exit-codes.ts';
import { short, utc } from './output/text.ts';
import { type Listing, listing, merged } from './pages.ts';
import type { Session } from './session.ts';

/**
 * Newest first.
 * @param stage of one stage only; absent: of all stages that ask for an approval
 */
export async function listApprovals(
  session: Session,
  model: string,
  { stage, limit }: { stage?: string | undefined; limit: number },
): Promise<Listing<ApprovalView>> {
  const api = session.api('Operator');
  const guarded = async () => (await readStages(api, model)).filter((one) => one.approval).map((one) => one.stage);
  const stages = stage === undefined ? await guarded() : [stage];
  const found = await Promise.all(
    stages.map((name) => listing(api, `/models/${model}/stages/${name}/approvals`, ApprovalView, limit)),
  );
  return merged(found, ({ approval }) => approval, limit);
}

/** Asks; an approval of the same version and stage that is open is answered instead. */
export async function requestApproval(
  session: Session,
  model: string,
  stage: string,
  wanted: { version: number; reason?: string | undefined },
): Promise<ApprovalView> {
  const answer = await session.api('Operator')({
    method: 'POST',
    path: `/models/${model}/stages/${stage}/approvals`,
    body: wanted,
    headers: { 'idempotency-key': crypto.randomUUID() },
  });
  return ApprovalView.parse(answer.body);
}

/** Among the newest 100: older ones have expired or ended. @throws CommandFailure when no, or more than one, approval begins so */
export async function findApproval(session: Session, model: string, prefix: string): Promise<ApprovalView> {
  const { items } = await listApprovals(session, model, { limit: 100 });
  const found = items.filter(({ approval }) => approval.startsWith(prefix.toUpperCase()));
  const [one, ...more] = found;
  if (!one)
    throw new CommandFailure(EXIT.usage, `no approval of ${model} begins with ${prefix}`, `sluice approvals ${model}`);
  if (more.length === 0) return one;
  const ids = found.map(({ approval, version, stage }) => `  ${approval}  v${version} for ${stage}`);
  throw new CommandFailure(EXIT.usage, `${found.length} approvals begin with ${prefix}:\n${ids.join('\n')}`);
}

export async function decideApproval(
  session: Session,
  { model, stage, approval }: ApprovalView,
  decision: ApprovalDecision,
): Promise<ApprovalView> {
  const answer = await session.api('Approver')({
    method: 'POST',
    path: `/models/${model}/stages/${stage}/approvals/${approval}/decisions`,
    body: decision,
    headers: { 'idempotency-key': crypto.randomUUID() },
  });
  return ApprovalView.parse(answer.body);
}

/** What an approval waits for, or how it ended, in a line. */
export function approvalText({ state, needed, decisions, expires, release }: ApprovalView): string {
  const given = decisions.filter(({ decision }) => decision === 'approve').length;
  const last = decisions.at(-1);
  const said = last ? `${last.by}: ${last.comment}` : '';
  if (state === 'wanted') return `${given} of ${needed}, until ${utc(expires)}`;
  if (state === 'approved') return `until ${utc(expires)}; ${said}`;
  if (state === 'used') return `by release ${short(release ?? '')}; ${said}`;
  return state === 'expired' ? `${utc(expires)}, with ${given} of ${needed}` : said;
}

/** What an approver is asked to run; ids of approvals made in one second begin alike, so it is given whole. */
const decisionCommand = ({ model, approval }: ApprovalView): string =>
  `sluice approve ${model} ${approval} --comment "..."`;

/** The first line after somebody asked. */
export const askedText = (approval: ApprovalView): string =>
  `approval wanted: version ${approval.version} of ${approval.model} for ${approval.stage}, ${approvalText(approval)}`;

/**
 * What a refused release becomes: where nobody asked for its approval, or in vain, it is asked for now.
 *
 * @returns the failure to end with (exit 3), or the error itself when it is about something else
 */
export async function askedFor(
  session: Session,
  error: unknown,
  { model, stage, ...wanted }: { model: string; stage: string; version: number; reason?: string | undefined },
): Promise<unknown> {
  if (!(error instanceof ApiError) || !['approval-missing', 'approval-expired'].includes(error.code)) return error;
  const approval = await requestApproval(session, model, stage, wanted);
  return new CommandFailure(EXIT.refused, askedText(approval), decisionCommand(approval), {
    type: error.problem.type,
    title: error.problem.title,
    approval: approval.approval,
  });
}
