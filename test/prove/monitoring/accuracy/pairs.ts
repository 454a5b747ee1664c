/** Pairs of samples to be compared: twelve shapes, equal and unequal sizes, with no drift, a little, and a lot. */
import { SHAPES } from '../../data/profile/shapes.ts';
import { type Random, random } from '../../data/random.ts';

export interface Pair {
  /** Ascending, as all that is compared. */
  baseline: Float64Array;
  now: Float64Array;
  /** Missing cells of each. */
  nulls: { baseline: number; now: number };
}

export const shapeNames: readonly string[] = SHAPES.map(({ name }) => name);

/** @param rows of the baseline */
export function pairsOf(shape: string, rows: number, pairs: number, seed: number): Pair[] {
  const { cell } = SHAPES.find(({ name }) => name === shape) ?? {};
  if (!cell) throw new Error(`there is no shape ${shape}`);
  const choices = random(seed, shapeNames.indexOf(shape), rows);
  const value = (): number => {
    const text = cell(choices);
    return text.endsWith('Z') ? Date.parse(text) / 1000 : Number(text);
  };
  return Array.from({ length: pairs }, () => {
    const size = sizeOfNow(choices, rows);
    const drifted = choices.pick([0, 0, 0.01, 0.05, 0.3, 1]);
    const up = choices.chance(0.5);
    const moved = (x: number): number => (up ? x * 1.05 + 0.1 : x * 0.95 - 0.1);
    const [nullShare, nullShareNow] = [choices.pick([0, 0.01]), choices.pick([0, 0.01, 0.06])];
    return {
      baseline: Float64Array.from({ length: rows }, value).sort(),
      now: Float64Array.from({ length: size }, () => (choices.chance(drifted) ? moved(value()) : value())).sort(),
      nulls: { baseline: Math.round(rows * nullShare), now: Math.round(size * nullShareNow) },
    };
  });
}

/** Equal sizes have a law of their own, and so has a small sample against a large one. */
const sizeOfNow = ({ pick, next }: Random, rows: number): number =>
  pick([rows, rows - 1, Math.ceil(rows * (0.1 + next())), Math.max(12, Math.ceil(rows / 40))]);
