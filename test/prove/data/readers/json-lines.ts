/** Differential fuzz of the JSON Lines reader: generated files, damaged byte by byte, against JSON.parse line by line. */
import { isDeepStrictEqual } from 'node:util';
import { rowTexts } from '../../../../lib/core/data/cell-text.ts';
import { openJsonLines } from '../../../../lib/core/data/readers/json-lines.ts';
import { UnreadableFile } from '../../../../lib/core/data/readers/unreadable-file.ts';
import type { Outcome, Proof } from '../../proof.ts';
import { type Random, random, shuffled } from '../random.ts';
import { filesOf, fileUnits } from './file-units.ts';

const FILES_A_UNIT = 5_000;
const MOST_TOLD = 5;
const COLUMNS = ['a', 'b c', 'é"x', '__proto__', '7'];
const VALUES = [
  'null',
  'true',
  'false',
  '0',
  '-0',
  '1.50',
  '1E+2',
  '1e-400',
  '12345678901234567890',
  '""',
  '" x "',
  '"é𝄞"',
];
const ODD_VALUES = [
  '1e999',
  '-1e999',
  'NaN',
  'Infinity',
  '01',
  '+1',
  '.5',
  '1.',
  '[]',
  '{}',
  '"\\u0041"',
  '"\\ud834\\udd1e"',
  '"\\ud800"',
  '"\\/\\b\\n"',
  '"\\x"',
  "'a'",
  '"\t"',
  '"\\u0000"',
  'nul',
  'undefined',
];
const DAMAGE = ['"', '\\', ',', ':', '{', '}', '[', ']', ' ', '0', 'e', '-', '\0', '\t', '\ufeff', 'é'].map((text) =>
  Buffer.from(text),
);
const BROKEN = [[0xff], [0xc3], [0xe2, 0x82], [0xed, 0xa0, 0x80]].map((bytes) => Buffer.from(bytes));
/** Readers scan so many bytes at once: every fiftieth file is longer. */
const BLOCK = 128 * 1024;

export const jsonLines: Proof = {
  name: 'json-lines',
  claim:
    'The JSON Lines reader takes and reads each line of generated files, hostile ones among them, as JSON.parse does; lines it sets aside are no JSON, no flat objects, or name a key twice or one that is no column.',
  counted: 'lines',
  fullSize: 50_000,
  sizeMeans: 'files',
  units: (_, size) => fileUnits(size, FILES_A_UNIT),
  run: async (unit, seed) => {
    const { from, to } = filesOf(unit);
    const tally: Record<string, number> = {};
    const told: string[] = [];
    let count = 0;
    for (let number = from; number <= to; number++) {
      const { lines, wrong } = await tried(random(seed, number), tally);
      count += lines;
      if (wrong) told.push(`file ${number}: ${wrong.slice(0, 500)}`);
    }
    return outcome(count, tally, told);
  },
};

function outcome(count: number, tally: Record<string, number>, told: readonly string[]): Outcome {
  if (told.length === 0) return { ok: true, count, tally };
  const more = told.length > MOST_TOLD ? [`and ${told.length - MOST_TOLD} files more`] : [];
  return { ok: false, count, tally, detail: [...told.slice(0, MOST_TOLD), ...more].join('\n') };
}

async function tried(choices: Random, tally: Record<string, number>): Promise<{ lines: number; wrong?: string }> {
  const end = Buffer.from(choices.pick(['\n', '\r\n']));
  const lines = Array.from({ length: 1 + choices.below(12) }, () => madeLine(choices));
  const header = Buffer.from(`{${COLUMNS.map((name) => `${JSON.stringify(name)}:null`).join(',')}}`);
  const filling = choices.chance(0.02) ? Math.ceil(BLOCK / (header.length + end.length)) - choices.below(3) : 1;
  // The last line is whole, so that no file is cut.
  const all = [...Array.from({ length: filling }, () => header), ...lines, header];
  const bytes = Buffer.concat(all.flatMap((line) => [line, end]));

  const whole = await read(bytes, [bytes.length]);
  const cut = [1 + choices.below(40), filling > 1 ? BLOCK - 64 + choices.below(128) : 1 + choices.below(200)];
  if (!isDeepStrictEqual(whole, await read(bytes, cut)))
    return { lines: 0, wrong: 'in other pieces it is read differently' };
  if (typeof whole === 'string') return { lines: 0, wrong: `refused: ${whole}` };
  const byLine = new Map(whole.map((row) => [row.line, row]));
  for (const [index, line] of lines.entries()) {
    const ours = byLine.get(filling + index + 1);
    const expected = parsed(line);
    const kind = expected === 'blank' ? 'blank' : (ours?.fault ?? 'read');
    tally[kind] = (tally[kind] ?? 0) + 1;
    if (agrees(ours, expected)) continue;
    return {
      lines: index,
      wrong: `${JSON.stringify(line.toString('latin1'))} is ${JSON.stringify(ours)}, by JSON.parse ${JSON.stringify(expected)}`,
    };
  }
  return { lines: lines.length };
}

interface Row {
  line: number;
  cells: string[];
  fault?: string;
}

async function read(bytes: Buffer, pieces: readonly number[]): Promise<Row[] | string> {
  try {
    const rows: Row[] = [];
    const file = await openJsonLines(inPieces(bytes, pieces));
    for await (const batch of file.batches)
      for (const { line, cells, fault } of rowTexts(batch)) rows.push({ line, cells, ...(fault ? { fault } : {}) });
    return rows;
  } catch (error) {
    if (error instanceof UnreadableFile) return `${error.reason}: ${error.message}`;
    throw error;
  }
}

async function* inPieces(bytes: Buffer, pieces: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = pieces[i % pieces.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

function madeLine(choices: Random): Buffer {
  const keys = shuffled(COLUMNS, choices).slice(0, choices.below(COLUMNS.length + 1));
  if (choices.chance(0.05)) keys.push(choices.pick(['z', 'a', '__proto__', 'constructor']));
  const blank = (): string => (choices.chance(0.2) ? choices.pick([' ', '\t', '  ']) : '');
  const cells = keys.map((key) => {
    const value = choices.pick(choices.chance(0.1) ? ODD_VALUES : VALUES);
    return `${blank()}${JSON.stringify(key)}${blank()}:${blank()}${value}${blank()}`;
  });
  let line = Buffer.from(`${blank()}{${cells.join(',')}}${blank()}`);
  for (let times = choices.chance(0.3) ? 1 + choices.below(3) : 0; times > 0; times--) {
    const at = choices.below(line.length + 1);
    const damage = choices.pick(choices.chance(0.1) ? BROKEN : DAMAGE);
    line = Buffer.concat([line.subarray(0, at), damage, line.subarray(at + choices.pick([0, 0, 1]))]);
  }
  return line;
}

type Parsed = { cells: unknown[]; repeated: boolean } | 'fault' | 'blank';

/** What JSON.parse makes of a line: a cell for each column, numbers by their value; or that it is no row. */
function parsed(line: Buffer): Parsed {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line);
  } catch (error) {
    if (error instanceof TypeError) return 'fault';
    throw error;
  }
  if (/^[ \t\r]*$/.test(text)) return 'blank';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return 'fault';
    throw error;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'fault';
  const entries = Object.entries(value);
  const good = entries.every(
    ([key, cell]) =>
      COLUMNS.includes(key) &&
      (cell === null || typeof cell !== 'object') &&
      // No text can hold half a character, and no cell NUL.
      !(typeof cell === 'string' && (!cell.isWellFormed() || cell.includes('\0'))) &&
      !(typeof cell === 'number' && !Number.isFinite(cell)),
  );
  if (!good) return 'fault';
  // JSON.parse keeps the last of two equal keys: as many keys as the flat object has tell.
  const keys = [...text.matchAll(/"(?:[^"\\]|\\.)*"[ \t\r]*(:?)/g)].filter(([, colon]) => colon === ':').length;
  const of = new Map(entries);
  const cells = COLUMNS.map((name) => {
    const cell = of.get(name) ?? '';
    return typeof cell === 'boolean' ? String(cell) : cell;
  });
  return { cells, repeated: keys > entries.length };
}

function agrees(ours: Row | undefined, expected: Parsed): boolean {
  if (expected === 'blank') return ours === undefined;
  if (ours === undefined) return false;
  if (expected === 'fault') return ours.fault !== undefined;
  // An earlier of the equal keys may have another fault.
  if (expected.repeated) return ours.fault !== undefined;
  if (ours.fault !== undefined) return false;
  return ours.cells.every((cell, i) => {
    const their = expected.cells[i];
    return typeof their === 'number' ? cell !== '' && Number(cell) === their : cell === their;
  });
}
