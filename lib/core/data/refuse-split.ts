/** Whether the columns of a file can be split as the manifest asks. */
import type { Manifest } from '../contracts/manifest/schema.ts';
import type { ColumnType } from '../contracts/schema.ts';
import { refuse } from './refused.ts';

/** @throws UploadRefused `rule-unusable` when the file has no such column, or none of times */
export function refuseSplit({ split }: Manifest['data'], rules: readonly { name: string; type: ColumnType }[]): void {
  if (!split || split.by === 'id' || split.by === 'row') return;
  const found = rules.find(({ name }) => name === split.column);
  if (found && (split.by === 'group' || found.type === 'timestamp')) return;
  const seen = found ? `it is ${found.type}` : 'there is no such column among the features';
  refuse('rule-unusable', `data.split: ${JSON.stringify(split.column)}, ${seen}.`, [
    {
      column: split.column,
      rule: 'data.split',
      expected: split.by === 'time' ? 'a column of type timestamp' : 'a column of the file',
      seen,
      mend: 'name another column in data.split of model.yaml, or declare its type, and apply',
    },
  ]);
}
