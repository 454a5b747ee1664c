/** What is seen of a release on a terminal. */
import { expect, it } from 'vitest';
import { liveView } from '../../../lib/cli/release/live-view.ts';
import type { Release } from '../../../lib/cli/release/text.ts';

const AT = Date.parse('2026-11-21T13:58:02Z');
const release = (phase: string, share: number, more: Partial<NonNullable<Release['progress']>> = {}): Release => ({
  model: 'churn',
  release: '01JD8ZQ4T6AAAAAAAAAAAAAAAA',
  stage: 'production',
  kind: 'promote',
  version: 7,
  from: 6,
  author: 'a',
  state: 'shifting',
  fence: 2,
  endpoint: 'e',
  configuration: 'c-2',
  rollout: { strategy: 'canary', size: 50, bakeMinutes: 10 },
  effectiveShare: 0.5,
  requested: '2026-11-21T13:58:00.000Z',
  progress: {
    time: '2026-11-21T14:02:00.000Z',
    phase,
    share,
    endpointStatus: 'Updating',
    alarms: { errors: 'OK', latency: 'OK', abort: 'INSUFFICIENT_DATA' },
    limits: { errorRate: 0.02, latencyMs: 250 },
    candidate: { requests: 4790, errors: 3 },
    champion: { requests: 4812, errors: 2 },
    ...more,
  },
});

it('shows what is behind and ahead, what serves, when the next step is due, and each guard with its limit', () => {
  const view = liveView('HEAD', true);
  view.look(release('launching', 0), AT);
  view.look(release('canary', 0.5), AT + 251_000);
  expect(view.frame(AT + 613_000)).toBe(
    [
      'HEAD',
      '  ok   launching   13:58:02  4 min 11 s',
      '  ..   canary      14:02:13   6 min 2 s  v7 serves 50 %, v6 50 %, next step in 3 min 58 s',
      '       full, prove',
      '                 requests        5xx',
      '  v6 champion       4,812   0.0416 %',
      '  v7 new            4,790   0.0626 %   errors OK (limit 2 %) · latency OK (limit 250 ms)',
      'Ctrl-C stops watching, not the release.  Release 01JD8ZQ4; once it is live, take it back: sluice rollback churn --stage production',
    ].join('\n'),
  );
});

it('says that no traffic ends inconclusive, and names no time where minutes are shorter', () => {
  const view = liveView('HEAD', false);
  view.look(release('canary', 0.5, { candidate: { requests: 0, errors: 0 } }), AT);
  const frame = view.frame(AT + 1000);
  expect(frame).toContain('no requests yet: without any it ends inconclusive');
  expect(frame).not.toContain('next step in');
});

it('marks the way back, and promises nothing beyond it', () => {
  const view = liveView('HEAD', true);
  view.look(release('canary', 0.5), AT);
  view.look(release('going-back', 0), AT + 60_000);
  view.look(release('rest', 0), AT + 90_000);
  const lines = view.frame(AT + 91_000).split('\n');
  expect(lines.slice(1, 4).map((line) => line.trim().split(/\s+/)[0])).toEqual(['ok', '!!', '..']);
  expect(lines[2]).toContain('going back');
  expect(lines[3]).toContain('v6 serves all');
});
