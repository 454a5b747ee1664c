/** Differential fuzz of the CSV reader: generated files, against csv-parse, Papa Parse and Python's csv. */
import { isDeepStrictEqual } from 'node:util';
import type { Outcome, Proof } from '../../proof.ts';
import { random } from '../random.ts';
import { type Compared, compare } from './compare.ts';
import { csvFile, type MadeFile } from './csv-file.ts';
import { filesOf, fileUnits } from './file-units.ts';
import { type ReadFile, readCsv } from './ours.ts';
import { heldByPython } from './python.ts';

const FILES_A_UNIT = 5_000;
/** Files for one process of Python: bounds what is in memory at once. */
const FILES_A_PROCESS = 500;
const MOST_TOLD = 5;

export const csv: Proof = {
  name: 'csv',
  claim:
    'The CSV reader reads generated files, hostile ones among them, as csv-parse, Papa Parse and Python read them, in whatever pieces they arrive; each difference is one by design, and its rule holds.',
  counted: 'files',
  fullSize: 100_000,
  sizeMeans: 'files',
  units: (_, size) => fileUnits(size, FILES_A_UNIT),
  run: async (unit, seed) => {
    const { from, to } = filesOf(unit);
    return fuzzed(seed, from, to);
  },
};

/** The files of these numbers, both ends included. */
async function fuzzed(seed: number, from: number, to: number): Promise<Outcome> {
  const tally: Record<string, number> = {};
  const told: string[] = [];
  for (let first = from; first <= to; first += FILES_A_PROCESS) {
    const numbers = Array.from({ length: Math.min(FILES_A_PROCESS, to - first + 1) }, (_, i) => first + i);
    const tried: Tried[] = [];
    for (const number of numbers) tried.push(await tryFile(seed, number));
    heldByPython(tried.map(({ readable }) => readable)).forEach((said, index) => {
      if (said !== undefined) tried[index]?.wrong.push(said);
    });
    for (const { number, file, classes, wrong } of tried) {
      for (const each of [file.kind, ...new Set(classes)]) tally[each] = (tally[each] ?? 0) + 1;
      if (wrong.length > 0) told.push(`file ${number} (${shown(file)}): ${wrong.join('; ').slice(0, 1_000)}`);
    }
  }
  const count = to - from + 1;
  if (told.length === 0) return { ok: true, count, tally };
  const more = told.length > MOST_TOLD ? [`and ${told.length - MOST_TOLD} files more`] : [];
  return { ok: false, count, tally, detail: [...told.slice(0, MOST_TOLD), ...more].join('\n') };
}

interface Tried extends Compared {
  number: number;
  file: MadeFile;
}

async function tryFile(seed: number, number: number): Promise<Tried> {
  const file = csvFile(random(seed, number));
  const whole = await readCsv(file.bytes, [file.bytes.length], file.limits);
  const pieces = await readCsv(file.bytes, file.pieces, file.limits);
  const compared = compare(file, whole);
  if (!isDeepStrictEqual(known(whole), known(pieces))) compared.wrong.push('in other pieces it is read differently');
  return { number, file, ...compared };
}

/** Of a refused file only the refusal: which rows came before it depends on the pieces, and nothing on those rows. */
const known = (read: ReadFile): unknown => read.refused ?? read;

const shown = ({ kind, bytes }: MadeFile): string =>
  `${kind}, ${bytes.length} bytes${bytes.length < 300 ? ` ${JSON.stringify(bytes.toString('latin1'))}` : ''}`;
