/** Types of the columns as the first rows tell them: a pass over the whole file is saved where these are clear. */
import type { ColumnType } from '../../contracts/schema.ts';
import { checkNames } from '../header.ts';
import { guessType, type TypeGuess } from '../infer.ts';
import type { NullsOf } from './no-target.ts';
import type { OpenFile, Types } from './profile-file.ts';

/** Where more of them are looked at, more is spent on compiling the looks than is saved on files that have to be read again. */
const ROWS = 1_000;

/**
 * Whoever reads by them has to look again when a cell does not fit: then the rest of the file is of another type.
 * @returns undefined where a column is empty so far, or holds several kinds of cells
 * @throws UnreadableFile; UploadRefused `header-mismatch`
 */
export async function likelyTypes(open: OpenFile, nullsOf: NullsOf): Promise<Types | undefined> {
  const file = await open();
  try {
    const names = file.header.map((name) => name.trim());
    checkNames(names);
    const guesses = names.map((name) => guessType(nullsOf(name, undefined)));
    let rows = 0;
    for await (const batch of file.batches) {
      for (const [column, guess] of guesses.entries()) guess.read(batch, column);
      rows += batch.rows;
      if (rows >= ROWS) break;
    }
    const types = guesses.map(clearType);
    if (types.includes(undefined)) return undefined;
    return new Map(names.map((name, column) => [name, types[column] ?? 'text']));
  } finally {
    await file.close();
  }
}

function clearType(guess: TypeGuess): ColumnType | undefined {
  const { filled, disguised, numbers, times, booleans } = guess.state();
  const values = filled - disguised;
  const clear = values > 0 && [numbers, times, booleans, values - numbers - times - booleans].includes(values);
  return clear ? guess.type(0) : undefined;
}
