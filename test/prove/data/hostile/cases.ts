/** Files that somebody made to break us, or a broken program did. Each ends with a named reason, in bounded time and memory. */
import { type Bytes, counted, cutAt, gzipped, joined, repeated } from './bytes.ts';

export interface HostileCase {
  name: string;
  bytes: Bytes;
  /** Matches `accepted: <rows kept> of <rows>; <reasons>` or `refused: <code>; <rules of the findings>; <message>`. */
  ends: RegExp;
  /** Whether column `a` is declared a number: a first upload infers its type otherwise. */
  declared?: true;
  /** Takes more than about two CPU seconds. */
  slow?: true;
}

const MB = 1024 * 1024;
const HEADER = 'a,b,y\n';
const row = (i: number): string => `${i % 17},k${i % 5},${i % 2 === 0 ? 'yes' : 'no'}\n`;
/** 200 rows as they should be. */
const good = counted(200, row);
const table = (...parts: readonly (string | Uint8Array | Bytes)[]): Bytes => joined(HEADER, good, ...parts);
const INSIDES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
const object = (i: number): string => `{"a":${i % 17},"b":"k${i % 5}","y":"${i % 2 === 0 ? 'yes' : 'no'}"}\n`;
const goodObjects = counted(200, object);
const cells = (count: number, cell: (i: number) => string): Bytes =>
  counted(count, (i) => (i === 0 ? cell(i) : `,${cell(i)}`));

const archives: HostileCase[] = [
  {
    name: 'gzip bomb of one long cell, 2 GB',
    slow: true,
    bytes: gzipped(joined(HEADER, repeated('0', 2048 * MB))),
    ends: /^refused: unreadable; file-archive; .*times its own size/,
  },
  {
    name: 'gzip bomb of good rows, 340 MB',
    slow: true,
    bytes: gzipped(joined(HEADER, repeated(row(2) + row(3), 20_000_000))),
    ends: /^refused: unreadable; file-archive; .*times its own size/,
  },
  {
    name: 'gzip within gzip',
    bytes: gzipped(gzipped(table())),
    ends: /^refused: unreadable; file-foreign; .*gzip/,
  },
  {
    name: 'gzip cut short',
    bytes: cutAt(
      gzipped(
        joined(
          HEADER,
          counted(20_000, (i) => `${Math.sin(i)},k,yes\n`),
        ),
      ),
      50_000,
    ),
    ends: /^refused: unreadable; file-cut; .*archive ends too early/,
  },
  {
    name: 'gzip with garbage behind its head',
    bytes: joined(Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]), repeated('garbage', 100_000)),
    ends: /^refused: unreadable; file-archive; .*broken/,
  },
];

const shapes: HostileCase[] = [
  {
    name: 'a header of 1,000,000 columns',
    bytes: joined(
      cells(1_000_000, (i) => `c${i}`),
      '\n',
      repeated(row(0), 100),
    ),
    ends: /^refused: unreadable; file-header; .*too-many-cells/,
  },
  {
    name: 'a row of 1,000,000 cells',
    bytes: table(
      cells(1_000_000, () => '1'),
      '\n',
      good,
    ),
    ends: /^accepted: 400 of 401; wrong-cell-count|^accepted: 400 of 401; too-many-cells/,
  },
  {
    name: '4,096 columns and 2,000 rows',
    slow: true,
    bytes: joined(
      cells(4095, (i) => `c${i}`),
      ',y\n',
      ...rowsOf(2_000, 4095),
    ),
    ends: /^accepted: 2000 of 2000/,
  },
  {
    name: 'one line of 300 MB without an end',
    bytes: repeated('1,', 150 * MB),
    ends: /^refused: unreadable; file-header; .*(row-too-long|too-many-cells)/,
  },
  {
    name: 'one row of 300 MB behind a good header',
    bytes: table(repeated('x', 300 * MB)),
    ends: /^accepted: 200 of 201; row-too-long/,
  },
  { name: '300 MB of commas', bytes: repeated(',', 300 * MB), ends: /^refused: unreadable; file-header/ },
  { name: '300 MB of line feeds', bytes: repeated('\n', 300 * MB), ends: /^refused: empty-file/ },
  {
    name: '100 MB of carriage returns behind a header',
    bytes: joined(HEADER, repeated('\r', 100 * MB)),
    ends: /^refused: empty-file/,
  },
  {
    name: '10,000,000 rows of one empty cell',
    bytes: joined('y\n', repeated('""\n', 10_000_000)),
    ends: /^refused: header-mismatch; no-features/,
  },
  {
    name: 'a cell of 5 MB',
    bytes: table(repeated('x', 5 * MB), ',k1,yes\n'),
    ends: /^accepted: 200 of 201; cell-too-long/,
  },
  {
    name: 'a quoted cell of 5 MB',
    bytes: table('1,"', repeated('x', 5 * MB), '",yes\n'),
    ends: /^accepted: 200 of 201; cell-too-long/,
  },
  {
    name: '100 quoted cells of 5 MB',
    slow: true,
    bytes: table(...Array.from({ length: 100 }, () => joined('1,"', repeated('x', 5 * MB), '",yes\n'))),
    ends: /^refused: too-many-rejected-rows; cell-too-long/,
  },
  {
    name: '1,000 cells of 1 MB that are white space',
    slow: true,
    bytes: joined(
      HEADER,
      ...Array.from({ length: 1_000 }, (_, i) => joined(`${i},`, repeated(' ', MB - 2), `,${i % 2 ? 'yes' : 'no'}\n`)),
    ),
    ends: /^accepted: 1000 of 1000/,
  },
  {
    name: 'numbers of 500,000 digits',
    bytes: joined(
      HEADER,
      ...Array.from({ length: 100 }, (_, i) => joined(repeated('9', 500_000), `,k,${i % 2 ? 'yes' : 'no'}\n`)),
    ),
    declared: true,
    ends: /^refused: too-many-rejected-rows; not-a-number/,
  },
];

function rowsOf(rows: number, columns: number): Bytes[] {
  return Array.from({ length: rows }, (_, i) =>
    joined(
      cells(columns, (c) => String((i * 31 + c * 17) % 1_000)),
      `,${i % 2 ? 'yes' : 'no'}\n`,
    ),
  );
}

const quotes: HostileCase[] = [
  {
    name: 'an open quote in the middle',
    bytes: table('1,"k1,yes\n', good),
    ends: /^accepted: 400 of 401; unclosed-quote/,
  },
  { name: 'an open quote in the last line', bytes: table('1,"k1,yes'), ends: /^refused: unreadable; file-cut/ },
  {
    name: 'an open quote in a file of 17 MB',
    slow: true,
    bytes: table('1,"k1,yes\n', counted(2_000_000, row)),
    ends: /^accepted: 2000200 of 2000201; unclosed-quote/,
  },
  {
    name: 'two stray quotes, 5,000 rows apart',
    bytes: table('1,"k1,yes\n', counted(5_000, row), '2,"k2,no\n', counted(100, row)),
    ends: /^accepted: 5300 of 5302; (text-after-quote, unclosed-quote|unclosed-quote, text-after-quote)/,
  },
  {
    name: 'a stray quote every 1,000 rows',
    bytes: joined(HEADER, ...Array.from({ length: 150 }, () => joined('1,"k1,yes\n', counted(1_000, row)))),
    ends: /^refused: unreadable; file-quotes/,
  },
  {
    name: 'text behind a quote in rows of 8 MB, each line of them the beginning of another',
    slow: true,
    bytes: table('"a"x', repeated(',"b\nb"', 4_000_000), '\n'),
    ends: /^refused: unreadable; file-quotes/,
  },
  {
    // Farther apart than a cell may be long: none closes another.
    name: '110 open quotes, 1.5 MB apart',
    slow: true,
    bytes: table(...Array.from({ length: 110 }, (_, i) => joined(`1,"k${i},yes\n`, repeated(row(2) + row(3), 90_000)))),
    ends: /^refused: unreadable; file-quotes/,
  },
  {
    name: '100 MB of quotes',
    bytes: table(repeated('"', 100 * MB)),
    ends: /^accepted: 200 of 201; (cell|row)-too-long/,
  },
  {
    name: '100 MB of quotes, one behind each line end',
    slow: true,
    bytes: table(repeated('"\n', 50 * MB)),
    ends: /^refused: (too-many-rejected-rows|unreadable; file-quotes)/,
  },
  { name: '100 MB of quotes in the header', bytes: repeated('"', 100 * MB), ends: /^refused: unreadable; file-header/ },
];

const texts: HostileCase[] = [
  { name: '100 MB of NUL', bytes: repeated('\0', 100 * MB), ends: /^refused: unreadable; file-header/ },
  { name: 'NUL in a row', bytes: table('1,k\0,yes\n'), ends: /^accepted: 200 of 201; not-utf8/ },
  {
    name: 'NUL in the header',
    bytes: joined('a,b\0,y\n', good),
    ends: /^refused: unreadable; file-header; .*not-utf8/,
  },
  {
    name: 'UTF-16 without a mark',
    bytes: joined(Buffer.from(`${HEADER}1,k,yes\n2,k,no\n`, 'utf16le')),
    ends: /^refused: unreadable; file-header; .*not-utf8/,
  },
  {
    name: 'UTF-16 with a mark',
    bytes: joined(Buffer.from(`\ufeff${HEADER}`, 'utf16le')),
    ends: /^refused: unreadable; file-foreign; .*UTF-16/,
  },
  {
    name: 'Latin-1 throughout',
    bytes: joined(HEADER, repeated(Buffer.from('1,caf\xe9,yes\n', 'latin1'), 200)),
    ends: /^refused: (empty-file|too-many-rejected-rows)/,
  },
  { name: 'a byte order mark alone', bytes: joined('\ufeff'), ends: /^refused: empty-file/ },
  { name: 'nothing', bytes: joined(''), ends: /^refused: empty-file/ },
  {
    name: 'names twice, and none',
    bytes: joined('a,a,,y\n', repeated('1,2,3,yes\n', 100)),
    ends: /^refused: header-mismatch; repeated-column, unnamed-column/,
  },
  {
    name: 'a column whose name begins as a bzip2 archive does',
    bytes: joined('BZhours,b,y\n', good),
    ends: /^accepted: 200 of 200/,
  },
  {
    name: 'a column whose name begins as a Parquet file does',
    bytes: joined('PAR1,b,y\n', good),
    ends: /^accepted: 200 of 200/,
  },
  {
    name: 'a column whose name begins as a ZIP archive does',
    bytes: joined('PK,b,y\n', good),
    ends: /^accepted: 200 of 200/,
  },
];

const values: HostileCase[] = [
  {
    name: 'NaN, Infinity and 1e999 among numbers',
    bytes: joined(
      HEADER,
      counted(10_000, (i) => `${i},k${i % 5},${i % 2 ? 'yes' : 'no'}\n`),
      'NaN,k1,yes\nInfinity,k1,no\n-Infinity,k1,no\n1e999,k1,yes\n-1e999,k1,yes\n3.5e38,k1,no\n',
    ),
    declared: true,
    ends: /^accepted: 10000 of 10006; not-a-number/,
  },
  {
    name: '1e308 in every row',
    bytes: joined(HEADER, repeated('1e308,k,yes\n-1e308,k,no\n', 500)),
    declared: true,
    ends: /^refused: too-many-rejected-rows; not-a-number/,
  },
  {
    name: 'numbers at the edge of float32, and denormal ones',
    bytes: joined(
      HEADER,
      counted(2_000, (i) => `${['3.4e38', '-3.4e38', '1e-320', '-5e-324'][i % 4]},k${i},${i % 3 ? 'yes' : 'no'}\n`),
    ),
    declared: true,
    ends: /^accepted: 2000 of 2000/,
  },
  {
    name: 'columns named as the insides of JavaScript',
    bytes: joined(
      '__proto__,constructor,toString,hasOwnProperty,valueOf,y\n',
      counted(200, (i) => `${i},a${i % 3},b,${i % 7},c,${i % 2 ? 'yes' : 'no'}\n`),
    ),
    ends: /^accepted: 200 of 200/,
  },
  {
    name: 'levels named as the insides of JavaScript',
    bytes: joined(
      HEADER,
      counted(400, (i) => `${i},${INSIDES[i % INSIDES.length]},${i % 2 ? 'yes' : 'no'}\n`),
    ),
    ends: /^accepted: 400 of 400/,
  },
  {
    name: 'labels named as the insides of JavaScript',
    bytes: joined(
      HEADER,
      counted(500, (i) => `${i},k${i % 3},${i % 2 ? '__proto__' : 'constructor'}\n`),
    ),
    ends: /^accepted: 500 of 500/,
  },
  {
    name: 'formula cells, and a formula as a column name',
    bytes: joined(
      '"=HYPERLINK(""http://x"",""y"")",@b,y\n',
      counted(200, (i) => `${i},@SUM(A${i}),${i % 2 ? 'yes' : 'no'}\n`),
      '=1+1,-2+3,yes\n',
    ),
    ends: /^accepted: 200 of 201; not-a-number/,
  },
  {
    name: '1,000,000 levels',
    slow: true,
    bytes: joined(
      HEADER,
      counted(1_000_000, (i) => `${i % 9},level-${(i * 7_919) % 1_000_003},${i % 2 ? 'yes' : 'no'}\n`),
    ),
    ends: /^accepted: 1000000 of 1000000/,
  },
  {
    name: '1,000,000 labels',
    slow: true,
    bytes: joined(
      HEADER,
      counted(1_000_000, (i) => `${i % 9},k${i % 4},label-${i}\n`),
    ),
    ends: /^refused: too-many-labels/,
  },
  {
    name: 'levels of 250 characters, 1,000,000 of them',
    slow: true,
    bytes: joined(
      HEADER,
      counted(1_000_000, (i) => `1,${String(i).padStart(250, 'x')},${i % 2 ? 'yes' : 'no'}\n`),
    ),
    ends: /^accepted: 1000000 of 1000000/,
  },
];

const jsonLines: HostileCase[] = [
  {
    name: 'JSON nested 100,000 deep',
    bytes: joined(goodObjects, '{"a":', repeated('[', 100_000), '\n'),
    ends: /^accepted: 200 of 201; nested-value/,
  },
  {
    name: 'a JSON object of 1,000,000 keys',
    bytes: joined(
      '{',
      counted(1_000_000, (i) => `${i === 0 ? '' : ','}"k${i}":1`),
      '}\n',
      goodObjects,
    ),
    ends: /^refused: unreadable; file-header/,
  },
  {
    name: 'a JSON line of 300 MB',
    bytes: joined(goodObjects, '{"a":"', repeated('x', 300 * MB), '"}\n'),
    ends: /^accepted: 200 of 201; (row|cell|line)-too-long/,
  },
  {
    name: 'JSON keys named as the insides of JavaScript',
    bytes: counted(200, (i) => `{"__proto__":${i},"constructor":"x${i % 3}","y":"${i % 2 ? 'yes' : 'no'}"}\n`),
    ends: /^accepted: 200 of 200/,
  },
  {
    name: 'JSON numbers beyond all numbers, and words that are none',
    bytes: joined(
      counted(1_000, object),
      '{"a":1e999,"b":"k","y":"yes"}\n{"a":NaN,"b":"k","y":"yes"}\n{"a":-Infinity,"b":"k","y":"no"}\n',
    ),
    declared: true,
    ends: /^accepted: 1000 of 1003/,
  },
  {
    name: 'a JSON string that never ends',
    bytes: joined(goodObjects, '{"a":"x'),
    ends: /^accepted: 200 of 201; |^refused: unreadable; file-cut/,
  },
  {
    name: 'NUL within JSON',
    bytes: joined(goodObjects, '{"a":1,"b":"k\0","y":"yes"}\n'),
    ends: /^accepted: 200 of 201; /,
  },
  { name: '100 MB of opening braces', bytes: repeated('{', 100 * MB), ends: /^refused: unreadable/ },
];

export const CASES: readonly HostileCase[] = [...archives, ...shapes, ...quotes, ...texts, ...values, ...jsonLines];
