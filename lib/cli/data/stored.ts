/** Datasets of a platform as sides of a comparison: `<model>@<version>`, or `<model>@<run>` with any beginning of its id. */
import { existsSync } from 'node:fs';
import { DataDiff } from '../../core/contracts/data-diff.ts';
import { isModelName } from '../../core/contracts/names.ts';
import { findRun } from '../commands/runs.ts';
import { readVersion } from '../commands/version.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import type { Session } from '../session.ts';

export interface StoredName {
  model: string;
  /** Number of a version, or the beginning of a run's id. */
  version?: number;
  run?: string;
}

/** Undefined for anything else, and for a file of this name. */
export function storedName(text: string): StoredName | undefined {
  const [model = '', place = '', ...more] = text.split('@');
  if (!isModelName(model) || more.length > 0 || existsSync(text)) return undefined;
  if (/^v?[1-9]\d{0,5}$/.test(place)) return { model, version: Number(place.replace('v', '')) };
  return /^[0-9A-Za-z]{4,26}$/.test(place) ? { model, run: place } : undefined;
}

/** @throws CommandFailure (2) for datasets of two models, ApiError */
export async function storedDifference(session: Session, before: StoredName, after: StoredName): Promise<DataDiff> {
  const { model } = after;
  if (before.model !== model)
    throw new CommandFailure(
      EXIT.usage,
      `${before.model} and ${model} are two models: their datasets have contracts of their own`,
      `name two datasets of one model: ${model}@1`,
    );
  const [was, is] = [await runOf(session, before), await runOf(session, after)];
  const answer = await session.api('DataScientist')({
    method: 'GET',
    path: `/models/${model}/runs/${is}/difference/${was}`,
  });
  return DataDiff.parse(answer.body);
}

async function runOf(session: Session, { model, version, run = '' }: StoredName): Promise<string> {
  if (version !== undefined) return (await readVersion(session, model, version)).run;
  return (await findRun(session.api('DataScientist'), model, run)).run;
}
