/** What both engines count of the records: compared, so that none is fast by leaving work out. */
import { createHash } from 'node:crypto';
import * as z from 'zod';

export interface Counts {
  rows: number;
  numbers: { name: string; count: number; min: number; max: number; mean: number; bins: number[] }[];
  categories: { name: string; levels: Record<string, number> }[];
}

export const Answer = z.object({
  rows: z.number(),
  /** Of the counts: equal answers have equal ones. */
  exact: z.string(),
  /** Sums in another order differ in the last digits. */
  means: z.array(z.number()),
  /** CPU seconds, user and system, of the whole process. */
  cpu: z.number(),
  /** Largest resident set, MB. */
  memory: z.number(),
});
export type Answer = z.infer<typeof Answer>;

/** The last thing a process does: one line of JSON. */
export function printAnswer({ rows, numbers, categories }: Counts): void {
  const exact = [
    numbers.map(({ name, count, min, max, bins }) => [name, count, min, max, bins]),
    categories.map(({ name, levels }) => [name, Object.entries(levels).sort(([a], [b]) => (a < b ? -1 : 1))]),
  ];
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const answer: Answer = {
    rows,
    exact: createHash('sha256').update(JSON.stringify(exact)).digest('hex').slice(0, 16),
    means: numbers.map(({ mean }) => mean),
    cpu: (userCPUTime + systemCPUTime) / 1e6,
    memory: maxRSS / 1024,
  };
  console.log(JSON.stringify(answer));
}
