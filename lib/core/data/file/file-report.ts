/** The report of a file that was checked or profiled where it lies. Holds no row, and is stored nowhere. */
import type { Refusal } from '../../contracts/check.ts';
import type { Profile } from '../../contracts/profile.ts';
import { type ReportColumn, reportColumn } from '../report/column.ts';
import { type ReportContent, reportContent } from '../report/content.ts';
import type { Overlay } from '../report/overlay.ts';
import { overlaysOf } from '../report/overlays.ts';
import type { FileCheck } from './file-check.ts';
import { withoutTarget } from './reference.ts';

export interface FileReport extends ReportContent {
  file: string;
  bytes: number;
  /** When it was looked at, ISO 8601. */
  checked: string;
  /** What it was held against, in words. */
  against: readonly string[];
  /** False: nobody asked for a verdict. */
  judged: boolean;
  refusal?: Refusal;
  /** Where a manifest names a target: its name, the positive label of a binary one, and how it looks. */
  target?: { name: string; label?: string; column?: ReportColumn };
  /** Columns with a finding, beside what they were before: at most 40. */
  overlays: ReadonlyMap<string, Overlay>;
  /** Digest of the kept rows, where a manifest says what they are. */
  dataset?: string;
}

export type FileReportInput = Pick<FileReport, 'file' | 'bytes' | 'checked' | 'against' | 'judged'> & {
  check: FileCheck;
  target?: string | undefined;
  /** Profile of what it was compared with. */
  reference?: Profile | undefined;
};

/** A file that was refused before its rows were read has no columns here. */
export function fileReport({ check, target, reference, ...about }: FileReportInput): FileReport {
  const {
    refusal,
    kept = 0,
    rejected = 0,
    allowedShare,
    reasons,
    profile,
    types = new Map(),
    warnings,
    dataset,
    label,
  } = check;
  const column = profile?.target && reportColumn(profile.target, types.get(profile.target.name) ?? 'text');
  const looks = column ? { column } : {};
  const content = profile
    ? reportContent(profile, types, warnings)
    : { columns: [], ...(warnings.length > 0 ? { warnings } : {}) };
  return {
    ...about,
    ...(refusal ? { refusal } : {}),
    ...(target === undefined ? {} : { target: { name: target, ...(label === undefined ? {} : { label }), ...looks } }),
    ...(dataset === undefined ? {} : { dataset }),
    rows: kept,
    rejected,
    allowedShare,
    reasons,
    ...content,
    findings: check.remarks,
    overlays: overlaysOf(
      [...(refusal?.findings ?? []), ...warnings],
      reference ? withoutTarget(reference).columns : [],
      profile ? withoutTarget(profile).columns : [],
      types,
    ),
  };
}
