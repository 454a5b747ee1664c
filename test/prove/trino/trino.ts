/** The profile as SQL, on a real Trino, against the engine's. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { formats } from '../../../lib/adapters/formats/formats.ts';
import { COLUMN_TYPES, type ColumnType } from '../../../lib/core/contracts/schema.ts';
import { profileFile } from '../../../lib/core/data/file/profile-file.ts';
import { openCsv } from '../../../lib/core/data/readers/csv.ts';
import { openTable } from '../../../lib/core/data/readers/open-table.ts';
import { ROOT } from '../../../lib/local/paths.ts';
import { held } from '../data/profile/compare.ts';
import { shapesCsv } from '../data/profile/shapes.ts';
import { random } from '../data/random.ts';
import type { Outcome, Proof } from '../proof.ts';
import { tooFar } from './approximate.ts';
import { hostileCell } from './cells.ts';
import { askTrino } from './figures.ts';
import { loadTable } from './load.ts';
import { trino as installed, VERSION } from './server/install.ts';
import { startTrino, type TrinoServer } from './server/server.ts';

const FOLDER = path.join(ROOT, '..', 'shared', 'data');
const REAL = [
  'adult.csv',
  'bike-sharing-hour.csv',
  'telco-customer-churn.csv',
  'winequality-red.csv',
  'winequality-white.csv',
];
const CELLS = 'cells of type ';
const ROW = 'row';
const HOSTILE = 'it\'s "x"';
const WIDE = 'many columns of many edges';

/** Of texts. Types that are not known are inferred. */
interface Table {
  header: readonly string[];
  rows: readonly (readonly string[])[];
  types?: ReadonlyMap<string, ColumnType>;
}

type Found = TrinoServer | { missing: string };

async function start(): Promise<Found> {
  const found = await installed();
  return 'missing' in found ? found : startTrino(found);
}

let server: Promise<Found> | undefined;

export const trino: Proof = {
  name: 'trino',
  claim: `The SQL of \`sluice data sql\` is taken by Trino ${VERSION} and answers what the profile says: counts, gaps, faults, extremes, levels and bins exactly, means and deviations to nine digits, the rest about.`,
  counted: 'figures',
  fullSize: 20_000,
  leastSize: 500,
  sizeMeans: 'rows of a made-up table',
  units: () => [...REAL.map((file) => `real set ${file}`), 'shapes', ...COLUMN_TYPES.map((type) => CELLS + type), WIDE],
  async run(unit, seed, size) {
    server ??= start();
    const found = await server;
    if ('missing' in found) return { ok: true, count: 0, tally: { [`skipped: ${found.missing}`]: 1 } };
    const table = await tableOf(unit, seed, size);
    if (!table) return { ok: true, count: 0, tally: { [`skipped, absent: ${unit}`]: 1 } };
    return compared(found, unit, table);
  },
  async end() {
    const found = await server;
    if (found && !('missing' in found)) await found.end();
    server = undefined;
  },
};

async function tableOf(unit: string, seed: number, size: number): Promise<Table | undefined> {
  if (unit === 'shapes') return fromCsv(Buffer.from(shapesCsv(random(seed, size), size, 'random')));
  if (unit === WIDE) return wide(seed);
  const type = COLUMN_TYPES.find((each) => unit === CELLS + each);
  if (type) return hostile(type, seed, size);
  const file = path.join(FOLDER, unit.replace('real set ', ''));
  return existsSync(file) ? fromCsv(readFileSync(file)) : undefined;
}

async function fromCsv(bytes: Buffer): Promise<Table> {
  const { delimiter, close } = await openCsv(streamOf(bytes));
  await close();
  const [header = [], ...rows] = parse(bytes, { delimiter, bom: true }) as string[][];
  return { header, rows };
}

/** A line of missing cells only would be blank, so rows have a number; it is a row of fewer where cells are faults, and not compared. */
function hostile(type: ColumnType, seed: number, size: number): Table {
  const choices = random(seed, size, COLUMN_TYPES.indexOf(type));
  return {
    header: [ROW, HOSTILE],
    rows: Array.from({ length: size }, (_, row) => [`r${row}`, hostileCell(type, choices)]),
    types: new Map([
      [ROW, 'text'],
      [HOSTILE, type],
    ]),
  };
}

/** More text than a statement of Athena may have. */
function wide(seed: number): Table {
  const { normal } = random(seed);
  return {
    header: Array.from({ length: 120 }, (_, column) => `column ${column}`),
    rows: Array.from({ length: 600 }, () => Array.from({ length: 120 }, () => String(normal()))),
  };
}

async function compared({ client }: TrinoServer, unit: string, { header, rows, types }: Table): Promise<Outcome> {
  const bytes = Buffer.from([header, ...rows].map((cells) => `${cells.map(quoted).join(',')}\n`).join(''));
  const source = { size: bytes.length, stream: () => streamOf(bytes) };
  const found = await profileFile(() => openTable(source, formats), types ? { known: types } : {});
  const profile = { ...found.profile, columns: found.profile.columns.filter(({ name }) => name !== ROW) };
  await loadTable(client, unit, header, rows);
  const asked = await askTrino(client, unit, profile, found.types);
  const { figures, wrong } = held('Trino', profile, asked.columns);
  const faults = asked.columns.reduce((sum, column) => sum + column.faults, 0);
  if (faults !== found.rejected) wrong.push(`${found.rejected} rows were set aside, and Trino finds ${faults} faults`);
  if (asked.rows !== rows.length) wrong.push(`${rows.length} rows are ${asked.rows} by Trino`);
  wrong.push(...tooFar(profile, asked));
  const kind = unit.startsWith('real set ') ? 'real sets' : unit;
  const tally = {
    [`figures of ${kind}`]: figures,
    [`statements over ${kind}`]: asked.statements,
    ...(faults > 0 ? { [`faults of ${kind}`]: faults } : {}),
  };
  if (wrong.length === 0) return { ok: true, count: figures, tally };
  const more = wrong.length > 8 ? [`and ${wrong.length - 8} more`] : [];
  return { ok: false, count: figures, tally, detail: [...wrong.slice(0, 8), ...more].join('\n') };
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

async function* streamOf(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
