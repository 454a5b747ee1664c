/** The evaluation of a candidate: metrics, the comparison with the champion, gates and the verdict. */
import * as z from 'zod';
import type { Task } from '../contracts/schema.ts';
import { Estimate } from './estimate.ts';
import { evaluateGate, type GateEvidence, GateResult } from './gate-outcome.ts';
import { parseGate } from './gates.ts';
import type { Metric } from './metric.ts';
import { BINARY_METRICS, REGRESSION_METRICS } from './metrics/registry.ts';
import { seededRandom } from './random.ts';
import { parseBinary, parseRegression } from './scores.ts';

const Estimates = z.record(z.string(), Estimate.strict());

/**
 * `other-question`: the champion predicts something else, or from other columns. `unscored`: it could not score the rows,
 * or what it answered cannot be read.
 */
export const NotCompared = z.strictObject({
  version: z.number().int().positive(),
  code: z.enum(['other-question', 'unscored']),
  message: z.string(),
});
export type NotCompared = z.infer<typeof NotCompared>;

/** The stored document. Metrics that are not defined on the rows are absent; intervals are 95 %. */
export const Evaluation = z.strictObject({
  v: z.literal(1),
  task: z.enum(['binary-classification', 'regression']),
  /** Held-out rows scored. */
  rows: z.number().int().positive(),
  /** Binary: the label that counts as positive. */
  positive: z.string().optional(),
  /** Seed of the bootstrap, so that the intervals can be computed again. */
  seed: z.string(),
  metrics: Estimates,
  /** The champion on the same rows, and candidate minus champion. Both absent when there was none. */
  champion: z.strictObject({ version: z.number().int().positive(), metrics: Estimates }).optional(),
  differences: Estimates.optional(),
  /** A champion there was, and why it was not compared with. */
  notCompared: NotCompared.optional(),
  gates: z.array(GateResult),
  /** `fail` when a gate is not met. */
  verdict: z.enum(['pass', 'fail']),
});
export type Evaluation = z.infer<typeof Evaluation>;

export interface EvaluationInput {
  readonly task: Task;
  /** Binary: the two labels as they are written, the positive one second. */
  readonly labels?: readonly [string, string] | undefined;
  /** Text of the held-out labels file, a value a line. */
  readonly actual: string;
  /** Text of what the candidate answered: `label,score` or `prediction` a line. */
  readonly candidate: string;
  /** What the champion answered for the same rows. */
  readonly champion?: { readonly version: number; readonly scores: string } | undefined;
  /** Instead of `champion`: one that serves, and is not compared with. */
  readonly notCompared?: NotCompared | undefined;
  readonly gates: readonly string[];
  /** Any text; the dataset's digest makes the intervals the same for equal data. */
  readonly seed: string;
}

/** @throws ScoresUnreadable, GateSyntaxError; RangeError for a binary task without labels */
export function evaluate(input: EvaluationInput): Evaluation {
  const gates = input.gates.map((gate) => parseGate(gate, input.task));
  const measured = input.task === 'regression' ? measureRegression(input) : measureBinary(input);
  const evidence: GateEvidence = {
    rows: measured.rows,
    metrics: measured.metrics,
    ...(measured.champion ? { champion: measured.champion } : {}),
    ...(input.notCompared ? { notCompared: input.notCompared } : {}),
  };
  const results = gates.map((gate) => evaluateGate(gate, evidence));
  return {
    v: 1,
    task: input.task,
    rows: measured.rows,
    ...(input.task === 'binary-classification' && input.labels ? { positive: input.labels[1] } : {}),
    seed: input.seed,
    metrics: measured.metrics,
    ...(input.champion && measured.champion
      ? {
          champion: { version: input.champion.version, metrics: measured.champion.metrics },
          differences: measured.champion.differences,
        }
      : {}),
    ...(input.notCompared ? { notCompared: input.notCompared } : {}),
    gates: results,
    verdict: results.some((result) => result.outcome === 'not-met') ? 'fail' : 'pass',
  };
}

function measureBinary(input: EvaluationInput): GateEvidence {
  const labels = input.labels;
  if (!labels) throw new RangeError('a binary task is evaluated against its two labels, and none were given');
  return measure(
    BINARY_METRICS,
    input.seed,
    parseBinary(input.actual, input.candidate, labels, 'candidate'),
    input.champion && parseBinary(input.actual, input.champion.scores, labels, 'champion'),
  );
}

function measureRegression(input: EvaluationInput): GateEvidence {
  return measure(
    REGRESSION_METRICS,
    input.seed,
    parseRegression(input.actual, input.candidate, 'candidate'),
    input.champion && parseRegression(input.actual, input.champion.scores, 'champion'),
  );
}

function measure<Rows extends { readonly actual: ArrayLike<number> }>(
  metrics: readonly Metric<Rows>[],
  seed: string,
  candidate: Rows,
  champion: Rows | undefined,
): GateEvidence {
  // A generator for each metric: adding one must not move the intervals of the others.
  const all = (of: (metric: Metric<Rows>, random: () => number) => Estimate | undefined): Record<string, Estimate> =>
    Object.fromEntries(
      metrics.flatMap((metric) => {
        const estimate = of(metric, seededRandom(`${seed}/${metric.name}`));
        return estimate ? [[metric.name, estimate] as const] : [];
      }),
    );
  const rows = candidate.actual.length;
  const own = all((metric, random) => metric.estimate(candidate, random));
  if (!champion) return { rows, metrics: own };
  return {
    rows,
    metrics: own,
    champion: {
      metrics: all((metric, random) => metric.estimate(champion, random)),
      differences: all((metric, random) => metric.difference(candidate, champion, random)),
    },
  };
}
