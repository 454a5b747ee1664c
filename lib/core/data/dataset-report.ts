/** The stored report of one dataset: what was accepted of an upload, and how its columns look. Holds no row. */
import * as z from 'zod';
import type { Finding } from '../contracts/check.ts';
import type { ColumnProfile, Profile } from '../contracts/profile.ts';
import { type DatasetSchema, Task } from '../contracts/schema.ts';
import { columnFacts, findingsOf } from './findings.ts';
import { ReportColumn, reportColumn } from './report/column.ts';
import { REPORT_CONTENT, reportContent } from './report/content.ts';
import { Overlay } from './report/overlay.ts';
import { MOST_OVERLAYS, overlaysOf } from './report/overlays.ts';
import type { Leak } from './survey/leaks.ts';

const count = z.number().int().nonnegative();

export const DatasetReport = z.strictObject({
  /** 2: with everything marked "absent in reports of version 1". */
  v: z.literal([1, 2]),
  model: z.string(),
  run: z.string(),
  file: z.string(),
  bytes: count,
  author: z.string(),
  /** When it was checked, ISO 8601. */
  checked: z.string(),
  manifestRevision: z.number().int(),
  /** Digest of the dataset. */
  dataset: z.string(),
  task: Task,
  train: count,
  holdout: count,
  /** Share of the positive label (binary classification). */
  positive: z.strictObject({ label: z.string(), share: z.number().min(0).max(1) }).optional(),
  target: ReportColumn,
  ...REPORT_CONTENT,
  /** Columns with a warning, the target among them, beside what they were in the dataset before. Absent: none, and in older reports. */
  overlays: z
    .array(z.strictObject({ column: z.string(), overlay: Overlay }))
    .max(MOST_OVERLAYS)
    .optional(),
});
export type DatasetReport = z.infer<typeof DatasetReport>;

export interface DatasetReportInput
  extends Pick<
    DatasetReport,
    | 'model'
    | 'run'
    | 'file'
    | 'bytes'
    | 'author'
    | 'checked'
    | 'manifestRevision'
    | 'dataset'
    | 'rows'
    | 'rejected'
    | 'allowedShare'
    | 'reasons'
    | 'train'
    | 'holdout'
  > {
  readonly schema: DatasetSchema;
  readonly profile: Profile;
  /** Of the dataset before, under the same contract. */
  readonly previous?: Profile | undefined;
  readonly positiveShare?: number | undefined;
  /** Columns that give the target away. */
  readonly leaks: readonly Leak[];
  /** What the check told without refusing. */
  readonly warnings?: readonly Finding[] | undefined;
}

export function datasetReport(input: DatasetReportInput): DatasetReport {
  const { schema, profile, previous, positiveShare, leaks, warnings = [], ...rest } = input;
  const { target } = profile;
  if (!target) throw new Error('the profile of a dataset has no target');
  const positive = schema.target.labels?.[1];
  const types = new Map([...schema.columns, schema.target].map(({ name, type }) => [name, type]));
  const overlays = overlaysOf(warnings, previous ? allColumns(previous) : [], allColumns(profile), types);
  return {
    v: 2,
    ...rest,
    task: schema.task,
    ...(positive === undefined || positiveShare === undefined
      ? {}
      : { positive: { label: positive, share: positiveShare } }),
    target: reportColumn(target, schema.target.type),
    findings: findingsOf(columnFacts(profile, { types, previous, leaks }), schema.target.name),
    ...reportContent(profile, types, warnings),
    ...(overlays.size > 0 ? { overlays: [...overlays].map(([column, overlay]) => ({ column, overlay })) } : {}),
  };
}

const allColumns = ({ columns, target }: Profile): ColumnProfile[] => (target ? [target, ...columns] : columns);
