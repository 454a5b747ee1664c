/** What the first pass must say of a column, by another way: cell by cell on texts. */
import { isMissing, parseBoolean, parseInteger, parseNumber, parseTimestamp } from '../../../../lib/core/data/cells.ts';
import { standsForMissing } from '../../../../lib/core/data/disguised.ts';
import type { TypeGuessState } from '../../../../lib/core/data/infer.ts';

export function textTypeGuess(cells: readonly string[], nulls: ReadonlySet<string>): TypeGuessState {
  const filled = cells.filter((cell) => !isMissing(cell) && !nulls.has(cell.trim()));
  const levels = new Set<string>();
  let many = false;
  for (const cell of filled) {
    if (many || levels.has(cell)) continue;
    many = levels.size === 200 || cell.length > 256;
    levels.add(cell);
  }
  const texts = filled.map((cell) => cell.trim());
  const numbers = texts.filter((text) => parseNumber(text) !== undefined);
  const others = texts.filter((text) => parseNumber(text) === undefined);
  const words = others.filter((text) => parseBoolean(text) === undefined);
  return {
    filled: filled.length,
    disguised: words.filter((text) => parseTimestamp(text) === undefined && standsForMissing(text)).length,
    numbers: numbers.length,
    integers: numbers.filter((text) => parseInteger(text) !== undefined).length,
    codes: numbers.filter((text) => /^[+-]?0\d/.test(text)).length,
    booleans: others.length - words.length,
    times: words.filter((text) => parseTimestamp(text) !== undefined).length,
    levels: [...levels],
    many,
  };
}

/** In the order they came, at most 101. */
export function textLabels(cells: readonly string[], nulls: ReadonlySet<string>): string[] {
  const labels = cells.map((cell) => cell.trim()).filter((label) => label !== '' && !nulls.has(label));
  return [...new Set(labels)].slice(0, 101);
}
