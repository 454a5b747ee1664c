/** UTF-8 that was read as Latin-1 and written again: each letter beyond ASCII became two or three. */
import type { CategoryProfile } from '../../contracts/profile.ts';
import { exampleLines, type Rule } from './comparison.ts';
import { percent } from './words.ts';

/** Values that look like it, and their share of those with letters beyond ASCII. */
const LEAST_VALUES = 5;
const LEAST_SHARE = 0.2;
/** The first byte of a letter's UTF-8 read as Latin-1 or Windows-1252, then one of the bytes that may follow it. */
const LOOK =
  /[\u00c2-\u00f4][\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178]/;

export const looksLikeMojibake = (text: string): boolean => LOOK.test(text);

export const mojibake: Rule = ({ columns, sample }) =>
  columns.flatMap(({ now, before, index }) => {
    if (now.kind !== 'category' || before.kind !== 'category') return [];
    const [is, was] = [countOf(now), countOf(before)];
    if (is.mojibake < LEAST_VALUES || is.mojibake < LEAST_SHARE * is.nonAscii) return [];
    if (was.mojibake / Math.max(1, before.count) > (LEAST_SHARE * is.mojibake) / now.count) return [];
    const [codes, texts] = [sample?.levels[index], sample?.texts[index]];
    return [
      {
        column: now.name,
        rule: 'mojibake',
        expected: 'letters with accents as before',
        seen: `two or three signs for a letter in ${percent(is.mojibake / now.count)} of the values`,
        count: is.mojibake,
        ...(sample && codes && texts
          ? exampleLines(sample, (row) => looksLikeMojibake(texts[codes[row] ?? -1] ?? ''))
          : {}),
        cause: 'UTF-8 that was read as Latin-1 or Windows-1252?',
        mend: 'read the source as UTF-8',
      },
    ];
  });

/** Exact where the profile counted them, else those of the listed levels. */
function countOf({ levels, nonAscii, mojibake }: CategoryProfile): { nonAscii: number; mojibake: number } {
  const listed = (fits: (text: string) => boolean): number =>
    levels.reduce((sum, { value, count }) => sum + (fits(value) ? count : 0), 0);
  return {
    mojibake: mojibake ?? listed(looksLikeMojibake),
    nonAscii: nonAscii ?? listed((text) => Buffer.byteLength(text) > text.length),
  };
}
