/** What every report about data holds: its columns, what is remarkable, and what the numbers rest on. */
import * as z from 'zod';
import { Finding, RejectedReason } from '../../contracts/check.ts';
import { type ColumnProfile, Correlations, type Profile, SampleFacts } from '../../contracts/profile.ts';
import type { ColumnType } from '../../contracts/schema.ts';
import { type ColumnFacts, FINDING_RULES, findingsOf } from '../findings.ts';
import type { Leak } from '../survey/leaks.ts';
import { ReportColumn, reportColumn } from './column.ts';

const count = z.number().int().nonnegative();

/** Members of a report. */
export const REPORT_CONTENT = {
  /** Rows kept, and set aside with their reasons: the most frequent 10. */
  rows: count,
  rejected: count,
  allowedShare: z.number().min(0).max(1),
  reasons: z.array(RejectedReason).max(10),
  /** What to look at, from the profile alone. Worst first. */
  findings: z.array(z.strictObject({ column: z.string(), rule: z.enum(FINDING_RULES), text: z.string() })),
  /** In the order of the contract, or of the file. */
  columns: z.array(ReportColumn),
  /** From here on: absent in reports of version 1. What the check told without refusing. */
  warnings: z.array(Finding).optional(),
  correlations: Correlations.optional(),
  /** Rows that were looked at, and how many of them are equal to an earlier one. */
  duplicates: z.strictObject({ rows: count, repeated: count }).optional(),
  sample: SampleFacts.optional(),
};
const Content = z.strictObject(REPORT_CONTENT);
export type ReportContent = z.infer<typeof Content>;

export interface ContentInput {
  readonly profile: Profile;
  readonly types: ReadonlyMap<string, ColumnType>;
  /** Of the dataset before, under the same contract. */
  readonly previous?: Profile | undefined;
  /** Columns that give the target away. */
  readonly leaks: readonly Leak[];
  /** Name of the target. */
  readonly target: string;
  readonly warnings?: readonly Finding[] | undefined;
}

/** Without the counts of rows. */
export function reportContent({
  profile,
  types,
  previous,
  leaks,
  target,
  warnings = [],
}: ContentInput): Omit<ReportContent, 'rows' | 'rejected' | 'allowedShare' | 'reasons'> {
  const { correlations, rowHashes, sample } = profile;
  const facts = columnFacts(profile.columns, { types, previous, leaks });
  return {
    findings: findingsOf(facts, target),
    columns: facts.map((column) => reportColumn(column.profile, column.type)),
    ...(warnings.length > 0 ? { warnings: [...warnings] } : {}),
    ...(correlations ? { correlations } : {}),
    ...(rowHashes ? { duplicates: { rows: rowHashes.rows, repeated: rowHashes.repeated } } : {}),
    ...(sample ? { sample } : {}),
  };
}

function columnFacts(
  columns: readonly ColumnProfile[],
  { types, previous, leaks }: Pick<ContentInput, 'types' | 'previous' | 'leaks'>,
): ColumnFacts[] {
  const before = new Map(previous?.columns.map((column) => [column.name, column]));
  const leakOf = new Map(leaks.map((leak) => [leak.column, leak]));
  return columns.map((profile) => ({
    profile,
    type: types.get(profile.name) ?? 'text',
    before: before.get(profile.name),
    leak: leakOf.get(profile.name),
  }));
}
