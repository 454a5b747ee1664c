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
const MOST_PRODUCTS = 4_000_000;
/** Rows of the rarer label that are fitted on. */
const LEAST_OF_LABEL = 50;
/** From the 1st to the 99th percentile: odd values have no say. */
const CLIPPED = 0.01;
const NEWTON_STEPS = 6;
/** Of the squared weights, as rows: keeps them finite where a feature tells the label. */
const RIDGE = 1;
/** A row costs at most this much (nats): a sure and wrong answer is one wrong answer. */
const SUREST = 5;

/** @param outcome 1 for the positive label, 0 for the other @returns undefined for a regression, or with too few of a label */
export function labelProbe(sample: TypedSample, contract: Contract, outcome: Float64Array): LabelProbe | undefined {
  if (!contract.schema.target.labels) return undefined;
  const numbers = numberFeatures(sample, contract);
  const levels = levelFeatures(sample, contract);
  if (numbers.length + levels.length === 0) return undefined;
  const texts = new Set(levels.map(({ column }) => column)).size;
  const most = Math.min(MOST_ROWS, Math.floor((2 * MOST_PRODUCTS) / (numbers.length + texts + 1) ** 2));
  const { fitted, held } = halves(outcome, most);
  const positives = fitted.filter((row) => outcome[row] === 1).length;
  if (Math.min(positives, fitted.length - positives) < LEAST_OF_LABEL) return undefined;

  const blank: LabelProbe = { intercept: 0, numbers, levels, loss: { rows: 0, mean: 0, sd: 0 } };
  const { row: design, most: widest } = designOf(blank, sample, contract);
  const weights = weightsOf(fitted, outcome, design, {
    features: 1 + numbers.length + levels.length,
    widest,
    base: positives / fitted.length,
  });
  const weight = (feature: number): number => weights[feature] ?? 0;
  const probe: LabelProbe = {
    ...blank,
    intercept: weight(0),
    numbers: numbers.map((feature, i) => ({ ...feature, weight: weight(1 + i) })),
    levels: levels.map((feature, i) => ({ ...feature, weight: weight(1 + numbers.length + i) })),
  };
  return { ...probe, loss: lossOver(held, probe, sample, contract, outcome) };
}

/** The loss of a probe on rows it has not seen: at most 20,000 of the sample. */
export function probeLoss(
  probe: LabelProbe,
  sample: TypedSample,
  contract: Contract,
  outcome: Float64Array,
): LabelProbe['loss'] {
  const { fitted, held } = halves(outcome, MOST_ROWS);
  return lossOver([...fitted, ...held], probe, sample, contract, outcome);
}

/** Every other row, by a hash of its place: a rhythm of the file is no rhythm of the halves. */
function halves(outcome: Float64Array, most: number): { fitted: number[]; held: number[] } {
  const step = Math.max(1, Math.ceil(outcome.length / most));
  const [fitted, held]: [number[], number[]] = [[], []];
  for (let row = 0; row < outcome.length; row += step)
    if (!Number.isNaN(outcome[row])) (Math.imul(row + 1, 0x9e3779b1) < 0 ? fitted : held).push(row);
  return { fitted, held };
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

function designOf(
  { numbers, levels }: LabelProbe,
  sample: TypedSample,
  { rules }: Contract,
): { row: Row; most: number } {
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
  design: Row,
  { features, widest, base }: { features: number; widest: number; base: number },
): Float64Array {
  const weights = new Float64Array(features);
  weights[0] = Math.log(base / (1 - base));
  const [places, values] = [new Int32Array(widest), new Float64Array(widest)];
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
    if (largest < 1e-6) break;
  }
  return weights;
}

function lossOver(
  rows: readonly number[],
  probe: LabelProbe,
  sample: TypedSample,
  contract: Contract,
  outcome: Float64Array,
): LabelProbe['loss'] {
  const { row: design, most } = designOf(probe, sample, contract);
  const weights = [
    probe.intercept,
    ...probe.numbers.map(({ weight }) => weight),
    ...probe.levels.map(({ weight }) => weight),
  ];
  const [places, values] = [new Int32Array(most), new Float64Array(most)];
  let mean = 0;
  let squares = 0;
  rows.forEach((row, index) => {
    const used = design(row, places, values);
    let score = 0;
    for (let i = 0; i < used; i++) score += (weights[places[i] ?? 0] ?? 0) * (values[i] ?? 0);
    const sure = Math.max(-SUREST, Math.min(SUREST, score));
    const loss = Math.log1p(Math.exp(outcome[row] === 1 ? -sure : sure));
    const before = loss - mean;
    mean += before / (index + 1);
    squares += before * (loss - mean);
  });
  return { rows: rows.length, mean, sd: rows.length > 1 ? Math.sqrt(squares / (rows.length - 1)) : 0 };
}
