/** Profiles against NumPy: real data sets, twelve shapes in three orders, and a column of more levels than are told apart. */
import { createReadStream, existsSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { formats } from '../../../../lib/adapters/formats/formats.ts';
import { profileFile } from '../../../../lib/core/data/file/profile-file.ts';
import { openCsv } from '../../../../lib/core/data/readers/csv.ts';
import { openTable } from '../../../../lib/core/data/readers/open-table.ts';
import { ROOT } from '../../../../lib/local/paths.ts';
import { withFolder } from '../../../bench/folder.ts';
import type { Outcome, Proof } from '../../proof.ts';
import { type Random, random } from '../random.ts';
import { held } from './compare.ts';
import { byNumpy } from './numpy.ts';
import { ORDERS, type Order, shapesCsv } from './shapes.ts';

const REAL = [
  'adult.csv',
  'bike-sharing-hour.csv',
  'telco-customer-churn.csv',
  'winequality-red.csv',
  'winequality-white.csv',
];
const FOLDER = path.join(ROOT, '..', 'shared', 'data');

const everyOrder = (what: string, rows: number): string[] => ORDERS.map((order) => `${what}, ${rows} rows, ${order}`);

export const profile: Proof = {
  name: 'profile',
  claim:
    'Counts, extremes, moments and levels are those of NumPy to nine digits; quantiles of a sample lie within the stated error of their rank, and counts of heavy hitters within their stated bound, whatever the order of the rows.',
  counted: 'figures',
  fullSize: 400_000,
  sizeMeans: 'rows of the largest made-up file',
  units: (_, size) => [
    ...REAL.map((file) => `real set ${file}`),
    // Some hundreds of rows stand for themselves, as many as are kept are exact, more are sampled.
    ...everyOrder('shapes', Math.min(size, 500)),
    ...(size < 10_000 ? [] : everyOrder('shapes', 20_000)),
    ...(size < 200_000 ? [] : everyOrder('shapes', size)),
    ...(size < 200_000 ? [] : everyOrder('levels', size)),
  ],
  run: (unit, seed) =>
    withFolder(async (folder) => {
      const real = /^real set (.+)$/.exec(unit)?.[1];
      if (real !== undefined) {
        const file = path.join(FOLDER, real);
        if (!existsSync(file)) return { ok: true, count: 0, tally: { [`skipped, absent: ${real}`]: 1 } };
        return compared(file, 'real sets');
      }
      const [, what = '', rows, order] = /^(shapes|levels), (\d+) rows, (\w+)$/.exec(unit) ?? [];
      const file = path.join(folder, 'made-up.csv');
      const choices = random(seed, Number(rows));
      const make = what === 'shapes' ? shapesCsv : levelsCsv;
      writeFileSync(file, make(choices, Number(rows), order as Order));
      return compared(file, `${what}, ${rows} rows`);
    }),
};

async function compared(file: string, kind: string): Promise<Outcome> {
  const source = { size: statSync(file).size, stream: () => createReadStream(file) };
  const opened = await openCsv(source.stream());
  await opened.close();
  const { profile, types, rejected } = await profileFile(() => openTable(source, formats));
  const theirs = byNumpy(
    file,
    opened.delimiter,
    profile.columns.map((column) => ({
      name: column.name,
      type: types.get(column.name) ?? 'text',
      edges: column.kind === 'number' ? column.edges : [],
    })),
  );
  const { figures, wrong, worstRank } = held('NumPy', profile, theirs);
  if (rejected > 0) wrong.push(`${rejected} rows were rejected`);
  const tally = { [`figures of ${kind}`]: figures };
  const rank = worstRank > 0 ? { detail: `largest rank error: ${worstRank.toFixed(2)} of the stated one` } : {};
  if (wrong.length === 0) return { ok: true, count: figures, tally, ...rank };
  const more = wrong.length > 8 ? [`and ${wrong.length - 8} figures more`] : [];
  return { ok: false, count: figures, tally, detail: [...wrong.slice(0, 8), ...more].join('\n') };
}

/** Half as many different levels as rows, and a few of them frequent (Zipf): more than are told apart in a large file. */
function levelsCsv(random: Random, rows: number, order: Order): string {
  const levels = Array.from({ length: rows }, (_, i) => {
    const frequent = random.chance(0.4);
    return `l${frequent ? Math.floor(30 ** random.next()) : 100 + (i % Math.max(1, Math.floor(rows / 2)))}`;
  });
  if (order !== 'random') levels.sort();
  if (order === 'reversed') levels.reverse();
  return `level,place\n${levels.map((level, i) => `${level},${i}\n`).join('')}`;
}
