/** 200,000 records of data capture, each a request of one row as CSV, about 110 MB; and the baseline they are counted on. */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import type { ColumnProfile, Profile } from '../../../lib/core/contracts/profile.ts';
import { csvWriter } from '../../../lib/core/data/write-csv.ts';
import { type BaselineColumn, baselineColumns } from '../../../lib/core/drift/baseline.ts';
import { SLUICE_DIR } from '../../../lib/local/paths.ts';
import { type Random, random } from '../../prove/data/random.ts';
import { CATEGORIES, NUMBERS } from '../data/table.ts';

export const RECORDS = 200_000;
const GAP_SHARE = 0.01;
const SEED = 4_112_026;
const EDGES = 257;
const SAMPLED = 20_000;
/** A change of the records is another file. */
const VERSION = 2;

export const COLUMNS: readonly string[] = [...NUMBERS, ...CATEGORIES].map(({ name }) => name);

/** Of each number: quantiles of other values of the column, moved to where no value of a few decimal places lies, for engines differ in the side such a value belongs to. */
export type Edges = Record<string, number[]>;

function edgesOf({ cell }: { cell: (source: Random) => string }): number[] {
  const source = random(SEED + 1);
  const values = Float64Array.from({ length: SAMPLED }, () => Number(cell(source))).sort();
  const at = (i: number): number => values[Math.floor((i / (EDGES - 1)) * (SAMPLED - 1))] ?? 0;
  return [...new Set(Array.from({ length: EDGES }, (_, i) => at(i) + Math.SQRT1_2 * 1e-7))];
}

/** The edges are made beforehand, as a baseline is. */
export const edgesIn = (file: string): Edges => JSON.parse(readFileSync(file, 'utf8')) as Edges;

export function baseline(edgesBy: Edges): BaselineColumn[] {
  const numbers = NUMBERS.map((column): ColumnProfile => {
    const edges = edgesBy[column.name] ?? [];
    const counts = new Array<number>(edges.length + 1).fill(1);
    return { name: column.name, kind: 'number', count: counts.length, nulls: 0, edges, counts };
  });
  const categories = CATEGORIES.map(
    ({ name, levels }): ColumnProfile => ({
      name,
      kind: 'category',
      count: levels.length,
      nulls: 0,
      levels: levels.slice(0, 200).map((value) => ({ value, count: 1 })),
      other: { levels: Math.max(0, levels.length - 200), count: Math.max(0, levels.length - 200) },
    }),
  );
  const profile: Profile = { v: 2, rows: 1000, columns: [...numbers, ...categories] };
  return baselineColumns(
    profile,
    profile.columns.map(({ name, kind }) => ({ name, type: kind })),
  );
}

/** The files, made once and kept. */
export function records(): { file: string; edges: string } {
  const file = path.join(SLUICE_DIR, 'bench', `capture-v${VERSION}-${RECORDS}.jsonl`);
  const edges = `${file}.edges.json`;
  if (existsSync(file)) return { file, edges };
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(edges, JSON.stringify(Object.fromEntries(NUMBERS.map((column) => [column.name, edgesOf(column)]))));
  const [source, writer] = [random(SEED), csvWriter()];
  const handle = openSync(`${file}.part`, 'w');
  let lines = '';
  for (let record = 0; record < RECORDS; record++) {
    const numbers = NUMBERS.map(({ cell }) => (source.next() < GAP_SHARE ? '' : cell(source)));
    const levels = CATEGORIES.map(({ levels: of }) => of[source.below(of.length)] ?? '');
    const data = writer.line([...numbers, ...levels]);
    const answer = { observedContentType: 'text/csv; charset=utf-8', mode: 'OUTPUT', data: `${source.next()}\n` };
    const inferenceTime = `${new Date(Date.UTC(2026, 9, 1) + record * 10).toISOString().slice(0, 19)}Z`;
    lines += `${JSON.stringify({
      captureData: {
        endpointInput: { observedContentType: 'text/csv', mode: 'INPUT', data, encoding: 'CSV' },
        endpointOutput: { ...answer, encoding: 'CSV' },
      },
      eventMetadata: { eventId: `${String(record).padStart(8, '0')}-6f1c-4b7e-9d53-0123456789ab`, inferenceTime },
      eventVersion: '0',
    })}\n`;
    if (lines.length > 1 << 20 || record === RECORDS - 1) {
      writeSync(handle, lines);
      lines = '';
    }
  }
  closeSync(handle);
  renameSync(`${file}.part`, file);
  return { file, edges };
}
