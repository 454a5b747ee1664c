/** The one decision at the end of a window: which columns changed, and what it cost of the budget. */
import type { BaselineColumn } from '../baseline.ts';
import { LEAST_EFFECT } from '../decision.ts';
import { mergeWindows, type WindowCounts } from '../window.ts';
import { type Evidence, evidenceOf } from './evidence.ts';
import { seasonP } from './season-p-value.ts';
import { type CountedWindow, chainOf, type Span, spansOf } from './spans.ts';
import { type Budget, spanLevel } from './spending.ts';
import { stepDown } from './step-down.ts';

/** A window with what was counted in it. */
export interface KeptWindow extends CountedWindow {
  readonly counts: WindowCounts;
}

export interface Judged {
  readonly span: Span;
  readonly counts: WindowCounts;
  /** Chance of any false call in this span that is accepted: its part of the budget. */
  readonly level: number;
  readonly evidence: readonly Evidence[];
  /** Sure and large enough. */
  readonly called: readonly Evidence[];
  /** Called against the training data, and as last year: no finding. */
  readonly asLastYear: readonly Evidence[];
  /** Spans of last year that were compared with; 0 for the training data alone. */
  readonly season: number;
}

/** Judges every span that ends here against the training data. @param earlier newest first, of the same configuration */
export function decide(
  baseline: readonly BaselineColumn[],
  window: KeptWindow,
  earlier: readonly KeptWindow[],
  budget: Budget,
): Judged[] {
  const spans = spansOf(window, earlier);
  const chain = [window, ...chainOf(window, earlier)];
  const level = spanLevel(budget, spans.length);
  return spans.map((span) => {
    const counts = chain
      .slice(0, span.windows)
      .map((each) => each.counts)
      .reduce(mergeWindows);
    const evidence = evidenceOf(baseline, counts);
    return { span, counts, level, evidence, called: callsAt(evidence, level), asLastYear: [], season: 0 };
  });
}

/**
 * What differs from the training data and from the same hours of last year. A change is called only when both say so,
 * which is valid when either test is (intersection-union, Berger 1982): a season that the training data did not see is
 * no finding, and neither is a return to what the model was trained on.
 * @param season what is known of last year's spans; undefined leaves the judgement as it was
 */
export function againstSeason(
  baseline: readonly BaselineColumn[],
  judged: Judged,
  season: readonly WindowCounts[] | undefined,
): Judged {
  if (season === undefined) return judged;
  const both = judged.evidence.map((each) => {
    if (!judged.called.includes(each)) return each;
    const [column, now] = [baseline[each.column], judged.counts.columns[each.column]];
    if (!column || !now) return each;
    const spans = season.flatMap(({ columns }) => columns[each.column] ?? []);
    return { ...each, p: Math.max(each.p, seasonP(column, each.change, now, spans, each.moved)) };
  });
  const called = callsAt(both, judged.level);
  const stays = (one: Evidence): boolean => called.some((other) => isSame(one, other));
  return {
    ...judged,
    evidence: both,
    called,
    asLastYear: judged.called.filter((each) => !stays(each)),
    season: season.length,
  };
}

const isSame = (a: Evidence, b: Evidence): boolean => a.column === b.column && a.change === b.change;

/** What is sure at this level of any false call among all of it, and large enough to matter. */
export function callsAt(evidence: readonly Evidence[], level: number): Evidence[] {
  const sure = stepDown(
    evidence.map(({ p }) => p),
    level,
  );
  return evidence.filter(({ effect }, test) => sure[test] && effect >= LEAST_EFFECT);
}
