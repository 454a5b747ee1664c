/** How a column goes with the target, in the few groups that a plot shows. */
import * as z from 'zod';
import type { Relation } from '../../contracts/profile.ts';

export const ReportRelation = z.strictObject({
  /** The target's mean over the rows of all groups; of a binary target the share of the positive label. */
  average: z.number(),
  groups: z
    .array(
      z.strictObject({
        /** Texts: the level; absent for all that are not listed. */
        level: z.string().optional(),
        /** Numbers: values up to this one; absent for the last group. */
        upTo: z.number().optional(),
        rows: z.number().int().nonnegative(),
        mean: z.number(),
        /** Standard error of the mean. */
        error: z.number(),
      }),
    )
    .max(12),
});
export type ReportRelation = z.infer<typeof ReportRelation>;

const MOST_RANGES = 8;
const MOST_LEVELS = 5;
/** Fewer rows have a mean that says nothing. */
const LEAST_ROWS = 5;

interface Group {
  level?: string;
  upTo?: number;
  rows: number;
  sum: number;
  squares: number;
}

/** @returns undefined where fewer than two groups have rows enough */
export function reportRelation(relation: Relation): ReportRelation | undefined {
  const all = groupsOf(relation);
  const total = all.reduce((sum, { rows }) => sum + rows, 0);
  const few = typeof relation.groups[0] === 'string' ? largest(all) : neighbours(all);
  const groups = few.filter(({ rows }) => rows >= LEAST_ROWS).map(summary);
  if (groups.length < 2) return undefined;
  return { average: all.reduce((sum, group) => sum + group.sum, 0) / total, groups };
}

const groupsOf = ({ groups, rows, sum, squares }: Relation): Group[] =>
  rows.map((count, i) => {
    const bound = groups[i];
    return {
      ...(typeof bound === 'string' ? { level: bound } : bound === undefined ? {} : { upTo: bound }),
      rows: count,
      sum: sum[i] ?? 0,
      squares: squares[i] ?? 0,
    };
  });

const added = (a: Group, b: Group): Group => ({
  ...b,
  rows: a.rows + b.rows,
  sum: a.sum + b.sum,
  squares: a.squares + b.squares,
});

/** Neighbouring ranges together, so that at most eight are left. */
function neighbours(groups: readonly Group[]): Group[] {
  const size = Math.ceil(groups.length / MOST_RANGES);
  return Array.from({ length: Math.ceil(groups.length / size) }, (_, i) =>
    groups.slice(i * size, (i + 1) * size).reduce(added),
  );
}

/** The levels with the most rows; all others together, at the end. */
function largest(groups: readonly Group[]): Group[] {
  const levels = groups.filter(({ level }) => level !== undefined).toSorted((a, b) => b.rows - a.rows);
  const rest = [...levels.slice(MOST_LEVELS), ...groups.filter(({ level }) => level === undefined)];
  const { rows, sum, squares } = rest.reduce(added, { rows: 0, sum: 0, squares: 0 });
  return [...levels.slice(0, MOST_LEVELS), { rows, sum, squares }];
}

function summary({ rows, sum, squares, ...place }: Group): ReportRelation['groups'][number] {
  const mean = sum / rows;
  const variance = rows > 1 ? Math.max(0, squares - rows * mean * mean) / (rows - 1) : 0;
  return { ...place, rows, mean, error: Math.sqrt(variance / rows) };
}
