/** Asks for a version to be approved for a stage. */
import type { ApprovalRequest } from '../../contracts/api.ts';
import { endpointName } from '../../contracts/names.ts';
import type { Policy } from '../../contracts/policy.ts';
import { Problem } from '../../contracts/problems.ts';
import type { Place } from '../../messages/place.ts';
import type { Ids } from '../../ports/clock.ts';
import type { Registry } from '../../ports/registry.ts';
import { approvalState, approversNeeded } from '../../registry/approval.ts';
import { type ChangePorts, type ChangeState, change, type Decision } from '../../registry/change.ts';
import { create, read } from '../../registry/documents.ts';
import { Approval, Stage } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';
import { newestApproval } from '../../registry/newest-approval.ts';
import { requestSlot } from '../../registry/requests.ts';
import { newStage } from '../../registry/stage-lock.ts';
import { knownModel, knownStage, knownVersion, unknownModel } from '../known.ts';
import { servingNow } from '../notices.ts';
import { refuseUnpromotable } from '../release/release-target.ts';
import { type SendNoticePorts, sendNoticeUnlessSent } from '../send-notice.ts';
import { approvalWantedNotice } from './approval-notices.ts';

export interface ApprovalPorts extends ChangePorts, SendNoticePorts {
  ids: Ids;
  policy: Policy;
  platform: string;
  origin: Place;
}

export interface RequestApprovalInput {
  model: string;
  stage: string;
  request: ApprovalRequest;
  principal: string;
  idempotencyKey?: string | undefined;
}

interface Asked {
  approval: Approval;
  /** False: it was asked for before, and is open. */
  created: boolean;
}

const DAY_MS = 86_400_000;

/**
 * What could not be released is not put before anybody: the version is judged as a promotion judges it. A version has at
 * most one open approval a stage, and whoever asks again gets that one. The message goes out after the change; when it is
 * lost, the next request for the same sends it.
 *
 * @throws Problem unknown-model, -stage, -version; approval-not-needed, already-serving, gate-not-met, champion-changed;
 *   key-reused; Busy
 */
export async function requestApproval(ports: ApprovalPorts, input: RequestApprovalInput): Promise<Asked> {
  const { registry, policy, origin } = ports;
  const { model, stage } = input;
  await knownModel(registry, model);
  if (!knownStage(policy, stage).approval)
    throw new Problem('approval-not-needed', `${stage} takes releases without an approval`, {
      mend: `sluice promote ${model} ${input.request.version} --stage ${stage}`,
    });
  const id = ports.ids.ulid();
  const asked = await change(ports, model, (state) => decide(ports, input, id, state));
  if (asked.approval.state === 'wanted')
    await sendNoticeUnlessSent(
      ports,
      approvalWantedNotice(origin, asked.approval, await servingNow(registry, policy, model)),
    );
  return asked;
}

async function decide(
  { registry, policy, platform }: ApprovalPorts,
  { model, stage, request, principal, idempotencyKey }: RequestApprovalInput,
  id: string,
  { meta, now, time }: ChangeState,
): Promise<Decision<Asked>> {
  if (!meta) throw unknownModel(model);
  const identity = { principal, key: idempotencyKey, content: { route: 'approvals', model, stage, request } };
  const slot = await requestSlot(registry, model, identity, now);
  if (slot.reply)
    return { result: { approval: await answered(registry, model, stage, slot.reply.body), created: true } };

  const { document: version } = await knownVersion(registry, model, request.version);
  const stored = await read(registry, model, SK.stage(stage), Stage);
  refuseUnpromotable(
    policy,
    stored?.document ?? newStage(model, stage, endpointName(platform, model, stage), time),
    version,
  );
  const before = (await newestApproval(registry, { model, stage, version: version.version }, now))?.document;
  if (before && ['wanted', 'approved'].includes(approvalState(before, time)))
    return { result: { approval: before, created: false } };

  const approval: Approval = {
    v: 1,
    model,
    approval: id,
    stage,
    version: version.version,
    artifactDigest: version.artifact.digest,
    author: version.author,
    ...(version.startedBy ? { startedBy: version.startedBy } : {}),
    requester: principal,
    ...(request.reason === undefined ? {} : { reason: request.reason }),
    state: 'wanted',
    needed: approversNeeded(version.author),
    decisions: [],
    requested: time,
    expires: new Date(Date.parse(time) + policy.approvalDays * DAY_MS).toISOString(),
  };
  const { artifactDigest, needed, expires, reason } = approval;
  return {
    event: {
      kind: 'approval-requested',
      actor: principal,
      data: {
        approval: id,
        stage,
        version: version.version,
        artifactDigest,
        needed,
        expires,
        ...(reason && { reason }),
      },
    },
    writes: [create(SK.approval(stage, id), approval), ...slot.keep(201, { approval: id })],
    result: { approval, created: true },
  };
}

/** What was answered before: the approval as it is by now. */
export async function answered(registry: Registry, model: string, stage: string, body: unknown): Promise<Approval> {
  const { approval } = body as { approval: string };
  const found = await read(registry, model, SK.approval(stage, approval), Approval);
  if (!found) throw new Error(`approval ${approval} of ${model} was answered but is not there`);
  return found.document;
}
