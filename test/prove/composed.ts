/** A proof made of proofs: one run, one section, each part with a size of its own. */
import type { Proof } from './proof.ts';

const nameOf = (unit: string): string => unit.slice(0, unit.indexOf(': '));

/** The part a unit belongs to, and what the part calls it. @throws Error for a unit of another proof */
export function partOf(parts: readonly Proof[], unit: string): { part: Proof; own: string } {
  const part = parts.find(({ name }) => name === nameOf(unit));
  if (!part) throw new Error(`${unit} belongs to none of ${parts.map(({ name }) => name).join(', ')}`);
  return { part, own: unit.slice(part.name.length + 2) };
}

/** @param size of the parts, in per cent of their full size */
export function composed(about: Pick<Proof, 'name' | 'claim' | 'atOnce'>, parts: readonly Proof[]): Proof {
  const sized = ({ fullSize, leastSize = 1 }: Proof, size: number): number =>
    Math.max(leastSize, Math.round((fullSize * size) / 100));
  return {
    ...about,
    counted: 'tries',
    fullSize: 100,
    sizeMeans: 'per cent of the full size of each part',
    parts,
    units: (seed, size) =>
      parts.flatMap((part) => part.units(seed, sized(part, size)).map((unit) => `${part.name}: ${unit}`)),
    run: (unit, seed, size) => {
      const { part, own } = partOf(parts, unit);
      return part.run(own, seed, sized(part, size));
    },
    concludes: (unit) => {
      const { part, own } = partOf(parts, unit);
      return part.concludes?.(own) ?? false;
    },
    end: async () => {
      for (const part of parts) await part.end?.();
    },
  };
}
