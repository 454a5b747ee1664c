/** How the rows of a file are split, by what its manifest asks for and where its columns lie. */
import type { Manifest } from '../contracts/manifest/schema.ts';
import type { Contract } from './contract.ts';

/** `column`: place among the features in contract order. `cut`: times (epoch seconds) from there on are held out. */
export type SplitPlan =
  | { by: 'id' }
  | { by: 'row' }
  | { by: 'group'; column: number }
  | { by: 'time'; column: number; cut: number };

/**
 * By the id where the manifest names one and asks for nothing else; by the whole row where it does not.
 *
 * @param cut of a split by time: see time-cut.ts
 */
export function splitPlan({ split }: Manifest['data'], contract: Contract, cut?: number): SplitPlan {
  if (!split) return { by: contract.schema.id === undefined ? 'row' : 'id' };
  if (split.by === 'id' || split.by === 'row') return split;
  const column = contract.rules.findIndex(({ name }) => name === split.column);
  if (split.by === 'group') return { by: 'group', column };
  if (cut === undefined) throw new Error('a split by time is asked for, and nobody has looked where it cuts');
  return { by: 'time', column, cut };
}
