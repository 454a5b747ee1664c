/**
 * Checks the rows of an upload under a known contract in one pass, in constant memory. What it decides on is only known
 * at its end, so whoever calls it makes the files visible then, or never.
 */
import type { Finding, RejectedReason } from '../contracts/check.ts';
import type { ChunkList } from '../contracts/chunks.ts';
import type { Manifest } from '../contracts/manifest/schema.ts';
import type { Profile } from '../contracts/profile.ts';
import type { CellBatch } from './cell-batch.ts';
import type { Contract } from './contract.ts';
import type { Layout } from './header.ts';
import { type DatasetIdentity, rowsDigest } from './identity/rows-digest.ts';
import { type WholeProfile, wholeProfile } from './profile/whole-profile.ts';
import { type RowsRead, readRows, type WriteRows } from './read-rows.ts';
import { refuseChange, refuseColumns, refuseRows } from './refuse-rows.ts';
import { REJECTS_HEADER } from './rejects-list.ts';
import type { Leak } from './survey/leaks.ts';
import { leaksOf } from './survey/sample-leaks.ts';
import { uniqueInPart } from './whole-columns.ts';

export interface RowsChecked {
  /** `rows-sha256-v2:<hex>` of the kept rows. */
  digest: string;
  chunks: ChunkList;
  kept: number;
  rejected: number;
  reasons: RejectedReason[];
  train: number;
  holdout: number;
  /** Share of the positive label; regression has none. */
  positiveShare?: number;
  profile: Profile;
  /** What changed since the last accepted dataset, or was looked at in part only, and refuses nothing. */
  warnings: Finding[];
  /** Columns that give the target away, in a sample of the kept rows. */
  leaks: Leak[];
  flattenedCells: number;
}

/** What rows are checked by. */
export interface RowsCheck {
  manifest: Manifest;
  contract: Contract;
  /** Profile of the last accepted dataset. */
  previous?: Profile;
  /** Whether somebody accepted that it differs from it. */
  changeAccepted?: boolean;
  /** Of a split by time: see time-cut.ts. */
  timeCut?: number | undefined;
  /** How the line of a rejected row is written; absent: as its number. */
  placeOf?: ((line: number) => string) | undefined;
}

/** @throws UploadRefused, UnreadableFile */
export async function checkRows(
  batches: AsyncIterable<CellBatch>,
  check: RowsCheck & { layout: Layout },
  write: WriteRows,
): Promise<RowsChecked> {
  const digest = rowsDigest(check.contract.schema);
  await write('rejects', REJECTS_HEADER);
  const read = await readRows(batches, check, digest, write);
  return concludeCheck(read, digest.finish(), check);
}

/** Judges what all rows came to. @param whole for whoever needs the profile of a refused file as well @throws UploadRefused */
export function concludeCheck(
  read: RowsRead,
  identity: DatasetIdentity,
  { manifest, contract, previous, changeAccepted = false }: RowsCheck,
  whole: () => WholeProfile = () => wholeProfile(read.profile, contract),
): RowsChecked {
  refuseRows(read, contract, manifest.data);
  const { train, holdout } = read.sides;
  const { rejected } = read;
  const kept = train.rows + holdout.rows;
  const { profile, sample } = whole();
  const found = { kept, rejected: rejected.rows };
  refuseColumns(found, profile, contract);
  const refuseAll = manifest.data.changes === 'refuse';
  const changes = previous
    ? refuseChange(found, profile, previous, contract, { refuseAll, changeAccepted, sample })
    : [];
  const warnings = [...changes, ...uniqueInPart(contract.rules, read.unique)];
  const share = (train.positives + holdout.positives) / kept;
  return {
    ...identity,
    kept,
    rejected: rejected.rows,
    reasons: rejected.reasons().slice(0, 10),
    train: train.rows,
    holdout: holdout.rows,
    ...(contract.schema.target.labels ? { positiveShare: share } : {}),
    profile,
    warnings,
    leaks: leaksOf(sample, contract),
    flattenedCells: read.flattenedCells,
  };
}
