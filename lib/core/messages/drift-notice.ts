import type { DriftColumn, DriftReport } from '../drift/document.ts';
import { isOfData } from '../drift/of-data.ts';
import type { OpenIncident } from './incident-notice.ts';
import type { DriftLine } from './incident-notices.ts';
import type { NoticeOf } from './notice.ts';

/** The notice of an incident from the report that opened it, or undefined when no column drifted. */
export function driftOpenedNotice(open: OpenIncident, report: DriftReport): NoticeOf<'drift-opened'> | undefined {
  const columns = report.columns.flatMap((column) => driftLine(column) ?? []);
  if (columns.length === 0) return undefined;
  const { rowsRead, requests } = report;
  const compared = report.columns.filter((column) => column.kind === 'unknown' || isOfData(column)).length;
  return { kind: 'drift-opened', ...open, rowsRead, requests, compared, columns };
}

/** The notice of an open incident that is worse than people were told. @param worse names of columns */
export function driftWorsenedNotice(
  open: OpenIncident,
  report: DriftReport,
  worse: readonly string[],
): NoticeOf<'drift-worsened'> | undefined {
  const notice = driftOpenedNotice(open, report);
  if (!notice || worse.length === 0) return undefined;
  const isWorse = ({ name }: DriftLine): boolean => worse.includes(name);
  // What is news comes first.
  const columns = [...notice.columns.filter(isWorse), ...notice.columns.filter((column) => !isWorse(column))];
  return { ...notice, kind: 'drift-worsened', columns, worse: [...worse] };
}

/** The one measure that shows best how a column moved. */
function driftLine(column: DriftColumn): DriftLine | undefined {
  if (column.kind === 'unknown' || !column.drifted) return undefined;
  const { name, effect, limit, cause } = column;
  const line = {
    name,
    effect,
    limit,
    ...(isOfData(column) ? {} : { beside: true as const }),
    ...(cause ? { cause } : {}),
  };
  if (column.kind === 'correlations')
    return { ...line, measure: 'correlated', now: column.surest?.now ?? 0, baseline: column.surest?.baseline ?? 0 };
  const { measures } = column;
  const { missing } = measures;
  if (column.changes.includes('missing') && (missing.psi >= (measures.psi ?? 0) || !column.changes.includes('values')))
    return { ...line, measure: 'null share', now: missing.now, baseline: missing.baseline };
  if (column.kind === 'category') {
    const fresh = measures.newLevels?.share ?? 0;
    return fresh > 0
      ? { ...line, measure: 'new level', now: fresh, baseline: 0 }
      : { ...line, measure: 'level mix', now: measures.js ?? 0, baseline: 0 };
  }
  const spread = (side: typeof column.now): number => (side.p75 ?? 0) - (side.p25 ?? 0);
  const medians = { now: column.now.median ?? 0, baseline: column.baseline.median ?? 0 };
  // Medians that hardly moved would hide what did: the spread.
  const moved = Math.abs(medians.now - medians.baseline) > 0.1 * spread(column.baseline);
  return moved
    ? { ...line, measure: 'median', ...medians }
    : { ...line, measure: 'spread', now: spread(column.now), baseline: spread(column.baseline) };
}
