/**
 * What the check of an upload ends in. It travels through the workflow and lies in the registry, so it is small (far
 * below 64 KB whatever the upload holds): numbers, names and pointers, never cells of the data.
 */
import * as z from 'zod';
import { RefusalCode } from './refusals.ts';
import { ColumnType, Task } from './schema.ts';

const count = z.number().int().nonnegative();

/** Most findings a refusal carries; the rest is counted in `more`. */
export const MAX_FINDINGS = 40;

/** Most warnings a run and its version keep; the report of the dataset has all. */
export const MAX_WARNINGS = 20;

/** One thing that is wrong, in words. Texts are at most 300 characters. */
export const Finding = z.strictObject({
  /** The column as the file names it, shortened to 80 characters. */
  column: z.string().optional(),
  /** What was broken, as a code: `not-an-integer`, `missing-column`, `unit-change`, .... */
  rule: z.string(),
  expected: z.string(),
  seen: z.string(),
  /** How many rows. */
  count: count.optional(),
  /** First places as physical lines of the file; the header is line 1. */
  lines: z.array(z.number().int().positive()).max(3).optional(),
  /** Of a set: the file each of `lines` is of. */
  files: z.array(z.string()).max(3).optional(),
  /** The likely cause. */
  cause: z.string().optional(),
  mend: z.string(),
  /** `warn`: it is told, and refuses nothing. Absent: it is why the upload is refused. */
  severity: z.enum(['refuse', 'warn']).optional(),
});
export type Finding = z.infer<typeof Finding>;

export const Refusal = z.strictObject({
  code: RefusalCode,
  /** The code's sentence and the numbers of this case. */
  message: z.string(),
  findings: z.array(Finding).max(MAX_FINDINGS),
  /** Findings that are not listed. */
  more: count,
  /** Absent when the rows were not read to the end. */
  rows: count.optional(),
  rejected: count.optional(),
});
export type Refusal = z.infer<typeof Refusal>;

/** Rows that were set aside although the upload was accepted. */
export const RejectedReason = z.strictObject({
  column: z.string().optional(),
  reason: z.string(),
  count,
  lines: z.array(z.number().int().positive()).max(3),
  /** Of a set: the file each of `lines` is of. */
  files: z.array(z.string()).max(3).optional(),
});
export type RejectedReason = z.infer<typeof RejectedReason>;

export const AcceptedDataset = z.strictObject({
  /** `rows-sha256-v2:<hex>`; datasets of before it have `rows-sha256-v1:<hex>`. */
  digest: z.string(),
  /** Rows kept: `train` + `holdout`. */
  rows: count,
  rejected: count,
  /** The most frequent reasons, at most 10. */
  rejectedReasons: z.array(RejectedReason).max(10),
  train: count,
  holdout: count,
  bucket: z.string(),
  /** Prefix of the bucket; below it lie the files of contracts/locations DATASET_FILES. */
  location: z.string(),
  task: Task,
  /** Number of feature columns; the schema itself lies at `location`. */
  columns: count,
  target: z.strictObject({
    name: z.string(),
    type: ColumnType,
    labels: z.tuple([z.string(), z.string()]).optional(),
    /** Share of the positive label among the kept rows (binary classification). */
    positiveShare: z.number().optional(),
  }),
  /** Whether the contract was frozen by this upload. */
  firstContract: z.boolean(),
  /** Whether names or types of columns differ from the contract before. */
  contractChanged: z.boolean(),
  /** What changed since the last accepted dataset and refused nothing: worst first. */
  warnings: z.array(Finding).max(MAX_WARNINGS).optional(),
  /** Cells whose line breaks became spaces in the canonical files. */
  flattenedCells: count,
});
export type AcceptedDataset = z.infer<typeof AcceptedDataset>;

export const CheckOutcome = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('accepted'), dataset: AcceptedDataset }),
  z.strictObject({ outcome: z.literal('refused'), refusal: Refusal }),
]);
export type CheckOutcome = z.infer<typeof CheckOutcome>;
