import { describe, expect, test } from 'vitest';
import { holdsLock, locked, lockIsDead, newStage, unlocked } from '../../../../lib/core/registry/stage-lock.ts';

const fresh = newStage('churn', 'production', 'sluice-churn-production', '2026-01-05T08:00:00.000Z');
const now = new Date('2026-01-05T08:00:00.000Z');
const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);

describe('the lock of a stage', () => {
  test('each lock has a higher number, also after an unlock', () => {
    const first = locked(fresh, 'R1', now.toISOString());
    const second = locked(unlocked(first, 'R1', now.toISOString()), 'R2', now.toISOString());
    expect([first.lock?.fence, second.lock?.fence, second.fence]).toEqual([1, 2, 2]);
  });

  test('a release that was taken over holds it no more, and cannot unlock it', () => {
    const taken = locked(locked(fresh, 'R1', now.toISOString()), 'R2', now.toISOString());
    expect(holdsLock(taken, 'R1', 1)).toBe(false);
    expect(holdsLock(taken, 'R2', 2)).toBe(true);
    expect(unlocked(taken, 'R1', now.toISOString())).toBe(taken);
  });

  test.each([
    ['RUNNING', 86_400, false],
    ['SUCCEEDED', 0, true],
    ['FAILED', 0, true],
    ['TIMED_OUT', 0, true],
    ['ABORTED', 0, true],
    [undefined, 59, false],
    [undefined, 61, true],
  ] as const)('with the execution %s after %i s the lock is dead: %s', (execution, seconds, dead) => {
    const lock = { release: 'R1', fence: 1, since: now.toISOString() };
    expect(lockIsDead(lock, execution, later(seconds))).toBe(dead);
  });
});
