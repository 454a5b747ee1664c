/** The contract of the table, as a manifest and its frozen schema say it. */
import { parseManifest } from '../../../lib/core/contracts/manifest/parse.ts';
import type { Manifest } from '../../../lib/core/contracts/manifest/schema.ts';
import type { DatasetSchema } from '../../../lib/core/contracts/schema.ts';
import { CATEGORIES, NUMBERS, TARGET } from './table.ts';

export function manifest(): Manifest {
  const numbers = NUMBERS.map(({ name, whole, min, max }) => [name, { type: whole ? 'integer' : 'number', min, max }]);
  const categories = CATEGORIES.map(({ name, levels, listed }) => [
    name,
    listed ? { type: 'category', values: [...levels] } : { type: 'category' },
  ]);
  const parsed = parseManifest({
    sluice: 1,
    model: 'bench',
    task: 'regression',
    data: { target: TARGET, columns: Object.fromEntries([...numbers, ...categories]) },
    training: { algorithm: 'xgboost' },
    stages: {},
  });
  if ('issues' in parsed) throw new Error(JSON.stringify(parsed.issues));
  return parsed.manifest;
}

export const SCHEMA: DatasetSchema = {
  v: 1,
  task: 'regression',
  columns: [
    ...NUMBERS.filter(({ name }) => name !== TARGET).map(({ name, whole }) => ({
      name,
      type: whole ? ('integer' as const) : ('number' as const),
    })),
    ...CATEGORIES.map(({ name, levels, listed }) => ({
      name,
      type: 'category' as const,
      ...(listed ? { values: [...levels] } : {}),
    })),
  ],
  target: { name: TARGET, type: 'number' },
};
