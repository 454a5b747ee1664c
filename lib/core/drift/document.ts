/** The stored report of one window: what was compared, what was found. Made from counts, holds no row. */
import * as z from 'zod';
import { PlotScale, PlotShares } from '../data/profile/plot.ts';
import { Health } from '../health/document.ts';

const count = z.number().int().nonnegative();
const share = z.number().min(0).max(1);
const number = z.number().optional();

const Measures = z.strictObject({
  ks: number,
  ksP: number,
  chi2: number,
  chi2P: number,
  psi: number,
  js: number,
  missing: z.strictObject({ now: share, baseline: share, p: share, psi: z.number() }),
  newLevels: z.strictObject({ levels: count, share }).optional(),
  /** Shares of the values below the smallest and above the largest of the baseline: numbers, since version 4. */
  range: z.strictObject({ below: share, above: share }).optional(),
});

/** Numbers of one side. Quartiles of live traffic are within 1 %. */
const NumberSide = z.strictObject({
  count,
  nulls: share,
  min: number,
  max: number,
  mean: number,
  p25: number,
  median: number,
  p75: number,
});
/** Levels of one side with their share of the values, the largest 8; empty where most values are distinct. */
const CategorySide = z.strictObject({
  count,
  nulls: share,
  distinct: count.optional(),
  levels: z.array(z.strictObject({ value: z.string(), share })).max(8),
});

/** Both sides of a numeric column on the scale of its baseline. */
const Plot = z.strictObject({ scale: PlotScale, now: PlotShares, baseline: PlotShares });
/** Both sides of a column of text: the 8 largest levels of either, then what is left. */
const Bars = z.strictObject({
  levels: z.array(z.strictObject({ value: z.string(), now: share, baseline: share, isNew: z.boolean() })).max(8),
  other: z.strictObject({ now: share, baseline: share, levels: count }),
});

const common = {
  name: z.string(),
  /** Type in the contract; absent in version 1. */
  type: z.string().optional(),
  /** Cells of the window, empty ones among them. */
  rows: count,
  /** The larger PSI, of values or of missing cells, and the least that counts; of correlations a distance on its scale. */
  effect: z.number(),
  limit: z.number(),
  drifted: z.boolean(),
  /** What drifted: the values, or the share of missing cells. */
  changes: z.array(z.enum(['values', 'missing'])),
  /** The windows its figures are of, where they are more than this one: begin of the first, and how many. */
  span: z.strictObject({ from: z.string(), windows: count }).optional(),
  /** Likely cause in words; holds no cell value. */
  cause: z.string().optional(),
};

export const DriftColumn = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('number'),
    /** What the model answered: the score of a classifier, the prediction of a regression. Absent: a column of the data. */
    of: z.literal('predictions').optional(),
    ...common,
    measures: Measures,
    /** Share of the window's cells that hold a text which is no number; they count as missing too. */
    unparsable: share,
    now: NumberSide,
    baseline: NumberSide,
    /** Absent in version 1, and where the baseline has no value. */
    plot: Plot.optional(),
  }),
  z.strictObject({
    kind: z.literal('category'),
    ...common,
    measures: Measures,
    now: CategorySide,
    baseline: CategorySide,
    /** Absent in version 1, and where the values of either side are mostly distinct: then none is shown. */
    bars: Bars.optional(),
  }),
  /** How columns go together, all pairs as one. */
  z.strictObject({
    kind: z.literal('correlations'),
    ...common,
    /** Rows of the version's baseline, and pairs of columns. */
    rowsBefore: count,
    pairs: count,
    /** Chance of a pair as unlike as the surest, over all pairs. */
    p: share,
    /** The pair that changed most surely: rank correlation before and now, -1 to 1. Absent where none can be compared. */
    surest: z
      .strictObject({
        columns: z.tuple([z.string(), z.string()]),
        baseline: z.number(),
        now: z.number().optional(),
      })
      .optional(),
  }),
  /** A column that could not be compared, and why. */
  z.strictObject({ kind: z.literal('unknown'), name: z.string(), problem: z.string(), drifted: z.literal(false) }),
]);
export type DriftColumn = z.infer<typeof DriftColumn>;

/** Most windows of a history. */
export const HISTORY = 48;

/** How the columns that drifted stood in the windows before and in this one, oldest first. */
export const DriftHistory = z.strictObject({
  windows: z.array(z.strictObject({ from: z.string(), to: z.string(), outcome: z.string() })).max(HISTORY),
  /** `effects`: one a window; null where the column was not compared. */
  columns: z.array(z.strictObject({ name: z.string(), effects: z.array(z.number().nullable()).max(HISTORY) })),
});
export type DriftHistory = z.infer<typeof DriftHistory>;

/** What was judged at the end of a window, and by what. Names of columns, in contract order. */
export const JudgedSpan = z.strictObject({
  /** `now`: just enough of the newest windows; `day`: those of the last 24 hours. */
  span: z.enum(['now', 'day']),
  /** [from, to) of the windows judged together, ISO 8601. */
  from: z.string(),
  to: z.string(),
  windows: count,
  rows: count,
  /** Chance of any false call among its tests that is accepted, and how many tests there were. */
  level: share,
  tests: count,
  /** The evidence: the smallest p-value, multiplied by the number of tests (at most 1), and where it was found. */
  surest: z.strictObject({ column: z.string(), change: z.enum(['values', 'missing']), p: share }).optional(),
  called: z.array(z.string()),
  /** Unlike the training data, and like the same hours of last year: no finding. */
  asLastYear: z.array(z.string()),
  /** `training`, or `last-year` with how many spans of the same hours, weekdays and weeks. */
  reference: z.strictObject({ kind: z.enum(['training', 'last-year']), spans: count }),
});
export type JudgedSpan = z.infer<typeof JudgedSpan>;

export const DriftOutcome = z.enum(['drift', 'no-drift', 'not-enough-data', 'no-traffic', 'capture-stopped']);
export type DriftOutcome = z.infer<typeof DriftOutcome>;

/**
 * What a configuration was to its stage in the window: what it served at the window's end; what took a part of the traffic
 * in a release, whatever became of that; what was replaced within the window.
 */
export const DriftRole = z.enum(['champion', 'canary', 'replaced']);
export type DriftRole = z.infer<typeof DriftRole>;

/** A window before this one whose files came, in part, after it was read for the last time. */
const LateFiles = z.strictObject({ from: z.string(), to: z.string(), files: count });
export type LateFiles = z.infer<typeof LateFiles>;

/**
 * Version 1 lacks what plots and history need, version 2 what was judged together with earlier windows, version 3 what the
 * model answered, how columns go together, the role, and health.
 */
export const DriftReport = z.strictObject({
  v: z.literal([1, 2, 3, 4]),
  model: z.string(),
  stage: z.string(),
  version: z.number().int().positive(),
  configuration: z.string(),
  /** Absent where no release is known that made the configuration. */
  role: DriftRole.optional(),
  /** [from, to) by inference time, ISO 8601. */
  window: z.strictObject({ from: z.string(), to: z.string() }),
  /** Digest of the dataset whose profile is the baseline. */
  baselineDataset: z.string(),
  rowsRead: count,
  requests: count,
  /** Requests that the endpoint says it answered; asked only where no capture was seen. */
  served: count.optional(),
  /** Records or rows that were not read, by reason. */
  skipped: z.record(z.string(), count),
  /** Windows of the day before whose late files nobody counted, oldest first; absent where there are none. */
  late: z.array(LateFiles).optional(),
  outcome: DriftOutcome,
  /** Drifted first, then by effect, then in contract order. */
  columns: z.array(DriftColumn),
  budget: z.strictObject({
    falseAlarmsPerYear: z.number(),
    windowsPerYear: z.number(),
    columns: count,
    /** The smallest p-value of "now" has to be below this; since version 3 divided by both tests of a column. */
    alpha: z.number(),
    /** Expected number of false alarms that this decision cost at most; absent before version 3. */
    spent: z.number().optional(),
  }),
  spans: z.array(JudgedSpan).optional(),
  history: DriftHistory.optional(),
  /** Latency, errors and volume; absent before version 4, and for a window of part hours. */
  health: Health.optional(),
});
export type DriftReport = z.infer<typeof DriftReport>;
