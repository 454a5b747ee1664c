/** What a person should look at in a dataset that was accepted, from the profiles of its columns. */
import {
  type CategoryProfile,
  type ColumnProfile,
  isMostlyDistinct,
  type NumberProfile,
  type Profile,
} from '../contracts/profile.ts';
import type { ColumnType } from '../contracts/schema.ts';
import { parseNumber } from './cells.ts';
import { standsForMissing } from './disguised.ts';
import { percent } from './rules/words.ts';
import type { Leak } from './survey/leaks.ts';

/** Worst first. */
export const FINDING_RULES = [
  'target-leak',
  'swallowed-lines',
  'empty',
  'constant',
  'mixed-types',
  'hidden-nulls',
  'nulls',
  'new-levels',
  'identifier',
] as const;
export type FindingRule = (typeof FINDING_RULES)[number];

export interface ColumnFinding {
  column: string;
  rule: FindingRule;
  /** Sluice's own words and numbers; of the data only words that stand for "nothing". */
  text: string;
}

export interface ColumnFacts {
  readonly profile: ColumnProfile;
  readonly type: ColumnType;
  /** The column in the dataset before, under the same contract. */
  readonly before: ColumnProfile | undefined;
  /** How it gives the target away. */
  readonly leak: Leak | undefined;
}

/** What is known of the columns of a profile. @param about `previous`: profile of the dataset before, under the same contract */
export function columnFacts(
  { columns }: Profile,
  {
    types,
    previous,
    leaks = [],
  }: { types: ReadonlyMap<string, ColumnType>; previous?: Profile | undefined; leaks?: readonly Leak[] | undefined },
): ColumnFacts[] {
  const before = new Map(previous?.columns.map((column) => [column.name, column]));
  const leakOf = new Map(leaks.map((leak) => [leak.column, leak]));
  return columns.map((profile) => ({
    profile,
    type: types.get(profile.name) ?? 'text',
    before: before.get(profile.name),
    leak: leakOf.get(profile.name),
  }));
}

const MANY_NULLS = 0.2;
/** Share of cells that read as numbers, in a column of text, between which types are mixed. */
const MIXED = { least: 0.5, most: 0.9999 };

function leaking({ leak }: ColumnFacts, target: string): string | undefined {
  if (!leak) return undefined;
  const known = 'is it known before the answer is?';
  switch (leak.kind) {
    case 'copy':
      return `is ${target} in ${percent(leak.share)} of rows: ${known}`;
    case 'sum':
      return `and ${leak.with} add up to ${target}: ${known}`;
    case 'difference':
      return `and ${leak.with} differ by ${target}: ${known}`;
    case 'correlated':
      return `moves with ${target} almost exactly (correlation ${Number(leak.correlation.toPrecision(4))}): ${known}`;
    case 'tells-label':
      return `tells ${target} by itself in ${percent(leak.share)} of rows: ${known}`;
  }
}

/** @param target what a leak is said to tell @returns worst first, then in contract order */
export function findingsOf(columns: readonly ColumnFacts[], target = 'the target'): ColumnFinding[] {
  const all = columns.flatMap((column) =>
    RULES.flatMap(([rule, look]) => {
      const found = look(column, target);
      return found === undefined ? [] : [{ column: column.profile.name, rule, text: found }];
    }),
  );
  return all.sort((a, b) => FINDING_RULES.indexOf(a.rule) - FINDING_RULES.indexOf(b.rule));
}

const RULES: readonly (readonly [FindingRule, (column: ColumnFacts, target: string) => string | undefined])[] = [
  ['target-leak', leaking],
  ['swallowed-lines', ({ profile }) => (profile.kind === 'category' ? swallowed(profile) : undefined)],
  ['empty', ({ profile }) => (profile.count === 0 ? 'every cell is empty' : undefined)],
  ['constant', ({ profile }) => (isConstant(profile) ? 'has one value only' : undefined)],
  ['mixed-types', ({ profile, type }) => (profile.kind === 'category' ? mixedTypes(profile, type) : undefined)],
  ['hidden-nulls', ({ profile }) => (profile.kind === 'category' ? hiddenNulls(profile) : undefined)],
  ['nulls', ({ profile }) => manyNulls(profile)],
  ['new-levels', ({ profile, before }) => newLevels(profile, before)],
  ['identifier', ({ profile, type }) => identifier(profile, type)],
];

/** In a column of texts over several lines they are ordinary. */
const SWALLOWED = { mostRows: 0.01, leastOfCells: 0.5 };

function swallowed({ count, severalLines }: CategoryProfile): string | undefined {
  if (!severalLines) return undefined;
  const { cells, likeRows, breaks, firstLine } = severalLines;
  if (likeRows > Math.max(1, SWALLOWED.mostRows * count) || likeRows < SWALLOWED.leastOfCells * cells) return undefined;
  const many = breaks === 1 ? '1 line break' : `${breaks} line breaks`;
  const which =
    likeRows === 1
      ? `a quoted cell in the row of line ${firstLine} holds`
      : `${likeRows} quoted cells, the first in the row of line ${firstLine}, hold`;
  return `${which} ${many} and as many delimiters as rows would: has a stray quote taken lines in?`;
}

function isConstant(profile: ColumnProfile): boolean {
  if (profile.count === 0) return false;
  return profile.kind === 'number'
    ? profile.min === profile.max
    : profile.levels.length === 1 && profile.other.levels === 0;
}

/** Of the listed levels; a text that is not listed is like the others or too long to be a number. */
function mixedTypes({ levels }: CategoryProfile, type: ColumnType): string | undefined {
  if (type === 'boolean') return undefined;
  const listed = levels.reduce((sum, { count }) => sum + count, 0);
  const words = levels.filter(
    ({ value }) => parseNumber(value.trim()) === undefined && !standsForMissing(value.trim()),
  );
  const numbers = levels
    .filter(({ value }) => parseNumber(value.trim()) !== undefined)
    .reduce((sum, { count }) => sum + count, 0);
  const share = listed === 0 ? 0 : numbers / listed;
  if (words.length === 0 || share < MIXED.least || share > MIXED.most) return undefined;
  return `${percent(share)} of the cells read as numbers, the others do not: it is taken as text`;
}

function hiddenNulls({ count, levels }: CategoryProfile): string | undefined {
  const found = levels.filter(({ value }) => standsForMissing(value.trim()));
  const [first] = found;
  if (!first) return undefined;
  const share = found.reduce((sum, level) => sum + level.count, 0) / count;
  return `${percent(share)} of the values are "${first.value.trim()}"${found.length > 1 ? ' and the like' : ''}: nulls in disguise? They train as a value, until data.nulls names them`;
}

function manyNulls({ count, nulls }: ColumnProfile): string | undefined {
  const share = nulls / (count + nulls);
  return count > 0 && share > MANY_NULLS ? `${percent(share)} of the cells are empty` : undefined;
}

function newLevels(profile: ColumnProfile, before: ColumnProfile | undefined): string | undefined {
  if (profile.kind !== 'category' || before?.kind !== 'category') return undefined;
  if (before.other.levels > 0 || before.count === 0 || isMostlyDistinct(profile)) return undefined;
  const known = new Set(before.levels.map(({ value }) => value));
  const fresh = profile.levels.filter(({ value }) => !known.has(value));
  if (fresh.length === 0) return undefined;
  const share = fresh.reduce((sum, { count }) => sum + count, 0) / profile.count;
  const many = fresh.length === 1 ? 'a level' : `${fresh.length} levels`;
  return `${many} the dataset before did not have, in ${percent(share)} of the values`;
}

function identifier(profile: ColumnProfile, type: ColumnType): string | undefined {
  const found =
    profile.kind === 'number' ? isIdentifier(profile, type) : isMostlyDistinct(profile) && profile.count > 1;
  return found ? 'names rows: nearly every value is different, so a model can learn the rows by heart' : undefined;
}

/**
 * Whole numbers that are all different name things: row numbers, customers. They are counted, not shown. Where only a bound
 * is known it comes to half of the values only if no two rows of the sample, or next to none, have the same.
 */
export const isIdentifier = ({ count, distinct, distinctAtLeast = 0 }: NumberProfile, type: ColumnType): boolean =>
  type === 'integer' && count > 1 && (distinct === undefined ? distinctAtLeast > count / 2 : distinct === count);
