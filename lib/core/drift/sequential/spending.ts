/**
 * How the false alarms that a user accepts in a year are spent: each window has an equal part, and each span that is
 * judged at its end an equal part of that.
 *
 * The parts are fixed before any value is seen, so the expected number of windows with a false alarm in a year is at
 * most the budget however windows depend on each other: it is a sum of probabilities (Boole's inequality). They do
 * depend: all share one finite baseline, spans overlap, and neighbouring hours are alike. Methods that win budget back
 * from what was seen (online FDR: LORD, SAFFRON) or multiply evidence (e-processes) need each p-value to be valid given
 * the past, which a shared baseline alone breaks.
 */
export interface Budget {
  readonly falseAlarmsPerYear: number;
  readonly windowsPerYear: number;
}

/** False alarms that the decision at the end of one window may cost: expected number, at most 1. */
export const perWindow = ({ falseAlarmsPerYear, windowsPerYear }: Budget): number =>
  Math.min(1, falseAlarmsPerYear / windowsPerYear);

/** The level of each of the spans judged at the end of one window. */
export const spanLevel = (budget: Budget, spans: number): number => perWindow(budget) / Math.max(1, spans);
