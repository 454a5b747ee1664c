/** Cells that two engines may well read differently, type by type. */
import type { ColumnType } from '../../../lib/core/contracts/schema.ts';
import type { Random } from '../data/random.ts';

/** All that JavaScript takes for white space, and three characters that only look like it. */
const AROUND = [
  ...['\t', '\n', '\v', '\f', '\r', ' ', '\u00a0', '\u1680', '\u2000', '\u2007', '\u200a', '\u2028', '\u2029'],
  ...['\u202f', '\u205f', '\u3000', '\ufeff', '\u200b', '\u001c', '\u0085'],
];
const digits = ({ below }: Random, most: number): string =>
  Array.from({ length: 1 + below(most) }, () => below(10)).join('');

function number(random: Random): string {
  const { pick, chance } = random;
  const odd = [
    'NaN',
    'Infinity',
    '-inf',
    '0x10',
    '0b1',
    '1d',
    '1f',
    '1_000',
    '1,5',
    '1e39',
    '1e999',
    '-1e400',
    '1e-400',
  ];
  const rare = [
    '.',
    '-',
    '+',
    'e5',
    '.e1',
    '1e',
    '1e+',
    '٣',
    '１',
    '3.4028234663852886e38',
    '3.4028234663852888e38',
    '-0',
    '--1',
  ];
  if (chance(0.15)) return pick([...odd, ...rare]);
  const whole = chance(0.9) ? digits(random, 12) : '';
  const fraction = chance(0.5) ? `.${chance(0.9) ? digits(random, 12) : ''}` : '';
  const exponent = chance(0.2) ? `${pick(['e', 'E'])}${pick(['', '+', '-'])}${random.below(30)}` : '';
  return `${pick(['', '', '-', '+'])}${whole}${fraction}${exponent}`;
}

function integer(random: Random): string {
  if (random.chance(0.2)) return number(random);
  if (random.chance(0.1))
    return random.pick(['9007199254740991', '9007199254740992', '-9007199254740993', '1.0', '0007']);
  return `${random.pick(['', '', '-', '+'])}${digits(random, 16)}`;
}

const two = (value: number): string => String(value).padStart(2, '0');

function timestamp(random: Random): string {
  const { below, chance, pick } = random;
  const odd = [
    'now',
    '2026',
    '2026-11',
    '2026-W47-6',
    '2026-325',
    '21.11.2026',
    '2026-1-1',
    '+002026-01-01',
    '-001-01-01',
  ];
  if (chance(0.05)) return pick(odd);
  const year = chance(0.1) ? pick(['0000', '0001', '9999', '1582', '1969', '1970']) : String(1900 + below(200));
  const date = `${year}-${two(below(chance(0.1) ? 15 : 13))}-${two(below(chance(0.2) ? 33 : 29))}`;
  if (chance(0.2)) return date;
  const clock = `${two(below(chance(0.1) ? 30 : 24))}:${two(below(chance(0.05) ? 70 : 60))}`;
  const seconds = chance(0.7)
    ? `:${two(below(chance(0.05) ? 70 : 60))}${chance(0.4) ? `.${digits(random, 10)}` : ''}`
    : '';
  const offset = `${pick(['+', '-'])}${two(below(chance(0.2) ? 30 : 15))}:${two(below(chance(0.1) ? 70 : 60))}`;
  return `${date}${pick(['T', 'T', ' ', 't'])}${clock}${seconds}${pick(['', '', 'Z', 'z', offset, offset])}`;
}

const boolean = ({ pick }: Random): string =>
  pick([
    'true',
    'False',
    'YES',
    'no',
    'y',
    'N',
    't',
    'f',
    '1',
    '0',
    'TRUE',
    'on',
    'off',
    'maybe',
    '2',
    'tru',
    'ｔrue',
    'ﬀ',
    'NO.',
  ]);

const text = ({ pick, below }: Random): string =>
  Array.from({ length: 1 + below(4) }, () =>
    pick([
      'a',
      'B',
      "'",
      '"',
      '\\',
      '%',
      '_',
      '{x}',
      'é',
      'e\u0301',
      'ß',
      '𝒳',
      '👩‍🔬',
      '--',
      '/*',
      ';',
      ',',
      'NaN',
      '0',
      ...AROUND,
    ]),
  ).join('');

const OF: Record<ColumnType, (random: Random) => string> = {
  number,
  integer,
  timestamp,
  boolean,
  category: text,
  text,
};

/** One cell in twelve is missing, and one in five has white space around it, or what looks like it. */
export function hostileCell(type: ColumnType, random: Random): string {
  const around = (): string => (random.chance(0.1) ? random.pick(AROUND) : '');
  if (random.chance(1 / 12)) return around();
  return `${around()}${OF[type](random)}${around()}`;
}
