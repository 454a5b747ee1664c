/** Random single changes to random tables: each must change the dataset's digest. MLflow's digest is held beside it. */
import type { Outcome, Proof } from '../../proof.ts';
import { random } from '../random.ts';
import { besideMlflow, MLFLOW } from './mlflow.ts';
import { type Mutated, mutate } from './mutation.ts';
import { digestOf } from './ours.ts';
import { makeTable, type Table } from './table.ts';

/** Changes tried on one table. */
const CHANGES_A_TABLE = 25;
const CHANGES_A_UNIT = 1000;
/** One table of so many, the first among them, is longer than the 10,000 rows MLflow looks at. */
const TABLES_A_LONG_ONE = 20;
/** Of fewer changes none are given to MLflow, which costs an installation. */
const LEAST_BESIDE = 10_000;
const SHARE_BESIDE = 0.02;

export interface Case {
  table: Table;
  changes: Mutated[];
}

function makeCase(seed: number, number: number, changes: number): Case {
  const table = makeTable(random(seed, number), number % TABLES_A_LONG_ONE === 0);
  return { table, changes: Array.from({ length: changes }, (_, i) => mutate(table, random(seed, number, i + 1))) };
}

function* cases(seed: number, from: number, to: number): Generator<Case> {
  for (let first = from; first <= to; first += CHANGES_A_TABLE)
    yield makeCase(seed, Math.floor(first / CHANGES_A_TABLE), Math.min(CHANGES_A_TABLE, to - first + 1));
}

const unitsOf = (what: string, size: number): string[] =>
  Array.from({ length: Math.ceil(size / CHANGES_A_UNIT) }, (_, i) => {
    return `${what} ${i * CHANGES_A_UNIT} to ${Math.min(size, (i + 1) * CHANGES_A_UNIT) - 1}`;
  });

export const digest: Proof = {
  name: 'digest',
  claim: `Every single change to the data changes the digest of the dataset: a cell, a cell that goes missing, a column's type, the order of two rows, a row left out, a row beyond the 10,000th. ${MLFLOW}'s digest, which is of values only, is held beside it on one in fifty; what it does not notice is counted by kind.`,
  counted: 'changes',
  fullSize: 100_000,
  sizeMeans: 'changes',
  units: (_, size) => [
    ...unitsOf('changes', size),
    ...(size < LEAST_BESIDE ? [] : unitsOf('beside MLflow', Math.floor(size * SHARE_BESIDE))),
  ],
  run: async (unit, seed) => {
    const [, what, from, to] = /^(changes|beside MLflow) (\d+) to (\d+)$/.exec(unit) ?? [];
    const found = cases(seed, Number(from), Number(to));
    return what === 'changes' ? tried(found) : besideMlflow([...found]);
  },
};

async function tried(all: Iterable<Case>): Promise<Outcome> {
  const tally: Record<string, number> = {};
  const missed: string[] = [];
  let count = 0;
  for (const { table, changes } of all) {
    const before = await digestOf(table);
    for (const { kind, table: changed } of changes) {
      count += 1;
      tally[kind] = (tally[kind] ?? 0) + 1;
      if ((await digestOf(changed)) === before) missed.push(`${kind}: ${JSON.stringify(changed.columns)}`);
    }
  }
  return missed.length === 0
    ? { ok: true, count, tally }
    : { ok: false, count, tally, detail: missed.slice(0, 5).join('\n') };
}
