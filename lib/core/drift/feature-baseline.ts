/** What one column of live traffic is compared with. */
import type { CategoryProfile, NumberProfile } from '../contracts/profile.ts';
import type { ColumnType } from '../contracts/schema.ts';

export interface NumberBaseline {
  readonly kind: 'number';
  /** Absent: a column of the contract. */
  readonly of?: 'predictions';
  readonly name: string;
  readonly type: ColumnType;
  /** Words that stand for a missing value. */
  readonly nulls?: readonly string[];
  readonly profile: NumberProfile;
  /** Ascending; bin i holds values in [edges[i-1], edges[i]), the first those below all, the last those above. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

export interface CategoryBaseline {
  readonly kind: 'category';
  readonly name: string;
  readonly type: ColumnType;
  readonly nulls?: readonly string[];
  readonly profile: CategoryProfile;
  readonly levels: readonly string[];
  readonly counts: readonly number[];
  /** Whether `levels` are all there were: only then is another one new. */
  readonly complete: boolean;
  /** Most different values there may have been. */
  readonly distinct: number;
}

/** A column of the contract that the profile does not know: it is reported and not compared. */
export interface UnknownBaseline {
  readonly kind: 'unknown';
  readonly name: string;
  readonly type: ColumnType;
  readonly problem: string;
}

export type FeatureBaseline = NumberBaseline | CategoryBaseline | UnknownBaseline;
