/** The profile of a file that belongs to no model: every column is one among equals, types are inferred where none are known. */
import type { RejectedReason } from '../../contracts/check.ts';
import type { Profile } from '../../contracts/profile.ts';
import type { ColumnType } from '../../contracts/schema.ts';
import { rowTexts, type TextRow } from '../cell-text.ts';
import type { Contract } from '../contract.ts';
import { refuseCutOff } from '../cut-off.ts';
import { notFormula } from '../formula.ts';
import { checkNames, type Layout } from '../header.ts';
import { guessType } from '../infer.ts';
import { profileBuilder } from '../profile/profile.ts';
import type { TableFile } from '../readers/table-file.ts';
import { refuse } from '../refused.ts';
import { rejections } from '../rejections.ts';
import { rowCheck } from '../row-check.ts';
import { csvWriter } from '../write-csv.ts';

/** Opens the file anew at each call. @throws UnreadableFile */
export type OpenFile = () => Promise<TableFile>;
export type Types = ReadonlyMap<string, ColumnType>;

export interface FileProfile {
  /** Without a target: all columns are in `columns`, in the order of the header. */
  profile: Profile;
  types: Types;
  /** Rows the profile was made of. */
  kept: number;
  /** Rows of another form than the header's, or with cells unlike the rest of their column. */
  rejected: number;
  /** Most frequent first. */
  reasons: RejectedReason[];
}

export interface ProfileFileOptions {
  /** Types that are known; the others are inferred from the file, which takes a pass more. */
  known?: Types;
  /** Takes the rejected rows as lines of CSV: `line,column,reason`. */
  writeRejects?: (text: string) => void;
}

/** As a new manifest has it (`data.maxRejectedShare`): so many cells may be unlike their column. */
export const TOLERANCE = 0.01;

/** @throws UnreadableFile; UploadRefused `header-mismatch`, `empty-file` */
export async function profileFile(
  open: OpenFile,
  { known = new Map(), writeRejects }: ProfileFileOptions = {},
): Promise<FileProfile> {
  const types = await typesOf(open, known);
  const file = await open();
  const { contract, layout } = everyColumn(types);
  const check = rowCheck(contract, layout);
  const builder = profileBuilder(contract);
  const rejected = rejections();
  const writer = csvWriter();
  writeRejects?.('line,column,reason\n');
  let kept = 0;
  try {
    for await (const batch of file.batches) {
      refuseCutOff(batch);
      for (const row of rowTexts(batch)) {
        const checked = check(withTarget(row));
        if ('kept' in checked) {
          kept += 1;
          builder.add(checked.kept);
          continue;
        }
        rejected.add(row.line, checked.faults);
        for (const { column = '', reason } of checked.faults)
          writeRejects?.(writer.line([String(row.line), notFormula(column), reason]));
      }
    }
  } finally {
    await file.close();
  }
  if (kept + rejected.rows === 0) refuse('empty-file', '');
  const { target: _, ...profile } = builder.profile();
  return { profile, types, kept, rejected: rejected.rows, reasons: rejected.reasons().slice(0, 10) };
}

/** The check of rows wants a target: each row is given one that is always there, and its profile is left out. */
const withTarget = (row: TextRow): TextRow => (row.fault ? row : { ...row, cells: [...row.cells, 'any'] });

function everyColumn(types: Types): { contract: Contract; layout: Layout } {
  const rules = [...types].map(([name, type]) => ({ name, type, required: false }));
  const target = { name: '', type: 'text' as const, required: true };
  return {
    contract: { schema: { v: 1, task: 'binary-classification', columns: rules, target }, rules, target },
    layout: {
      features: rules.map(({ name }, position) => ({ name, position })),
      target: rules.length,
      ignored: [],
      width: rules.length + 1,
    },
  };
}

/** In the order of the header. */
async function typesOf(open: OpenFile, known: Types): Promise<Types> {
  const file = await open();
  try {
    const names = file.header.map((name) => name.trim());
    checkNames(names);
    const unknown = names.flatMap((name, index) => (known.has(name) ? [] : [{ name, index, guess: guessType() }]));
    if (unknown.length > 0)
      for await (const batch of file.batches)
        for (const { cells, fault } of rowTexts(batch)) {
          if (fault) continue;
          for (const { guess, index } of unknown) guess.add(cells[index] ?? '');
        }
    const found = new Map(unknown.map(({ name, guess }) => [name, guess.type(TOLERANCE)]));
    return new Map(names.map((name) => [name, known.get(name) ?? found.get(name) ?? 'text']));
  } finally {
    await file.close();
  }
}
