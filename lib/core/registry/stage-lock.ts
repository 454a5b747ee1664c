/** A stage is moved by one release at a time. Its number (fence) only grows, so an older release can tell that it lost. */
import type { Stage } from './entities.ts';

/** A stage that never had a release. */
export const newStage = (model: string, stage: string, endpoint: string, time: string): Stage => ({
  v: 1,
  model,
  stage,
  endpoint,
  fence: 0,
  updated: time,
});

/** The stage, locked by `release` under the next fence. An older lock is overwritten: whoever calls has judged it. */
export function locked(stage: Stage, release: string, time: string): Stage {
  const fence = stage.fence + 1;
  return { ...stage, fence, lock: { release, fence, since: time }, updated: time };
}

/** Whether `release` still holds the stage under `fence`: to be asked before each call that moves it. */
export const holdsLock = (stage: Stage, release: string, fence: number): boolean =>
  stage.lock?.release === release && stage.lock.fence === fence && stage.fence === fence;

/** The stage after `release` ended, unlocked; or as it is when another release holds it by now. */
export function unlocked(stage: Stage, release: string, time: string): Stage {
  if (stage.lock?.release !== release) return stage;
  const { lock: _lock, ...free } = stage;
  return { ...free, updated: time };
}

/** A lock younger than this is good even without an execution: its request may be about to start it. */
const GRACE_MS = 60_000;

/** What a held lock means, by the state of its release's execution. */
export function lockIsDead(
  lock: NonNullable<Stage['lock']>,
  execution: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | undefined,
  now: Date,
): boolean {
  if (execution === 'RUNNING') return false;
  if (execution !== undefined) return true;
  return now.getTime() - Date.parse(lock.since) > GRACE_MS;
}
