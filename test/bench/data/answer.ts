/** What every engine answers about the table: compared, so that none is fast by leaving work out. */
import { createHash } from 'node:crypto';
import * as z from 'zod';

export interface Figures {
  rows: number;
  /** Values beyond the contract. */
  outside: number;
  numbers: { name: string; count: number; nulls: number; min: number; max: number; mean: number; sd: number }[];
  categories: { name: string; nulls: number; levels: Record<string, number> }[];
}

export const Answer = z.object({
  rows: z.number(),
  /** Of the exact figures: equal answers have equal ones. Absent where the engine does not give all of them. */
  exact: z.string().optional(),
  /** Mean and standard deviation of each number: sums in another order differ in the last digits. */
  moments: z.array(z.number()),
  /** CPU seconds, user and system, of the whole process. */
  cpu: z.number(),
  /** Largest resident set, MB. */
  memory: z.number(),
});
export type Answer = z.infer<typeof Answer>;

/** A profile keeps as many levels with their counts, ties by text. */
const LISTED = 200;
const mostFrequent = (levels: Readonly<Record<string, number>>): [string, number][] =>
  Object.entries(levels)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, LISTED);

/** The last thing a process does: one line of JSON. */
export function printAnswer({ rows, outside, numbers, categories }: Figures): void {
  const exact = {
    rows,
    outside,
    numbers: numbers.map(({ name, count, nulls, min, max }) => [name, count, nulls, min, max]),
    categories: categories.map(({ name, nulls, levels }) => [name, nulls, ...mostFrequent(levels)]),
  };
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const answer: Answer = {
    rows,
    exact: createHash('sha256').update(JSON.stringify(exact)).digest('hex').slice(0, 16),
    moments: numbers.flatMap(({ mean, sd }) => [mean, sd]),
    cpu: (userCPUTime + systemCPUTime) / 1e6,
    memory: maxRSS / 1024,
  };
  console.log(JSON.stringify(answer));
}
