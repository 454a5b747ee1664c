/** The first pass over a first upload: what types its columns have, and which labels the target. */
import * as z from 'zod';
import type { Manifest } from '../contracts/manifest/schema.ts';
import type { CellBatch } from './cell-batch.ts';
import type { Inferred } from './contract.ts';
import { standsForMissing } from './disguised.ts';
import type { Layout } from './header.ts';
import { guessType, TypeGuessState } from './infer.ts';
import { labelCount, orderLabels } from './labels.ts';
import { nullWords } from './null-words.ts';
import { refuse, refuseEmpty } from './refused.ts';

/** Types are inferred as if this share of cells at most could be wrong, whatever the manifest allows. */
const MOST_TOLERANCE = 0.05;

/**
 * Rows that cannot be read are passed over: the second pass counts them.
 *
 * @throws UploadRefused `empty-file`, `one-class-target`, `too-many-labels`
 */
export async function firstPass(
  batches: AsyncIterable<CellBatch>,
  layout: Layout,
  manifest: Manifest,
): Promise<Inferred> {
  const survey = typeSurvey(layout, manifest);
  for await (const batch of batches) survey.add(batch);
  return survey.inferred();
}

/** What the rows of a file, or of a range of it, tell of types and labels. */
export interface TypeSurvey {
  add(batch: CellBatch): void;
  /** Takes in what later rows told, as if they had been added one by one. */
  merge(later: TypeSurveyState): void;
  state(): TypeSurveyState;
  /** @throws UploadRefused `empty-file`, `one-class-target`, `too-many-labels` */
  inferred(): Inferred;
}

/** As JSON. */
export const TypeSurveyState = z.strictObject({
  rows: z.number().int().nonnegative(),
  /** One for each column whose type is asked for, then the target's. */
  guesses: z.array(TypeGuessState),
  labels: z.array(z.string()),
});
export type TypeSurveyState = z.infer<typeof TypeSurveyState>;

export function typeSurvey(layout: Layout, manifest: Manifest): TypeSurvey {
  const { columns, target, maxRejectedShare } = manifest.data;
  const words = (name: string): ReadonlySet<string> => new Set(nullWords(manifest.data, name));
  const open = layout.features.filter(({ name }) => !Object.hasOwn(columns, name));
  const guesses = open.map(({ name, position }) => ({ name, position, guess: guessType(words(name)) }));
  const targetGuess = guessType(words(target));
  const all = [...guesses.map(({ guess }) => guess), targetGuess];
  const labels = labelCount(words(target));
  let rows = 0;
  return {
    add(batch) {
      for (let row = 0; row < batch.rows; row++) if (batch.faults[row] === 0) rows += 1;
      for (const { guess, position } of guesses) guess.read(batch, position);
      targetGuess.read(batch, layout.target);
      labels.read(batch, layout.target);
    },
    merge(later) {
      if (later.guesses.length !== all.length)
        throw new Error(`types of ${later.guesses.length} columns are merged into those of ${all.length}`);
      rows += later.rows;
      for (const [index, guess] of later.guesses.entries()) all[index]?.merge(guess);
      labels.merge(later.labels);
    },
    state: () => ({ rows, guesses: all.map((guess) => guess.state()), labels: labels.state() }),
    inferred() {
      if (rows === 0) refuseEmpty('No row has as many cells as the header.');
      const tolerance = Math.min(maxRejectedShare, MOST_TOLERANCE);
      return {
        types: new Map(guesses.map(({ name, guess }) => [name, guess.type(tolerance)])),
        target:
          manifest.task === 'regression'
            ? { type: 'number' }
            : { type: targetGuess.type(tolerance), labels: twoLabels(target, labels.labels()) },
      };
    },
  };
}

function twoLabels(column: string, labels: readonly string[]): [string, string] {
  const [first, second, ...more] = labels;
  if (first !== undefined && second !== undefined && more.length === 0) return orderLabels(first, second);
  const shown = labels.slice(0, 4).map((label) => JSON.stringify(label.slice(0, 30)));
  const finding = {
    column,
    rule: labels.length < 2 ? 'one-label' : 'labels',
    expected: 'two labels',
    seen:
      labels.length > 4
        ? `${labels.length > 100 ? 'over 100' : labels.length}: ${shown.join(', ')}, ...`
        : shown.join(', ') || 'none',
  };
  if (labels.length < 2)
    refuse('one-class-target', `The column is ${JSON.stringify(column)}.`, [
      { ...finding, mend: 'upload rows of both classes; check the filter of the export' },
    ]);
  const missing = labels.filter(standsForMissing).map((label) => JSON.stringify(label));
  const mend =
    missing.length > 0
      ? `name words for a missing label in model.yaml, data.nulls: [${missing.join(', ')}], and apply`
      : 'keep two labels in the file, or set task: regression for a numeric target';
  refuse('too-many-labels', `The column is ${JSON.stringify(column)}.`, [{ ...finding, mend }]);
}
