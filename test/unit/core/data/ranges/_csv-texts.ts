/** CSV files of the kinds that make borders hard: quotes with line ends and delimiters, CR, CRLF, blank lines, stray quotes. */
import fc from 'fast-check';

const plain = fc.stringMatching(/^[a-c0-9.]{0,6}$/);
/** A quote that is no first byte of its cell is text. */
const stray = fc.stringMatching(/^[a-c]"{1,2}[a-c]{0,3}$/);
const quoted = fc
  .array(fc.constantFrom('a', 'b', ',', '\n', '\r\n', '\r', '""', '1', 'é', ';', '"",""'), { maxLength: 8 })
  .map((parts) => `"${parts.join('')}"`);
/** Text behind a closing quote: the row has a fault. Mostly in one line: where it has several, a file is not read in ranges. */
const behind = fc.oneof(
  { weight: 9, arbitrary: quoted.map((text) => `${text.replaceAll(/[\r\n]/g, 'l')}x`) },
  { weight: 1, arbitrary: quoted.map((text) => `${text}x`) },
);

const cell = fc.oneof(
  { weight: 6, arbitrary: plain },
  { weight: 3, arbitrary: quoted },
  { weight: 1, arbitrary: stray },
  { weight: 1, arbitrary: behind },
);
const lineEnd = fc.constantFrom('\n', '\r\n', '\r', '\n\n', '\r\n\r\n', '\n\r\n', '\r\r');

/** The bytes of a file with a header of three columns; rows may have fewer or more cells. */
export const csvBytes = fc
  .record({
    bom: fc.boolean(),
    header: fc.constantFrom('a,b,c', '"a","b\nb",c', 'a,"b,b","c"'),
    rows: fc.array(fc.tuple(fc.array(cell, { minLength: 1, maxLength: 4 }), lineEnd), { maxLength: 30 }),
    end: lineEnd,
    terminated: fc.boolean(),
  })
  .map(({ bom, header, rows, end, terminated }) => {
    const text = `${bom ? '\uFEFF' : ''}${header}${end}${rows.map(([cells, close]) => cells.join(',') + close).join('')}`;
    return Buffer.from(terminated ? text : text.replace(/[\r\n]+$/, ''));
  });

/** Cuts between two bytes of a file, as ranges. */
export const cutsOf = (from: number, to: number): fc.Arbitrary<{ from: number; to: number }[]> =>
  fc.array(fc.integer({ min: from, max: to }), { maxLength: 12 }).map((cuts) => {
    const at = [from, ...cuts, to].sort((a, b) => a - b);
    return at.slice(1).map((to, index) => ({ from: at[index] ?? 0, to }));
  });
