/** What a part of a rule is, and the columns it may name. */
import type { ColumnType } from '../../contracts/schema.ts';

export const KINDS = ['number', 'text', 'boolean', 'time'] as const;
/** Times are seconds since 1970; the difference of two is a number of seconds. */
export type Kind = (typeof KINDS)[number];

export const KIND_OF_TYPE: Readonly<Record<ColumnType, Kind>> = {
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  category: 'text',
  text: 'text',
  timestamp: 'time',
};

export interface RuleColumn {
  readonly name: string;
  readonly kind: Kind;
  /** Allowed texts, where they are known: a rule that compares with another one can never hold. */
  readonly values?: readonly string[];
}

export interface RuleColumns {
  /** Place in the batch's columns, by name. */
  readonly columns: readonly RuleColumn[];
  /** False: there may be others, whose types are not known yet (the first upload tells). */
  readonly complete: boolean;
  /** Columns that are never read, with the reason. */
  readonly excluded?: ReadonlyMap<string, string>;
}
