/** Large uploads that make ranges hard: rows of several lines, rows that are set aside, values that repeat far apart. */
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { parseManifest } from '../../../../lib/core/contracts/manifest/parse.ts';
import type { Manifest } from '../../../../lib/core/contracts/manifest/schema.ts';
import { random } from '../random.ts';

export const MANIFEST: Manifest = (() => {
  const parsed = parseManifest({
    sluice: 1,
    model: 'visits',
    task: 'binary-classification',
    data: {
      target: 'returned',
      id: 'visit',
      columns: { card: { type: 'text', unique: true }, visited: { type: 'timestamp' } },
      split: { by: 'time', column: 'visited' },
    },
    training: { algorithm: 'xgboost' },
    stages: {},
  });
  if ('issues' in parsed) throw new Error(JSON.stringify(parsed.issues));
  return parsed.manifest;
})();

const WORDS = [
  'waiting',
  'said "no"',
  'called, then came',
  'line\nbreak',
  'été',
  'a note of some length that is read over',
];
/** Long, so that a file of full size has no more cards than one pass can tell apart. */
const NOTES = Array.from({ length: 500 }, (_, note) =>
  Array.from({ length: 10 + (note % 30) }, (_, at) => WORDS[(note * 7 + at * at) % WORDS.length]).join(' '),
);
const WARDS = ['north', 'south', 'east', 'west', 'day, night'];
const BLOCK_BYTES = 1024 * 1024;

type Row = (string | number | null)[];
const COLUMNS = ['visit', 'visited', 'ward', 'age', 'weight', 'pressure', 'cost', 'card', 'note', 'returned'];

/** A row by its number. One in 1,000 is set aside for its age, and one in 2,000 for a card that came long before. */
function rowOf(number: number, next: () => number): Row {
  const spread = (): number => next() + next() + next() - 1.5;
  return [
    number,
    new Date(Date.UTC(2026, 0, 1) + Math.floor(next() * 2e10)).toISOString(),
    WARDS[Math.floor(next() * next() * WARDS.length)] ?? '',
    number % 1000 === 17 ? 'old' : 20 + Math.floor(next() * 70),
    Number((70 + 12 * spread()).toFixed(2)),
    next() < 0.03 ? null : 120 + 15 * spread(),
    Number((next() ** 4 * 1e5).toFixed(2)),
    `C-${number % 2000 === 999 ? Math.floor(number / 3) : number}`,
    NOTES[Math.floor(next() * NOTES.length)] ?? '',
    next() < 0.3 ? 'yes' : 'no',
  ];
}

const csvCell = (value: Row[number]): string => {
  const text = value === null ? '' : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const FORMS = {
  csv: { head: `${COLUMNS.join(',')}\n`, line: (row: Row) => `${row.map(csvCell).join(',')}\n` },
  'json-lines': {
    head: '',
    line: (row: Row) => `${JSON.stringify(Object.fromEntries(COLUMNS.map((name, index) => [name, row[index]])))}\n`,
  },
} as const;

/** @param bytes at least @param first number of its first row @returns number of the row after its last */
export async function writeFileOf(
  file: string,
  form: keyof typeof FORMS,
  { bytes, first, seed }: { bytes: number; first: number; seed: number },
): Promise<number> {
  const { head, line } = FORMS[form];
  const choices = random(seed, first);
  const next = (): number => choices.next();
  const out = createWriteStream(file);
  let block = head;
  let number = first;
  for (let written = 0; written < bytes; ) {
    while (block.length < BLOCK_BYTES) block += line(rowOf(number++, next));
    written += block.length;
    if (!out.write(block)) await new Promise<void>((resolve) => out.once('drain', resolve));
    block = '';
  }
  out.end();
  await finished(out);
  return number;
}
