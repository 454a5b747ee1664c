/** Two columns that rose together now go against each other, or the other way round. */
import type { Correlations } from '../../contracts/profile.ts';
import { normalTail } from '../../drift/statistics/normal.ts';
import type { Rule } from './comparison.ts';
import { LOOK, short } from './words.ts';

/** Both correlations are at least so strong. */
const LEAST = 0.3;
/** Fisher's transformation is for normal columns: heavier tails are given so many times its standard error. */
const HEAVY_TAILS = 2;

export const correlationFlip: Rule = ({ now, before, sample, level, contract }) => {
  const [is, was] = [now.correlations, before.correlations];
  const rows = Math.min(sample?.rows ?? now.rows, before.sample?.rows ?? before.rows);
  if (!is || !was || rows < 100) return [];
  const earlier = pairsOf(was);
  const flips = [...pairsOf(is)].flatMap(([pair, r]) => {
    const old = earlier.get(pair);
    if (old === undefined || Math.sign(old) === Math.sign(r) || Math.min(Math.abs(r), Math.abs(old)) < LEAST) return [];
    const z = Math.abs(Math.atanh(clip(r)) - Math.atanh(clip(old))) / (HEAVY_TAILS * Math.sqrt(2 / (rows - 3)));
    return 2 * normalTail(z) * earlier.size < level * was.columns.length
      ? [{ pair: JSON.parse(pair) as [string, string], r, old }]
      : [];
  });
  // The column in most of the flips is the one that was turned; a target is turned last of all.
  const involved = (name: string): number => flips.filter(({ pair }) => pair.includes(name)).length;
  return flips.map(({ pair: [a, b], r, old }) => {
    const first = b === contract.target.name || involved(a) >= involved(b);
    const [column, other] = first ? [a, b] : [b, a];
    return {
      column,
      rule: 'correlation-flip',
      expected: `a correlation of ${short(old)} with ${other}`,
      seen: short(r),
      cause: 'a sign that was turned, a scale that runs the other way, or columns mixed up?',
      mend: LOOK,
    };
  });
};

const clip = (r: number): number => Math.max(-0.9999, Math.min(0.9999, r));

function pairsOf({ columns, values }: Correlations): Map<string, number> {
  const pairs = new Map<string, number>();
  let at = 0;
  columns.forEach((a, i) => {
    for (const b of columns.slice(i + 1)) {
      const r = values[at++];
      if (typeof r === 'number') pairs.set(JSON.stringify([a, b].sort()), r);
    }
  });
  return pairs;
}
