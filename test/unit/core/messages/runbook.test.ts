import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { NOTICE_KINDS } from '../../../../lib/core/messages/notice.ts';

const RUNBOOK = readFileSync(new URL('../../../../lib/docs/runbook.md', import.meta.url), 'utf8');
const entries = RUNBOOK.split(/^## /m).slice(1);
const anchors = entries.map((entry) => entry.split('\n', 1)[0]);

describe('runbook', () => {
  it('has one entry for each kind of message, and no other', () => {
    expect(anchors).toEqual(NOTICE_KINDS);
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
      ]);
      expect(entry.split('\n').length).toBeLessThan(40);
      expect(RUNBOOK).toContain(`| [${kind}](#${kind}) |`);
    },
  );
  it('names only commands that exist', () => {
    const verbs = [...RUNBOOK.matchAll(/`sluice ([a-z]+)/g)].map(([, verb]) => verb);
    const known = [
      'apply',
      'upload',
      'versions',
      'version',
      'models',
      'approvals',
      'approve',
      'reject',
      'promote',
      'rollback',
      'predict',
      'drift',
      'events',
      'outputs',
    ];
    expect(verbs.filter((verb) => !known.includes(verb ?? ''))).toEqual([]);
  });
});
