/** What a report tells of the decision. */
import type { BaselineColumn } from '../baseline.ts';
import type { DriftReport, JudgedSpan } from '../document.ts';
import type { Judged } from './decide.ts';
import type { Evidence } from './evidence.ts';
import { type Budget, spanLevel } from './spending.ts';

export function toldSpan(
  { span, counts, level, evidence, called, asLastYear, season }: Judged,
  baseline: readonly BaselineColumn[],
): JudgedSpan {
  const nameOf = ({ column }: Evidence): string => baseline[column]?.name ?? '';
  const names = (found: readonly Evidence[]): string[] => [...new Set(found.map(nameOf))];
  const surest = evidence.reduce<Evidence | undefined>(
    (best, each) => (best && best.p <= each.p ? best : each),
    undefined,
  );
  return {
    span: span.name,
    from: span.from,
    to: span.to,
    windows: span.windows,
    rows: counts.rows,
    level,
    tests: evidence.length,
    ...(surest
      ? { surest: { column: nameOf(surest), change: surest.change, p: Math.min(1, surest.p * evidence.length) } }
      : {}),
    called: names(called),
    asLastYear: names(asLastYear),
    reference: { kind: season === 0 ? 'training' : 'last-year', spans: season },
  };
}

/** @param columns of the contract */
export function spentOf(budget: Budget, columns: number, judged: readonly Judged[]): DriftReport['budget'] {
  const { falseAlarmsPerYear, windowsPerYear } = budget;
  const [now] = judged;
  const tests = Math.max(1, now?.evidence.length ?? 2 * columns);
  return {
    falseAlarmsPerYear,
    windowsPerYear,
    columns,
    alpha: Math.min(1, spanLevel(budget, judged.length) / tests),
    spent: judged.reduce((sum, { level }) => sum + level, 0),
  };
}
