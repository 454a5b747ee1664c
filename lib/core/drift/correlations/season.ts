/** Do columns go together as in the same hours of last year? */
import type { CorrelationsBaseline } from '../baseline.ts';
import { varianceRatioSurvival } from '../sequential/variance-ratio.ts';
import type { ColumnCounts } from '../window.ts';
import { pairsBut } from './change.ts';
import { meanInfluence, pairShift } from './shift.ts';
import type { ScoreSums } from './sums.ts';

/**
 * P-value of "some pair differs from the training data and from these spans": of each pair the larger of both
 * (intersection-union, Berger 1982), then the smallest times the number of pairs. Against last year it is the variance
 * ratio of this span's mean influence to all of theirs, divided by how much these differ among themselves beyond chance.
 * 1 where fewer than two spans can be compared.
 */
export function correlationsSeasonP(
  baseline: CorrelationsBaseline,
  now: ScoreSums,
  season: readonly ColumnCounts[],
  moved: ReadonlySet<number> = new Set(),
): number {
  const { columns, rows, pairs } = baseline;
  const spans = season.filter((span) => span.kind === 'correlations').filter((span) => span.rows > 0);
  if (spans.length < 2 || now.rows === 0) return 1;
  const all = spans.reduce((sum, span) => sum + span.rows, 0);
  let least = 1;
  for (const pair of pairsBut(baseline, moved)) {
    const training = pairShift(pair, rows, columns.length, now).p;
    if (training >= least) continue;
    const means = spans.map((span) => meanInfluence(pair, columns.length, span));
    const mean = means.reduce((sum, each, i) => sum + (each * (spans[i]?.rows ?? 0)) / all, 0);
    const variance = Math.max(pair.sd ** 2, Number.EPSILON);
    const between = means.reduce((sum, each, i) => sum + (spans[i]?.rows ?? 0) * (each - mean) ** 2, 0);
    const effect = Math.max(1, between / ((spans.length - 1) * variance));
    const away = (meanInfluence(pair, columns.length, now) - mean) ** 2;
    const ratio = away / (variance * (1 / now.rows + 1 / all) * effect);
    least = Math.min(least, Math.max(training, varianceRatioSurvival(ratio, 1, spans.length - 1)));
  }
  return Math.min(1, least * pairs.length);
}
