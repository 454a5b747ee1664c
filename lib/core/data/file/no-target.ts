/** The contract of a file that belongs to no model: every column is a feature, and there is no target to go with. */
import type { ColumnType } from '../../contracts/schema.ts';
import type { Contract } from '../contract.ts';

/** Words of a column that stand for a missing cell. */
export type NullsOf = (column: string, type: ColumnType | undefined) => ReadonlySet<string>;

const NO_WORDS: ReadonlySet<string> = new Set();
export const noWords: NullsOf = () => NO_WORDS;

/** Its target has no name, and is in no sample and no profile. */
export function contractWithoutTarget(types: ReadonlyMap<string, ColumnType>, nullsOf: NullsOf = noWords): Contract {
  const rules = [...types].map(([name, type]) => {
    const nulls = nullsOf(name, type);
    return { name, type, required: false, ...(nulls.size > 0 ? { nulls } : {}) };
  });
  const target = { name: '', type: 'text' as const, required: true };
  return {
    rules,
    target,
    schema: { v: 1, task: 'binary-classification', columns: rules.map(({ name, type }) => ({ name, type })), target },
  };
}
