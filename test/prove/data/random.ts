/** Choices made of one seed: the same seed brings a case back. */
import { seeded } from '../proof.ts';

export interface Random {
  /** Uniform on [0, 1). */
  next(): number;
  /** Whole, from 0 to `below` - 1. */
  below(below: number): number;
  /** True in this share of the cases. */
  chance(share: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** Standard normal (Box and Muller 1958). */
  normal(): number;
}

/** @param seeds mixed to one, so that case 7 of seed 1 and case 1 of seed 7 differ */
export function random(...seeds: readonly number[]): Random {
  const next = seeded(seeds.reduce((mixed, seed) => Math.imul(mixed ^ seed, 0x9e3779b1) + 0x7f4a7c15, 0) | 0);
  const below = (most: number): number => Math.floor(next() * most);
  return {
    next,
    below,
    chance: (share) => next() < share,
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  };
}

export function shuffled<T>(items: readonly T[], { below }: Random): T[] {
  const copy = [...items];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = below(i + 1);
    [copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
  }
  return copy;
}
