/** CSV files of all kinds, from those a spreadsheet writes to those that nobody should. */
import { CSV_LIMITS, type CsvLimits } from '../../../../lib/core/data/readers/csv-limits.ts';
import { DELIMITERS } from '../../../../lib/core/data/readers/delimiter.ts';
import type { Random } from '../random.ts';

export interface MadeFile {
  kind: Kind;
  bytes: Buffer;
  /** Sizes of the pieces it arrives in, over and over. */
  pieces: number[];
  limits: CsvLimits;
}

export const KINDS = ['orderly', 'damaged', 'soup', 'border', 'narrow'] as const;
type Kind = (typeof KINDS)[number];

/** Readers gather bytes up to this before they scan: behind it, where a piece ends is where a block ends. */
const BLOCK = 128 * 1024;
/** So narrow that ordinary cells, rows and files go beyond them. */
const NARROW: CsvLimits = { cellBytes: 12, cells: 5, rowBytes: 40, resyncs: 3 };

const HEADER = Buffer.from('a,b,c,d\n');
const LINE_END = Buffer.from('\n');
const LINE_ENDS = ['\n', '\r\n', '\r'] as const;
const WORDS = [
  '',
  '',
  ' ',
  '0',
  '-1.5',
  '1e999',
  'NaN',
  'a',
  'é',
  '𝄞',
  'x y',
  "'",
  '=1+1',
  '__proto__',
  'ÿ',
  '\ufeff',
  '\v',
];
const QUOTED_ONLY = ['"', '""', ',', ';', '\t', '\n', '\r', '\r\n', '\n\n', '","', '"\n'];
const DAMAGE = [
  ...['"', '"', '"', '""', '"""', ',', ';', '\t', '\n', '\r', '\r\n', '\n\n', '\0', 'a"b', ' "', '" ', '\ufeff'].map(
    (text) => Buffer.from(text),
  ),
  // Bytes that are no UTF-8: alone, cut short, overlong, a surrogate.
  ...[[0xff], [0xc3], [0xe2, 0x82], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0x80]].map((bytes) => Buffer.from(bytes)),
];

export function csvFile(random: Random): MadeFile {
  const roll = random.next();
  // A file that is longer than a block costs as much as a hundred others.
  const kind: Kind =
    roll < 0.3 ? 'orderly' : roll < 0.6 ? 'damaged' : roll < 0.86 ? 'soup' : roll < 0.875 ? 'border' : 'narrow';
  const limits = kind === 'narrow' ? NARROW : CSV_LIMITS;
  const pieces = Array.from({ length: 1 + random.below(4) }, () => 1 + random.below(random.pick([3, 20, 200])));
  switch (kind) {
    case 'orderly':
      return { kind, limits, pieces, bytes: orderly(random) };
    case 'damaged':
      return { kind, limits, pieces, bytes: damaged(orderly(random), random) };
    case 'narrow':
      return { kind, limits, pieces, bytes: random.chance(0.5) ? orderly(random) : damaged(orderly(random), random) };
    case 'soup':
      return { kind, limits, pieces, bytes: soup(random) };
    case 'border': {
      const narrow = random.chance(0.3);
      const tail = Buffer.concat([random.chance(0.5) ? damaged(orderly(random), random) : soup(random), LINE_END]);
      const head = Buffer.concat([HEADER, Buffer.from(filling(BLOCK - HEADER.length - random.below(40)))]);
      const bytes = Buffer.concat([head, tail, Buffer.from(filling(BLOCK - tail.length)), tail]);
      // The first block ends with the first piece: within the hostile part.
      const first = Math.max(BLOCK, head.length + random.below(tail.length + 1));
      return { kind, bytes, pieces: [first, 1 + random.below(BLOCK)], limits: narrow ? NARROW : CSV_LIMITS };
    }
  }
}

function orderly(random: Random): Buffer {
  const [delimiter, end] = [random.pick(DELIMITERS), random.pick(LINE_ENDS)];
  const [mixed, columns, quoting] = [random.chance(0.3), 1 + random.below(6), random.next()];
  const lineEnd = (): string => (mixed ? random.pick(LINE_ENDS) : end);
  let text = random.chance(0.1) ? '\ufeff' : '';
  text += Array.from({ length: columns }, (_, i) => (random.chance(0.2) ? `"c ""${i}"""` : `c${i}`)).join(delimiter);
  for (let row = random.below(8); row > 0; row--) {
    text += lineEnd();
    if (random.chance(0.1)) text += lineEnd();
    const cells = Array.from({ length: columns }, () => (random.chance(quoting) ? quoted(random) : plain(random)));
    // Ragged rows, and the delimiter at the end that some programs write.
    if (random.chance(0.05)) cells.push(plain(random));
    text += cells.join(delimiter);
  }
  if (random.chance(0.8)) text += lineEnd();
  return Buffer.from(text);
}

const plain = (random: Random): string => random.pick(WORDS) + (random.chance(0.3) ? random.pick(WORDS) : '');

function quoted(random: Random): string {
  const parts = Array.from({ length: random.below(4) }, () => random.pick(random.chance(0.5) ? WORDS : QUOTED_ONLY));
  return `"${parts.join('').replaceAll('"', '""')}"`;
}

function damaged(bytes: Buffer, random: Random): Buffer {
  let out = bytes;
  for (let times = 1 + random.below(4); times > 0; times--) {
    const at = random.below(out.length + 1);
    const taken = random.pick([0, 0, 1, 2]);
    out = Buffer.concat([out.subarray(0, at), random.pick(DAMAGE), out.subarray(at + taken)]);
  }
  return random.chance(0.1) ? out.subarray(0, random.below(out.length + 1)) : out;
}

function soup(random: Random): Buffer {
  const words = WORDS.map((word) => Buffer.from(word));
  const header = random.chance(0.7) ? [Buffer.from(random.pick(['a,b\n', 'a;b;c\r\n', 'a\r']))] : [];
  return Buffer.concat([
    ...header,
    ...Array.from({ length: random.below(40) }, () => random.pick(random.chance(0.25) ? words : DAMAGE)),
  ]);
}

/** Ordinary rows, and blank lines up to just so many bytes. */
function filling(bytes: number): string {
  const row = '1,é,"x ""y""",4\n';
  const rows = row.repeat(Math.floor(bytes / Buffer.byteLength(row)));
  return rows.padEnd(rows.length + bytes - Buffer.byteLength(rows), '\n');
}
