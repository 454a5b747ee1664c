/** What every report about data holds: its columns, what is remarkable, and what the numbers rest on. */
import * as z from 'zod';
import { Finding, RejectedReason } from '../../contracts/check.ts';
import { Correlations, type Profile, SampleFacts } from '../../contracts/profile.ts';
import type { ColumnType } from '../../contracts/schema.ts';
import { FINDING_RULES } from '../findings.ts';
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

/** Without the counts of rows, and without findings. */
export function reportContent(
  { columns, correlations, rowHashes, sample }: Profile,
  types: ReadonlyMap<string, ColumnType>,
  warnings: readonly Finding[] = [],
): Omit<ReportContent, 'rows' | 'rejected' | 'allowedShare' | 'reasons' | 'findings'> {
  return {
    columns: columns.map((column) => reportColumn(column, types.get(column.name) ?? 'text')),
    ...(warnings.length > 0 ? { warnings: [...warnings] } : {}),
    ...(correlations ? { correlations } : {}),
    ...(rowHashes ? { duplicates: { rows: rowHashes.rows, repeated: rowHashes.repeated } } : {}),
    ...(sample ? { sample } : {}),
  };
}
