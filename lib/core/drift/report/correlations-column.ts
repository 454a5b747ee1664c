import type { CorrelationsBaseline } from '../baseline.ts';
import { correlationsCause } from '../cause.ts';
import { changeOfCorrelations } from '../correlations/change.ts';
import type { ScoreSums } from '../correlations/sums.ts';
import { type Change, LEAST_EFFECT } from '../decision.ts';
import type { DriftColumn } from '../document.ts';

/** @param moved places of columns that changed themselves, whose pairs say nothing more */
export function correlationsColumn(
  baseline: CorrelationsBaseline,
  counts: ScoreSums,
  changes: readonly Change[],
  moved: ReadonlySet<number> | undefined,
): DriftColumn {
  const { p, effect, surest } = changeOfCorrelations(baseline, counts, moved);
  const named = (column: number): string => baseline.columns[column]?.name ?? '';
  const pair = surest && {
    columns: [named(surest.pair.a), named(surest.pair.b)] as [string, string],
    baseline: surest.pair.r,
    ...(surest.r === undefined ? {} : { now: surest.r }),
  };
  const drifted = changes.length > 0;
  return {
    kind: 'correlations',
    name: baseline.name,
    type: baseline.type,
    rows: counts.rows,
    rowsBefore: baseline.rows,
    pairs: baseline.pairs.length,
    p,
    ...(pair ? { surest: pair } : {}),
    effect,
    limit: LEAST_EFFECT,
    drifted,
    changes: [...changes],
    ...(drifted && pair ? { cause: correlationsCause(pair) } : {}),
  };
}
