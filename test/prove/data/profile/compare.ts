/** Holds our profile of a file against the figures of another engine. */
import type { CategoryProfile, ColumnProfile, NumberProfile, Profile } from '../../../../lib/core/contracts/profile.ts';
import type { TheirColumn } from './their-column.ts';

/** What may differ in figures that are exact but for rounding. */
const RELATIVE = 1e-9;

export interface Held {
  /** Figures that were compared. */
  figures: number;
  wrong: string[];
  /** Largest error of a sampled quantile's rank, as a share of what was stated. */
  worstRank: number;
}

/** @param by the other engine, as what is wrong names it @param theirs in the order of our columns */
export function held(by: string, profile: Profile, theirs: readonly TheirColumn[]): Held {
  const all: Held = { figures: 0, wrong: [], worstRank: 0 };
  profile.columns.forEach((column, index) => {
    const their = theirs[index];
    if (!their) throw new Error(`${by} says nothing of ${column.name}`);
    const rankError = profile.sample?.rankError ?? 0;
    const one = column.kind === 'number' ? numbers(by, column, their, rankError) : levels(by, column, their);
    all.figures += one.figures;
    all.worstRank = Math.max(all.worstRank, one.worstRank);
    all.wrong.push(...one.wrong.map((said) => `${column.name}: ${said}`));
  });
  return all;
}

class Figures implements Held {
  figures = 0;
  wrong: string[] = [];
  worstRank = 0;

  readonly by: string;

  constructor(by: string) {
    this.by = by;
  }

  equal(what: string, ours: number | undefined, theirs: number | null | undefined): void {
    this.within(what, ours, theirs, 0);
  }

  /** @param allowed absolute */
  within(what: string, ours: number | undefined, theirs: number | null | undefined, allowed: number): void {
    if (ours === undefined && (theirs === undefined || theirs === null)) return;
    this.figures += 1;
    if (ours === undefined || theirs === undefined || theirs === null || !(Math.abs(ours - theirs) <= allowed))
      this.wrong.push(`${what} is ${ours}, by ${this.by} ${theirs}`);
  }
}

function numbers(by: string, ours: NumberProfile, theirs: TheirColumn, rankError: number): Held {
  const held = new Figures(by);
  counts(held, ours, theirs);
  held.equal('min', ours.min, theirs.min);
  held.equal('max', ours.max, theirs.max);
  const spread = theirs.sd ?? 0;
  held.within('mean', ours.mean, theirs.mean, RELATIVE * Math.max(Math.abs(theirs.mean ?? 0), spread));
  held.within('sd', ours.sd, theirs.sd, RELATIVE * spread);
  for (const name of ['zeros', 'negatives', 'whole', 'distinct'] as const)
    if (ours[name] !== undefined && theirs[name] !== undefined) held.equal(name, ours[name], theirs[name]);
  const places = [ours.p25, ours.median, ours.p75];
  if (rankError === 0)
    theirs.quartiles?.forEach((their, i) => {
      const value = places[i];
      held.within(`quartile ${i + 1}`, value, their, RELATIVE * Math.max(Math.abs(their), spread));
    });
  edges(held, ours, theirs, rankError);
  return held;
}

function counts(held: Figures, ours: ColumnProfile, theirs: TheirColumn): void {
  held.equal('count', ours.count, theirs.count);
  held.equal('nulls', ours.nulls, theirs.nulls);
}

/** The share of values below each edge, by our counts and by theirs; and whether the edges are the quantiles they stand for. */
function edges(held: Figures, ours: NumberProfile, theirs: TheirColumn, rankError: number): void {
  const n = ours.count;
  // Counts of a sample are whole numbers in its proportions: each is rounded by less than one.
  const rounding = rankError === 0 ? 0 : ours.counts.length / n;
  let below = 0;
  ours.edges.forEach((edge, i) => {
    below += ours.counts[i] ?? 0;
    const their = theirs.below?.[i] ?? Number.NaN;
    held.within(`share below edge ${i} (${edge})`, below / n, their / n, rankError + rounding);
    if (rankError > 0) held.worstRank = Math.max(held.worstRank, Math.abs(below - their) / n / rankError);
  });
  // No bin between two neighbouring edges may hold more than its part, but for a value that many rows share.
  const part = 1 / 256 + 2 * rankError + 1 / n;
  const { below: under = [], atMost } = theirs;
  for (let i = 1; atMost && i < ours.edges.length; i++) {
    held.figures += 1;
    const inside = ((under[i] ?? Number.NaN) - (atMost[i - 1] ?? Number.NaN)) / n;
    if (!(inside <= part)) held.wrong.push(`between edges ${i - 1} and ${i} lie ${inside} of the values`);
  }
  if (n > 0)
    held.equal(
      'sum of the counts',
      ours.counts.reduce((sum, count) => sum + count, 0),
      n,
    );
}

/** Counts of levels: exact, or too low by `bound` at most; and no level above the bound is left out. */
function levels(by: string, ours: CategoryProfile, theirs: TheirColumn): Held {
  const held = new Figures(by);
  counts(held, ours, theirs);
  const all = theirs.levels ?? {};
  const bound = ours.bound ?? 0;
  for (const { value, count } of ours.levels) {
    held.figures += 1;
    const their = Object.hasOwn(all, value) ? (all[value] ?? 0) : 0;
    if (count > their || count < their - bound)
      held.wrong.push(`level ${value.slice(0, 40)} counts ${count}, by ${by} ${their}, bound ${bound}`);
  }
  const listed = new Set(ours.levels.map(({ value }) => value));
  const least = ours.levels.at(-1)?.count ?? 0;
  for (const [value, count] of Object.entries(all)) {
    if (listed.has(value) || count <= least + bound) continue;
    held.wrong.push(`level ${value.slice(0, 40)} is left out with ${count} rows, where ${least} are listed`);
  }
  if (bound === 0 && ours.other.unlisted === undefined) {
    held.equal('different levels', ours.levels.length + ours.other.levels, Object.keys(all).length);
    const sum = ours.levels.reduce((total, { count }) => total + count, ours.other.count);
    held.equal('sum of the levels', sum, theirs.count);
  }
  return held;
}
