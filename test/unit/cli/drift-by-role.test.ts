import { expect, test } from 'vitest';
import { byRole } from '../../../lib/cli/drift/by-role.ts';
import type { DriftReport, DriftRole } from '../../../lib/core/drift/document.ts';

/** Of what `byRole` looks at. */
const report = (hour: number, configuration: string, role?: DriftRole): DriftReport =>
  ({ configuration, window: { from: `${hour}`, to: `${hour + 1}` }, ...(role ? { role } : {}) }) as DriftReport;

test('the newest report of what serves speaks, those of other configurations since then stand beside it', () => {
  const [canary, champion, older] = [report(9, 'c2', 'canary'), report(9, 'c1', 'champion'), report(8, 'c2', 'canary')];
  expect(byRole([canary, champion, older])).toEqual({ champion, beside: [canary] });
});

test('what was replaced in the window is told, what was replaced before is not', () => {
  const champion = report(9, 'c2', 'champion');
  const replaced = report(9, 'c1', 'replaced');
  expect(byRole([champion, replaced])).toEqual({ champion, beside: [replaced] });
  expect(byRole([report(10, 'c2', 'champion'), champion, replaced]).beside).toEqual([]);
});

test('a report of before roles speaks; a canary never does', () => {
  const old = report(7, 'c1');
  expect(byRole([old]).champion).toBe(old);
  const canary = report(9, 'c2', 'canary');
  expect(byRole([canary])).toEqual({ beside: [canary] });
  expect(byRole([])).toEqual({ beside: [] });
});
