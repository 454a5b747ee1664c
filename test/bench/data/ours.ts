/** Our engine as a process of its own: `ours.ts TABLE`. Checks the table against its contract and profiles it. */
import { createReadStream } from 'node:fs';
import type { ColumnProfile } from '../../../lib/core/contracts/profile.ts';
import { checkRows } from '../../../lib/core/data/check.ts';
import { contractOf } from '../../../lib/core/data/contract.ts';
import { layoutOf } from '../../../lib/core/data/header.ts';
import { openCsv } from '../../../lib/core/data/readers/csv.ts';
import { printAnswer } from './answer.ts';
import { manifest, SCHEMA } from './contract.ts';
import { CATEGORIES, NUMBERS } from './table.ts';

const [, , table = ''] = process.argv;
const file = await openCsv(createReadStream(table, { highWaterMark: 256 * 1024 }));
const rules = manifest();
const layout = layoutOf(file.header, rules, SCHEMA);
const { kept, rejected, profile } = await checkRows(
  file.batches,
  { manifest: rules, layout, contract: contractOf(rules, layout, SCHEMA) },
  async () => {},
);

const columns = new Map<string, ColumnProfile>(
  [...profile.columns, ...(profile.target ? [profile.target] : [])].map((column) => [column.name, column]),
);
printAnswer({
  rows: kept + rejected,
  outside: rejected,
  numbers: NUMBERS.map(({ name }) => {
    const column = columns.get(name);
    if (column?.kind !== 'number') throw new Error(`${name} is no number`);
    const { count, nulls, min = Number.NaN, max = Number.NaN, mean = Number.NaN, sd = Number.NaN } = column;
    return { name, count, nulls, min, max, mean, sd };
  }),
  categories: CATEGORIES.map(({ name }) => {
    const column = columns.get(name);
    if (column?.kind !== 'category') throw new Error(`${name} is no category`);
    const { nulls, levels } = column;
    return { name, nulls, levels: Object.fromEntries(levels.map(({ value, count }) => [value, count])) };
  }),
});
