/** Messages, alarms and the runbook name each other, and what people paste from it exists. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { RELEASE_ALARMS } from '../../../../lib/core/contracts/names.ts';
import { NOTICE_KINDS } from '../../../../lib/core/messages/notice.ts';
import { driftAlarm, performanceAlarm, releaseAlarms } from '../../../../lib/core/release/guardrails.ts';
import { parseCommand } from '../../_command-tree.ts';

const ROOT = path.resolve(import.meta.dirname, '../../../..');
const RUNBOOK = readFileSync(path.join(ROOT, 'lib/docs/runbook.md'), 'utf8');
const entries = RUNBOOK.split(/^## /m).slice(1);
const anchors = entries.map((entry) => entry.split('\n', 1)[0]);

describe('the runbook', () => {
  it('has one entry for each kind of message and each alarm, and no other', () => {
    expect(anchors).toEqual([
      ...NOTICE_KINDS,
      'dead-letters',
      ...RELEASE_ALARMS.map((alarm) => `release-alarm-${alarm}`),
    ]);
  });

  it.each(entries.map((entry, i) => [anchors[i], entry] as const))(
    '%s answers the questions in their order',
    (kind, entry) => {
      const questions = [...entry.matchAll(/^- \*\*(.+?)\*\*/gm)].map(([, question]) => question);
      expect(questions).toEqual([
        'Means',
        'Users notice',
        'Is it real?',
        'First, stop the harm',
        'Find the cause',
        'Mend and prove',
        'False alarm?',
        'Escalate to',
        'Last tried on',
      ]);
      expect(entry.split('\n').length).toBeLessThan(40);
      expect(RUNBOOK).toContain(`| [${kind}](#${kind}) |`);
    },
  );

  const commands = [...RUNBOOK.matchAll(/`(sluice [^`]+)`/g)].map(([, command = '']) => command);
  it.each([...new Set(commands)])('`%s` exists', (command) => parseCommand(command));

  it('names only drills and entries that exist', () => {
    const files = [...RUNBOOK.matchAll(/`(test\/[^`]+)`/g)].map(([, file = '']) => file);
    expect(files.length).toBeGreaterThan(5);
    expect(files.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
    const links = [...RUNBOOK.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
    expect(links.filter((anchor) => !anchors.includes(anchor ?? ''))).toEqual([]);
  });
});

it.each([
  ...releaseAlarms('sluice-churn-production', 'sluice-churn-production-000001', { errorRate: 0.02, latencyMs: 500 }),
  driftAlarm('sluice', 'churn', 'production'),
  performanceAlarm('sluice', 'churn', 'production'),
])('the alarm $AlarmName says where to read on', ({ AlarmDescription }) => {
  expect(anchors).toContain(/See lib\/docs\/runbook\.md#([a-z-]+)\.$/.exec(AlarmDescription)?.[1]);
});
