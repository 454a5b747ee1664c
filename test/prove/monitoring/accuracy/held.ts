/** Holds our figures of a case against SciPy's. */
import type { Figures } from './case.ts';

/** Relative; what may differ besides is far below any figure that is looked at. */
export const WITHIN = 1e-6;
const STATISTIC_FLOOR = 1e-8;
const P_FLOOR = 1e-30;

/** Where decisions are taken. */
export const LEVELS = [0.05, 0.01, 1e-4];

export interface Held {
  figures: number;
  /** Of them, equal to nine digits. */
  nineDigits: number;
  decisions: number;
  wrong: string[];
}

const isP = (name: string): boolean => name.endsWith(' p');

export function held(ours: Figures, theirs: Figures): Held {
  const names = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
  const all: Held = { figures: 0, nineDigits: 0, decisions: 0, wrong: [] };
  for (const name of names) {
    const [our = Number.NaN, their = Number.NaN] = [ours[name], theirs[name]];
    const floor = isP(name) ? P_FLOOR : STATISTIC_FLOOR;
    const apart = Math.abs(our - their);
    all.figures += 1;
    all.nineDigits += Number(apart <= 1e-9 * Math.abs(their) + floor);
    if (!(apart <= WITHIN * Math.abs(their) + floor)) all.wrong.push(`${name} is ${our}, by SciPy ${their}`);
    if (!isP(name)) continue;
    for (const level of LEVELS) {
      all.decisions += 1;
      if (our < level !== their < level)
        all.wrong.push(`${name} is ${our}, by SciPy ${their}: on both sides of ${level}`);
    }
  }
  return all;
}
