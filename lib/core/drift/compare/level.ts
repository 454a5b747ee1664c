/** What is called, and at which chance of a false alarm. */

/** Two sets of rows drawn alike have any column called in at most this share of the comparisons. */
export const FALSE_ALARMS = 0.05;
/** The level of the tests: a tenth of it is kept for what their limit laws are off in small samples. */
const LEVEL = 0.9 * FALSE_ALARMS;

/** What a test looks at. */
export const LOOKS = ['values', 'place', 'levels', 'missing', 'range', 'new-levels', 'type'] as const;
export type Look = (typeof LOOKS)[number];

/**
 * How the chance is shared out over the tests of a column (Bonferroni with weights; a test that could say nothing hands its
 * part to the others). A small move of all values is what needs most data: it has the largest part, beside missing cells.
 */
export const WEIGHTS: Readonly<Record<Look, number>> = {
  values: 0.1,
  place: 0.3,
  range: 0.25,
  levels: 0.6,
  'new-levels': 0.05,
  missing: 0.35,
  type: 0.65,
};

/** Effects below these are left out, however sure. All are shares of the rows; see `Tested.effect`. */
export const LEAST_EFFECTS: Readonly<Record<Look, number>> = {
  values: 0.02,
  place: 0.02,
  levels: 0.02,
  missing: 0.01,
  range: 0.002,
  'new-levels': 0.002,
  type: 0.01,
};

/** One test of one column. */
export interface Tested {
  readonly look: Look;
  /** Undefined: whatever the split of these rows into two sets, it could say nothing. */
  readonly p: number | undefined;
  /**
   * 0 same, 1 nothing in common. `values`, `place`: largest distance between the distribution functions; `levels`: share of
   * the values that moved to other levels, what chance moves taken off; the others: difference of the shares.
   */
  readonly effect: number;
}

/** What is called of one column. `p` is that of the column, after its tests' shares. */
export interface Called {
  readonly p: number;
  readonly looks: readonly Tested[];
}

/**
 * Which tests are called. Within a column by weighted Bonferroni, over columns by Benjamini and Hochberg (1995), so that
 * where nothing changed any column is called in less than `FALSE_ALARMS`, and where many changed few calls are false.
 * Columns of which no test could say anything are no part of it.
 * @returns one entry a column: undefined where it has no test, without looks where nothing is called
 */
export function called(columns: readonly (readonly Tested[])[]): (Called | undefined)[] {
  const judged = columns.map((tests) => {
    const able = tests.filter(({ p }) => p !== undefined);
    const whole = able.reduce((sum, { look }) => sum + WEIGHTS[look], 0);
    const shares = able.map((test) => {
      const matters = test.effect >= LEAST_EFFECTS[test.look];
      return { test, p: matters ? Math.min(1, ((test.p ?? 1) * whole) / WEIGHTS[test.look]) : 1 };
    });
    return { shares, p: Math.min(1, ...shares.map(({ p }) => p)), able: able.length > 0 };
  });
  const sorted = judged.filter(({ able }) => able).map(({ p }) => p);
  sorted.sort((a, b) => a - b);
  const within = sorted.findLastIndex((p, i) => p <= (LEVEL * (i + 1)) / sorted.length);
  const limit = within < 0 ? -1 : (LEVEL * (within + 1)) / sorted.length;
  return judged.map(({ shares, p, able }) =>
    able ? { p, looks: shares.filter((share) => share.p <= limit).map(({ test }) => test) } : undefined,
  );
}
