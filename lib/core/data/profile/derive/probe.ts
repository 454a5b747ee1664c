/**
 * A small logistic model of the label, made only to tell whether labels still go with the features: when a part of them
 * is wrong, its loss rises long before the share of the labels moves.
 */
import type { LabelProbe } from '../../../contracts/profile.ts';
import type { Contract } from '../../contract.ts';
import type { TypedSample } from '../typed-sample.ts';
import { solve } from './solve.ts';

type Numbers = LabelProbe['numbers'][number];
type Level = LabelProbe['levels'][number];

const MOST_NUMBERS = 64;
const MOST_LEVELS = 256;
const MOST_LEVELS_A_COLUMN = 32;
/** Of the rows; a rarer level cannot be learned from so few. */
const LEAST_LEVEL_SHARE = 0.01;
const MOST_ROWS = 20_000;
/** Products of a Newton step at most: fewer rows where there are many columns. */
const MOST_PRODUCTS = 3_000_000;
/** Rows of the rarer label that are fitted on. */
const LEAST_OF_LABEL = 50;
/** From the 1st to the 99th percentile: odd values have no say. */
const CLIPPED = 0.01;
const NEWTON_STEPS = 6;
/** Of the squared weights, as rows: keeps them finite where a feature tells the label. */
const RIDGE = 1;
/** Nats: a sure and wrong answer is one wrong answer. */
const SUREST = 5;
/**
 * The loss of a row is the logarithm of how much likelier its label is when 5 % of all are flipped than when none is:
 * ln(1 + 0.05 ((1 - p) / p - 1)) with p the model's probability of the label. The most powerful test of the one against
 * the other (Neyman and Pearson 1933), and a surer one than log-loss: its tail is short.
 */
const FLIPPED = 0.05;

/** @param outcome 1 for the positive label, 0 for the other @returns undefined for a regression, or with too few of a label */
export function labelProbe(sample: TypedSample, contract: Contract, outcome: Float64Array): LabelProbe | undefined {
  if (!contract.schema.target.labels) return undefined;
  const numbers = numberFeatures(sample, contract);
  const levels = levelFeatures(sample, contract);
  if (numbers.length + levels.length === 0) return undefined;
  const texts = new Set(levels.map(({ column }) => column)).size;
  const most = Math.min(MOST_ROWS, Math.floor(MOST_PRODUCTS / (numbers.length + texts + 1) ** 2));
  const [one, other] = halves(outcome, most);
  if (Math.min(rarer(one, outcome), rarer(other, outcome)) < LEAST_OF_LABEL) return undefined;

  const blank: LabelProbe = { intercept: 0, numbers, levels, loss: { rows: 0, mean: 0, sd: 0 } };
  const design = designOf(blank, sample, contract);
  const fitted = (rows: readonly number[]): LabelProbe => withWeights(blank, weightsOf(rows, outcome, design, blank));
  // Each half is judged by the other's model: the loss rests on all rows, and on none that it was fitted on.
  const loss = { rows: 0, mean: 0, squares: 0 };
  addLosses(loss, one, fitted(other), design, outcome);
  addLosses(loss, other, fitted(one), design, outcome);
  return { ...fitted([...one, ...other]), loss: summaryOf(loss) };
}

/**
 * The loss of a probe on rows it has not seen, at most 20,000 of the sample.
 * @returns with `gain`: by how much the mean would rise if every label were the other one
 */
export function probeLoss(
  probe: LabelProbe,
  sample: TypedSample,
  contract: Contract,
  outcome: Float64Array,
): LabelProbe['loss'] & { gain: number } {
  const rows = halves(outcome, MOST_ROWS).flat();
  const design = designOf(probe, sample, contract);
  const [loss, flipped] = [
    { rows: 0, mean: 0, squares: 0 },
    { rows: 0, mean: 0, squares: 0 },
  ];
  addLosses(loss, rows, probe, design, outcome);
  const others = outcome.map((label) => 1 - label);
  addLosses(flipped, rows, probe, design, others);
  return { ...summaryOf(loss), gain: flipped.mean - loss.mean };
}

/** Every other row, by a hash of its place: a rhythm of the file is no rhythm of the halves. */
function halves(outcome: Float64Array, most: number): [number[], number[]] {
  const step = Math.max(1, Math.ceil(outcome.length / most));
  const [one, other]: [number[], number[]] = [[], []];
  for (let row = 0; row < outcome.length; row += step)
    if (!Number.isNaN(outcome[row])) (Math.imul(row + 1, 0x9e3779b1) < 0 ? one : other).push(row);
  return [one, other];
}

function rarer(rows: readonly number[], outcome: Float64Array): number {
  const positives = rows.filter((row) => outcome[row] === 1).length;
  return Math.min(positives, rows.length - positives);
}

function numberFeatures(sample: TypedSample, { rules }: Contract): Numbers[] {
  const features = rules.flatMap(({ name, type }, index): Numbers[] => {
    const values = sample.numbers[index];
    if (!values || type === 'timestamp') return [];
    const step = Math.max(1, Math.ceil(values.length / MOST_ROWS));
    const some = values.filter((value, row) => row % step === 0 && !Number.isNaN(value)).sort();
    const at = (share: number): number => some[Math.floor(share * (some.length - 1))] ?? 0;
    const [low, high] = [at(CLIPPED), at(1 - CLIPPED)];
    if (!(high > low) || !Number.isFinite(high - low)) return [];
    let sum = 0;
    let squares = 0;
    for (const value of some) sum += Math.min(high, Math.max(low, value));
    const center = sum / some.length;
    for (const value of some) squares += (Math.min(high, Math.max(low, value)) - center) ** 2;
    const scale = Math.sqrt(squares / some.length);
    return scale > 0 ? [{ column: name, low, high, center, scale, weight: 0 }] : [];
  });
  return features.slice(0, MOST_NUMBERS);
}

function levelFeatures(sample: TypedSample, { rules }: Contract): Level[] {
  const features = rules.flatMap(({ name }, index): Level[] => {
    const [levels, texts] = [sample.levels[index], sample.texts[index]];
    if (!levels || !texts) return [];
    const counts = new Float64Array(texts.length);
    for (const level of levels) if (level >= 0) counts[level] = (counts[level] ?? 0) + 1;
    return [...counts.keys()]
      .filter((level) => (counts[level] ?? 0) >= LEAST_LEVEL_SHARE * sample.rows)
      .sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || a - b)
      .slice(0, MOST_LEVELS_A_COLUMN)
      .map((level) => ({ column: name, level: texts[level] ?? '', weight: 0 }));
  });
  return features.slice(0, MOST_LEVELS);
}

/** Features of a row that are not 0, by place: 0 is the constant, then numbers, then levels. */
type Row = (row: number, places: Int32Array, values: Float64Array) => number;

interface Design {
  row: Row;
  /** Most places of a row. */
  most: number;
}

function designOf({ numbers, levels }: LabelProbe, sample: TypedSample, { rules }: Contract): Design {
  const indexOf = new Map(rules.map(({ name }, index) => [name, index]));
  const numeric = numbers.flatMap((feature, place) => {
    const values = sample.numbers[indexOf.get(feature.column) ?? -1];
    return values ? [{ ...feature, values, place: 1 + place }] : [];
  });
  const byColumn = Map.groupBy(
    levels.map(({ column, level }, place) => ({ column, level, place: 1 + numbers.length + place })),
    ({ column }) => column,
  );
  const coded = [...byColumn].flatMap(([column, features]) => {
    const index = indexOf.get(column) ?? -1;
    const [codes, texts] = [sample.levels[index], sample.texts[index]];
    if (!codes || !texts) return [];
    const placeOf = new Map(features.map(({ level, place }) => [level, place]));
    return [{ codes, places: Int32Array.from(texts, (text) => placeOf.get(text) ?? 0) }];
  });
  return {
    most: 1 + numeric.length + coded.length,
    row: (row, places, values) => {
      let used = 1;
      places[0] = 0;
      values[0] = 1;
      for (const { values: all, place, low, high, center, scale } of numeric) {
        const value = all[row] ?? Number.NaN;
        if (Number.isNaN(value)) continue;
        places[used] = place;
        values[used++] = ((value < low ? low : value > high ? high : value) - center) / scale;
      }
      for (const { codes, places: known } of coded) {
        const place = known[codes[row] ?? -1] ?? 0;
        if (place === 0) continue;
        places[used] = place;
        values[used++] = 1;
      }
      return used;
    },
  };
}

/** Ridge logistic regression by Newton's method (iteratively reweighted least squares), a fixed number of steps. */
function weightsOf(
  rows: readonly number[],
  outcome: Float64Array,
  { row: design, most }: Design,
  { numbers, levels }: LabelProbe,
): Float64Array {
  const features = 1 + numbers.length + levels.length;
  const share = rows.filter((row) => outcome[row] === 1).length / rows.length;
  const weights = new Float64Array(features);
  weights[0] = Math.log(share / (1 - share));
  const [places, values] = [new Int32Array(most), new Float64Array(most)];
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const gradient = Float64Array.from(weights, (weight, feature) => (feature === 0 ? 0 : -RIDGE * weight));
    const hessian = new Float64Array(features * features);
    for (let feature = 0; feature < features; feature++)
      hessian[feature * (features + 1)] = feature === 0 ? 1e-9 : RIDGE;
    for (const row of rows) {
      const used = design(row, places, values);
      let score = 0;
      for (let i = 0; i < used; i++) score += (weights[places[i] ?? 0] ?? 0) * (values[i] ?? 0);
      const p = 1 / (1 + Math.exp(-score));
      const residual = (outcome[row] ?? 0) - p;
      const curvature = Math.max(p * (1 - p), 1e-6);
      for (let i = 0; i < used; i++) {
        const [a = 0, x = 0] = [places[i], values[i]];
        gradient[a] = (gradient[a] ?? 0) + residual * x;
        const base = a * features;
        const scaled = curvature * x;
        // Places rise within a row: only the lower triangle of b <= a is filled.
        for (let j = 0; j <= i; j++) {
          const at = base + (places[j] ?? 0);
          hessian[at] = (hessian[at] ?? 0) + scaled * (values[j] ?? 0);
        }
      }
    }
    const change = solve(hessian, gradient);
    const largest = change.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const damped = largest > 4 ? 4 / largest : 1;
    for (let feature = 0; feature < features; feature++)
      weights[feature] = (weights[feature] ?? 0) + damped * (change[feature] ?? 0);
    if (largest < 1e-4) break;
  }
  return weights;
}

function withWeights(blank: LabelProbe, weights: Float64Array): LabelProbe {
  const weight = (feature: number): number => weights[feature] ?? 0;
  return {
    ...blank,
    intercept: weight(0),
    numbers: blank.numbers.map((feature, i) => ({ ...feature, weight: weight(1 + i) })),
    levels: blank.levels.map((feature, i) => ({ ...feature, weight: weight(1 + blank.numbers.length + i) })),
  };
}

/** Mean and sum of squared deviations as they run (Welford 1962). */
interface Losses {
  rows: number;
  mean: number;
  squares: number;
}

const summaryOf = ({ rows, mean, squares }: Losses): LabelProbe['loss'] => ({
  rows,
  mean,
  sd: rows > 1 ? Math.sqrt(squares / (rows - 1)) : 0,
});

function addLosses(
  losses: Losses,
  rows: readonly number[],
  { intercept, numbers, levels }: LabelProbe,
  { row: design, most }: Design,
  outcome: Float64Array,
): void {
  const weights = [intercept, ...[...numbers, ...levels].map(({ weight }) => weight)];
  const [places, values] = [new Int32Array(most), new Float64Array(most)];
  for (const row of rows) {
    const used = design(row, places, values);
    let score = 0;
    for (let i = 0; i < used; i++) score += (weights[places[i] ?? 0] ?? 0) * (values[i] ?? 0);
    const sure = Math.max(-SUREST, Math.min(SUREST, score));
    const against = outcome[row] === 1 ? -sure : sure;
    const loss = Math.log1p(FLIPPED * (Math.exp(against) - 1));
    const before = loss - losses.mean;
    losses.rows += 1;
    losses.mean += before / losses.rows;
    losses.squares += before * (loss - losses.mean);
  }
}
