/** The upload that is checked twice, and where what comes of it goes. */
import path from 'node:path';
import { closingKey } from '../../../../lib/core/contracts/upload-set.ts';
import type { CheckUpload } from '../../../../lib/core/usecases/check/check-upload.ts';
import { MANIFEST } from './made-up.ts';

export const DATA = 'data';
export const ARTIFACTS = 'artifacts';
const SET = 'visits/uploads/visits.set/';
const FILE = 'visits/uploads/visits.csv';

/** Where the file lies, or a file of the set, below the folder of all objects. */
export const placeOf = (folder: string, fileOfSet?: string): string =>
  path.join(folder, DATA, fileOfSet === undefined ? FILE : `${SET}${fileOfSet}`);

export const closingPlace = (folder: string): string => path.join(folder, DATA, closingKey(SET));

/** Prefix of the dataset by one pass, or by ranges. */
export const prefixOf = (how: 'one' | 'ranges'): string => `visits/datasets/${how}/`;

export const inputOf = (set: boolean, how: 'one' | 'ranges'): CheckUpload => ({
  model: 'visits',
  object: { bucket: DATA, key: set ? closingKey(SET) : FILE },
  manifest: MANIFEST,
  output: { bucket: ARTIFACTS, prefix: prefixOf(how) },
  origin: { run: 'run', author: 'anna', file: 'visits', checked: '2026-03-02T08:00:00.000Z', manifestRevision: 1 },
});
