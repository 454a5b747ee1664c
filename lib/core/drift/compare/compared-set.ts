/** One of two sets of rows that are compared. */
import type { RejectedReason } from '../../contracts/check.ts';
import type { Profile } from '../../contracts/profile.ts';
import type { ColumnType } from '../../contracts/schema.ts';
import type { TypedSample } from '../../data/profile/typed-sample.ts';

export interface ComparedSet {
  readonly name: string;
  /** All columns alike, a target among them. */
  readonly profile: Profile;
  readonly types: ReadonlyMap<string, ColumnType>;
  /** Rows of it, columns as in `profile`. Absent: there is a stored profile only. */
  readonly sample?: TypedSample | undefined;
  /** Rows that were set aside. */
  readonly rejected: number;
  /** Why, of those that have no column to blame: another number of cells, a quote that never ends. */
  readonly misshapen: readonly RejectedReason[];
  /** Of them, by column: its cell was unlike its type. */
  readonly unlike: ReadonlyMap<string, number>;
}
