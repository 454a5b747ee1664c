/** The contract of a file that belongs to no model: every column is a feature, and there is no target to go with. */
import type { ColumnType } from '../../contracts/schema.ts';
import type { Contract } from '../contract.ts';

/** Its target has no name, and is in no sample and no profile. */
export function contractWithoutTarget(types: ReadonlyMap<string, ColumnType>): Contract {
  const rules = [...types].map(([name, type]) => ({ name, type, required: false }));
  const target = { name: '', type: 'text' as const, required: true };
  return { rules, target, schema: { v: 1, task: 'binary-classification', columns: rules, target } };
}
