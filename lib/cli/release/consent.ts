/** What a release would change, said before it is asked for where people use the stage: its last one, and every rollback. */

import type { CommandContext } from '../command.ts';
import { readStages } from '../commands/models.ts';
import { readManifest } from '../manifests.ts';
import type { Session } from '../session.ts';

export interface WantedRelease {
  model: string;
  stage: string;
  /** Absent: the one before the present one. */
  version?: number | undefined;
  rollback: boolean;
}

/**
 * Shows the plan and asks. The stages before the last one are free: nobody's work hangs on them.
 *
 * @throws CommandFailure (2) when it is not confirmed
 */
export async function confirmRelease(context: CommandContext, session: Session, wanted: WantedRelease): Promise<void> {
  const { model, stage, version, rollback } = wanted;
  const stages = await readStages(session.api('Operator'), model);
  // Unknown stages are the platform's to refuse.
  if (!rollback && stages.at(-1)?.stage !== stage) return;
  const present = stages.find((one) => one.stage === stage)?.serving;
  const serves = present ? `v${present.version} serves` : 'nothing serves yet';
  const goal = version === undefined ? 'the version before it' : `v${version}`;
  const rollout = rollback ? 'all at once' : await rolloutText(session, model, stage);
  await context.confirm(`${model} ${stage}: ${serves}; ${goal} will, ${rollout}`);
}

async function rolloutText(session: Session, model: string, stage: string): Promise<string> {
  const rollout = (await readManifest(session, model)).stages[stage]?.rollout;
  if (!rollout) return 'as the manifest says';
  const how = rollout.strategy === 'canary' ? `a canary of ${rollout.size} % first` : 'all at once';
  return `${how}, watched for ${rollout.bakeMinutes} min`;
}
