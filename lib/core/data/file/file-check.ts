/** What a file is checked by where it lies, and what comes of it. */
import type { Finding, Refusal, RejectedReason } from '../../contracts/check.ts';
import type { Manifest } from '../../contracts/manifest/schema.ts';
import type { Profile } from '../../contracts/profile.ts';
import type { ColumnFinding } from '../findings.ts';
import type { Types } from './profile-file.ts';

export interface FileCheckInput {
  manifest?: Manifest | undefined;
  /** Profile of what was accepted before. */
  reference?: Profile | undefined;
  /** Takes the rejected rows as lines of CSV. */
  writeRejects?: ((text: string) => void) | undefined;
}

/** `kept + rejected` is every row of the file; both are absent where it was not read to the end. */
export interface FileCheck {
  /** Why the file is refused; absent: it is accepted. */
  refusal?: Refusal;
  /** What is told and refuses nothing. */
  warnings: Finding[];
  /** What a person should look at, from the profile alone: worst first. */
  remarks: ColumnFinding[];
  kept?: number;
  rejected?: number;
  /** Share of rows that may be rejected. */
  allowedShare: number;
  reasons: RejectedReason[];
  /** Of the kept rows. */
  profile?: Profile;
  types?: Types;
  /** By a manifest: digest of the kept rows, and the positive label of a binary target. */
  dataset?: string;
  label?: string;
}
