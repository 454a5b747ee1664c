/**
 * How far a feature gives the target away, counted row by row. A feature that nearly equals the target is mostly its
 * copy under another name, and a model trained on it fails on the day it serves.
 */

import type { Contract } from './contract.ts';
import { ownText } from './own-text.ts';
import { isNumeric } from './profile/profile.ts';
import type { CheckedRow } from './row-check.ts';

/** Most levels of a text that are followed; more are names, and names give nothing away. */
const MOST_LEVELS = 200;

export interface TargetAssociation {
  add(row: CheckedRow): void;
  /** By name of the feature, 0 to 1; absent where nothing can be said. */
  strengths(): ReadonlyMap<string, number>;
}

interface Follower {
  add(cell: string, value: number, target: number): void;
  strength(): number | undefined;
}

/**
 * Numbers by the absolute correlation with the target (Pearson; a label counts as 0 or 1). Texts against labels by the
 * share of wrong guesses that knowing the level saves (lambda of Goodman and Kruskal 1954). Texts against numbers: none.
 */
export function targetAssociation({ rules, target }: Contract): TargetAssociation {
  const positive = target.values ? [...target.values][1] : undefined;
  const followers = rules.map(({ type }) => {
    if (isNumeric(type)) return correlation();
    return positive === undefined ? undefined : guesses();
  });
  return {
    add({ cells, values, target: label, targetValue }) {
      const goal = positive === undefined ? targetValue : Number(label === positive);
      for (let index = 0; index < followers.length; index++)
        followers[index]?.add(cells[index] ?? '', values[index] ?? Number.NaN, goal);
    },
    strengths: () =>
      new Map(
        rules.flatMap(({ name }, index) => {
          const strength = followers[index]?.strength();
          return strength === undefined ? [] : [[name, strength] as const];
        }),
      ),
  };
}

/** Co-moments as they run (Welford 1962). */
function correlation(): Follower {
  let count = 0;
  let [meanX, meanY, squaresX, squaresY, products] = [0, 0, 0, 0, 0];
  return {
    add(_, x, y) {
      if (Number.isNaN(x)) return;
      count += 1;
      const [fromX, fromY] = [x - meanX, y - meanY];
      meanX += fromX / count;
      meanY += fromY / count;
      squaresX += fromX * (x - meanX);
      squaresY += fromY * (y - meanY);
      products += fromX * (y - meanY);
    },
    strength() {
      const strength = Math.abs(products / Math.sqrt(squaresX * squaresY));
      return Number.isFinite(strength) ? Math.min(1, strength) : undefined;
    },
  };
}

function guesses(): Follower {
  const levels = new Map<string, [negatives: number, positives: number]>();
  let tooMany = false;
  return {
    add(cell, _, y) {
      if (cell === '' || tooMany) return;
      let level = levels.get(cell);
      if (!level) {
        tooMany = levels.size === MOST_LEVELS;
        if (tooMany) return levels.clear();
        level = [0, 0];
        // A text of its own: a slice would keep the whole piece of the file it was cut from.
        levels.set(ownText(cell), level);
      }
      level[y === 1 ? 1 : 0] += 1;
    },
    strength() {
      const sides = [0, 1].map((side) => [...levels.values()].reduce((sum, level) => sum + (level[side] ?? 0), 0));
      const wrong = Math.min(...sides);
      if (tooMany || wrong === 0) return undefined;
      const wrongKnowing = [...levels.values()].reduce((sum, level) => sum + Math.min(...level), 0);
      return 1 - wrongKnowing / wrong;
    },
  };
}
