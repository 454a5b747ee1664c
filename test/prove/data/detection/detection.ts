/** Faults that break models, planted in resamples of real tables: are they found, and is clean data left alone? */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { SLUICE_DIR } from '../../../../lib/local/paths.ts';
import type { Outcome, Proof } from '../../proof.ts';
import { PEERS, peerTally } from './peers.ts';
import { CLEAN, resampled } from './resample.ts';
import { available } from './tables.ts';
import { added, count, missed, OURS, type Tally, tableOf } from './tally.ts';

/** Resamples of a unit: half a minute. */
const BATCH = 20;
/** Others take seconds a file: they judge one resample of so many. */
const PEERS_EVERY = 200;
/** A batch is too small for the goals; below this something broke. */
const LEAST_NOTICED = 0.7;
const GOALS = 'recall over all';

export const detection: Proof = {
  name: 'detection',
  claim:
    'Faults planted in one random half of a table are noticed by what is known of the other half, at least 95 % of all and 80 % of each kind, and clean halves are refused in at most 1 %.',
  counted: 'files judged',
  fullSize: 1000,
  leastSize: 2,
  sizeMeans: 'resamples',
  units(seed, size) {
    const batches = batchesOf(seed, size).map(({ title }) => title);
    const peers = size >= PEERS_EVERY ? PEERS.map(({ name }) => `peer ${name}`) : [];
    return [...batches, ...peers, ...(batches.length > 1 ? [GOALS] : [])];
  },
  concludes: (unit) => unit === GOALS,
  async run(unit, seed, size) {
    if (unit === GOALS) return goals(seed, size);
    const named = PEERS.find(({ name }) => unit === `peer ${name}`);
    if (named) return { ok: true, ...(await peerTally(named, peerResamples(seed, size))) };
    const batch = batchesOf(seed, size).find(({ title }) => title === unit);
    if (!batch) throw new Error(`no batch ${unit}`);
    const outcome = await tried(batch);
    // One batch alone concludes nothing, and leaves nothing behind.
    if (size > BATCH) keep(seed, batch.title, outcome.tally ?? {});
    return outcome;
  },
  tell: tableOf,
};

interface Batch {
  title: string;
  resamples: { table: string; seed: number }[];
}

/** Tables in turn, beginning at another one for another seed; absent ones are told. */
function batchesOf(seed: number, size: number): Batch[] {
  const { names } = available();
  const resamples = Array.from({ length: size }, (_, i) => ({
    table: names[(seed + i) % names.length] ?? 'made-up',
    seed: (seed + 7919 * i) | 0,
  }));
  return Array.from({ length: Math.ceil(size / BATCH) }, (_, i) => ({
    title: `resamples ${i * BATCH + 1} to ${Math.min(size, (i + 1) * BATCH)}`,
    resamples: resamples.slice(i * BATCH, (i + 1) * BATCH),
  }));
}

const peerResamples = (seed: number, size: number): Batch['resamples'] =>
  batchesOf(seed, size)
    .flatMap(({ resamples }) => resamples)
    .filter((_, i) => i % PEERS_EVERY === 0);

async function tried({ resamples }: Batch): Promise<Outcome> {
  const tally: Tally = {};
  for (const name of available().absent) tally[`skipped: ${name} is not there`] = 1;
  const short: string[] = [];
  let [planted, noticed, all, refusedClean] = [0, 0, 0, 0];
  for (const { table, seed: own } of resamples)
    for (const result of await resampled(table, own)) {
      count(tally, OURS, result);
      all += 1;
      const { fault, told } = result;
      if (fault === CLEAN) refusedClean += Number(result.refused);
      else {
        planted += 1;
        noticed += Number(result.noticed);
      }
      if (fault === CLEAN ? result.refused : !result.noticed)
        short.push(`${table} ${own}: ${fault}: ${told.join(' ') || 'nothing'}`);
    }
  const ok = noticed >= LEAST_NOTICED * planted && refusedClean <= 1;
  return { ok, count: all, tally, ...(ok ? {} : { detail: short.slice(0, 12).join('\n') }) };
}

/** What came of each batch, a file each: an interrupted proof knows all of it at its end, and batches may run at once. */
const folderOf = (seed: number): string => path.join(SLUICE_DIR, 'prove', `detection-${seed}`);
const Kept = z.record(z.string(), z.number());

function kept(seed: number, title: string): Tally | undefined {
  const file = path.join(folderOf(seed), `${title}.json`);
  return existsSync(file) ? Kept.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}

function keep(seed: number, title: string, tally: Tally): void {
  mkdirSync(folderOf(seed), { recursive: true });
  writeFileSync(path.join(folderOf(seed), `${title}.json`), JSON.stringify(tally));
}

function goals(seed: number, size: number): Outcome {
  const batches = batchesOf(seed, size).map(({ title }) => kept(seed, title));
  const all = batches.filter((tally) => tally !== undefined);
  const untold = batches.length - all.length;
  if (untold > 0) return { ok: false, count: 0, detail: `nothing is kept of ${untold} batches` };
  const short = missed(added(all));
  if (short.length === 0) rmSync(folderOf(seed), { recursive: true, force: true });
  return { ok: short.length === 0, count: 0, detail: short.join('\n') };
}
