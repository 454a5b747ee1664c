/**
 * Our engine as a process of its own: `ours.ts TABLE profile|upload`.
 *
 * `profile` checks the table against its contract and profiles it: what the others do. What is derived from the sample of
 * rows (correlations, relation to the target) is left out, since they have none of it; rows that repeat are told. `upload` also digests the rows,
 * splits them and makes the canonical files, which are counted and not kept.
 */
import type { ColumnProfile, Profile } from '../../../lib/core/contracts/profile.ts';
import { checkRows } from '../../../lib/core/data/check.ts';
import { contractOf } from '../../../lib/core/data/contract.ts';
import { layoutOf } from '../../../lib/core/data/header.ts';
import { profileRows } from '../../../lib/core/data/profile-rows.ts';
import { contractReader, noRows } from '../../../lib/core/data/read-rows.ts';
import { openCsv } from '../../../lib/core/data/readers/csv.ts';
import { piecesOf } from '../pieces.ts';
import { printAnswer } from './answer.ts';
import { manifest, SCHEMA } from './contract.ts';
import { CATEGORIES, NUMBERS } from './table.ts';

const [, , table = '', mode] = process.argv;
const rules = manifest();
const { profile, rejected } = await (mode === 'upload' ? uploaded() : profiled());

async function opened() {
  const file = await openCsv(piecesOf(table));
  const layout = layoutOf(file.header, rules, SCHEMA);
  return { batches: file.batches, layout, contract: contractOf(rules, layout, SCHEMA) };
}

async function profiled(): Promise<{ profile: Profile; rejected: number }> {
  const { batches, layout, contract } = await opened();
  const reader = contractReader(contract, layout);
  const read = noRows(contract, reader);
  await profileRows(batches, reader, read);
  return { profile: read.profile.profile(), rejected: read.rejected.rows };
}

async function uploaded(): Promise<{ profile: Profile; rejected: number }> {
  const { batches, layout, contract } = await opened();
  return checkRows(batches, { manifest: rules, layout, contract }, async () => {});
}

const columns = new Map<string, ColumnProfile>(
  [...profile.columns, ...(profile.target ? [profile.target] : [])].map((column) => [column.name, column]),
);
printAnswer({
  rows: profile.rows + rejected,
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
