/** A report for people: the verdict first, then the changed columns, worst first, then what to do. */
import type { DriftColumn, DriftReport } from '../../core/drift/document.ts';
import { counted } from '../../core/messages/text/words.ts';
import { whatChanged } from '../../core/reports/drift/column.ts';
import { nextSteps } from '../../core/reports/drift/next-steps.ts';
import { table } from '../output/table.ts';
import { number, percent, printable, utc } from '../output/text.ts';
import { healthLines } from './health-text.ts';

const COLUMNS = [
  { title: 'column' },
  { title: 'was', align: 'right' },
  { title: 'now', align: 'right' },
  { title: 'nulls was', align: 'right' },
  { title: 'now', align: 'right' },
  { title: 'effect', align: 'right' },
  { title: 'limit', align: 'right' },
  { title: 'likely cause' },
] as const;

/** Medians of a number; the largest level of a category; of correlations that of one pair. */
function columnRow(column: DriftColumn): string[] {
  if (column.kind === 'unknown') return [column.name, '-', '-', '-', '-', '-', '-', column.problem];
  if (column.kind === 'correlations') {
    const { surest, effect, limit, cause = '' } = column;
    const value = (correlation: number | undefined): string => (correlation === undefined ? '-' : number(correlation));
    return [column.name, value(surest?.baseline), value(surest?.now), '-', '-', number(effect), number(limit), cause];
  }
  const side = (kind: 'baseline' | 'now'): string => {
    if (column.kind === 'number') return column[kind].median === undefined ? '-' : number(column[kind].median);
    return column[kind].levels[0] ? `${column[kind].levels[0].value} ${percent(column[kind].levels[0].share)}` : '-';
  };
  const { effect, limit, cause = '' } = column;
  const nulls = [percent(column.baseline.nulls), percent(column.now.nulls)];
  return [column.name, side('baseline'), side('now'), ...nulls, number(effect), number(limit), cause];
}

export function driftText(report: DriftReport): string {
  const { columns, version, window, rowsRead, requests, served = 0, skipped } = report;
  const changed = columns.filter((column) => column.drifted);
  const rows = counted(rowsRead, 'row');
  const verdicts = {
    drift: `Drift: ${printable(whatChanged(columns))} changed (${rows})`,
    'no-drift': `No drift (${rows}${together(report)})`,
    'not-enough-data': `Not enough data: ${rows} of ${counted(requests, 'request')}`,
    'no-traffic': 'No traffic: nobody called',
    'capture-stopped': `Capture stopped: ${counted(served, 'request')} served, none captured`,
  } as const;
  const who = report.role === undefined ? `v${version}` : `v${version} ${report.role}`;
  const unread = Object.entries(skipped).filter(([, count]) => count > 0);
  return [
    `${verdicts[report.outcome]}, ${who}, ${utc(window.from)} to ${utc(window.to)}`,
    ...healthLines(report),
    ...(unread.length > 0
      ? [`not read: ${unread.map(([reason, count]) => `${number(count)} ${reason.replaceAll('-', ' ')}`).join(', ')}`]
      : []),
    ...(report.late ?? []).map(
      ({ from, to, files }) =>
        `came too late, not counted: ${counted(files, 'file')}; read again: sluice drift ${report.model} --stage ${report.stage} --from ${from} --to ${to}`,
    ),
    ...(changed.length > 0 ? [table(COLUMNS, changed.map(columnRow))] : []),
    ...nextSteps(report).map(({ text, command }) => `  ${text}${command === undefined ? '' : `: ${command}`}`),
  ].join('\n');
}

/** Small windows are judged with those before. */
function together({ spans }: DriftReport): string {
  const [now] = spans ?? [];
  if (!now || now.windows < 2) return '';
  return `; ${number(now.rows)} with the ${counted(now.windows - 1, 'window')} before`;
}
