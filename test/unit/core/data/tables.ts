/** Tables of numbers as profiles, for the tests of the distribution rule. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CategoryProfile, NumberProfile } from '../../../../lib/core/contracts/profile.ts';
import { LONGEST_LEVEL, MISSING, plainLevels, UNLISTED } from '../../../../lib/core/data/columns/levels.ts';
import { missingWords } from '../../../../lib/core/data/columns/missing-words.ts';
import { categoryProfile } from '../../../../lib/core/data/profile/category.ts';
import { levelCounts } from '../../../../lib/core/data/profile/level-counts.ts';
import { moments } from '../../../../lib/core/data/profile/moments.ts';
import { numberProfile } from '../../../../lib/core/data/profile/number.ts';

/** 569 patients, 30 measures: scikit-learn ships the file. Rows of numbers, without the target. */
export function breastCancer(): number[][] {
  const root = join(import.meta.dirname, '../../../..');
  const [path] = globSync('.venv/lib/python3*/site-packages/sklearn/datasets/data/breast_cancer.csv', { cwd: root });
  if (!path) throw new Error('scikit-learn is not installed in .venv: run npm test once');
  const [, ...lines] = readFileSync(join(root, path), 'utf8').trim().split(/\r?\n/);
  return lines.map((line) => line.split(',').slice(0, 30).map(Number));
}

export function profilesOf(rows: readonly number[][]): NumberProfile[] {
  return (rows[0] ?? []).map((_, index) =>
    profileOf(
      rows.map((row) => row[index] ?? Number.NaN),
      `c${index}`,
    ),
  );
}

export function profileOf(values: readonly number[], name = 'c'): NumberProfile {
  const all = Float64Array.from(values);
  const counted = moments();
  counted.add(all, all.length);
  return numberProfile(name, counted.state(), all, 1);
}

/** Uniform on [0, 1), from a seed (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const copy = [...items];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
  }
  return copy;
}

/** Standard normal values (Box and Muller 1958). */
export const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** The profile of a column of texts; an empty one is missing. */
export function levelsOf(texts: readonly string[], name = 'c', limit = 1000): CategoryProfile {
  const reader = plainLevels(undefined, missingWords(undefined));
  const counts = levelCounts(reader, limit);
  for (const text of texts) {
    const id = text === '' ? MISSING : text.length > LONGEST_LEVEL ? UNLISTED : reader.table.idOfText(text);
    counts.add(Int32Array.of(id), 1, () => text);
    counts.purge();
  }
  return categoryProfile(name, counts);
}
