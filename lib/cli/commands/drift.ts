/** `sluice drift <model> --stage S [--from T --to T]`: the newest reports; with a window, it is measured now. Its `compare` needs no platform. */
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { DriftView as ApiDriftView } from '../../core/contracts/api.ts';
import { type DriftColumn, DriftReport } from '../../core/drift/document.ts';
import { driftPage } from '../../core/reports/drift-page.ts';
import { isoTime, positiveInteger } from '../arguments.ts';
import type { CommandSpec } from '../command.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { table } from '../output/table.ts';
import { number, percent, printable, when } from '../output/text.ts';
import { type PageOptions, showPage, withPageOptions } from '../report-page.ts';
import type { Session } from '../session.ts';
import { registerCompare } from './drift-compare.ts';

const DriftView = ApiDriftView.extend({ reports: z.array(DriftReport) });
export type DriftView = z.infer<typeof DriftView>;

export async function readDrift(session: Session, model: string, stage: string): Promise<DriftView> {
  return DriftView.parse(
    (await session.api('Operator')({ method: 'GET', path: `/models/${model}/stages/${stage}/drift` })).body,
  );
}

/**
 * Has a window measured, [from, to) by inference time, and waits for its report.
 *
 * @throws CommandFailure (124) when the report does not come in time; it may still
 */
export async function measureDrift(
  session: Session,
  model: string,
  stage: string,
  window: { from: string; to: string },
  timeoutSeconds = 300,
): Promise<DriftReport> {
  const queue = await session.driftQueue();
  await queue.send({ v: 1, model, stage, ...window });
  const until = Date.now() + timeoutSeconds * 1000;
  while (Date.now() < until) {
    const { reports } = await readDrift(session, model, stage);
    const found = reports.find((report) => report.window.from === window.from && report.window.to === window.to);
    if (found) return found;
    await sleep(session.kind === 'local' ? 200 : 3_000);
  }
  throw new CommandFailure(EXIT.timeout, 'no report yet; stopped looking', `sluice drift ${model} --stage ${stage}`);
}

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

/** Medians of a number; the number of levels of a category. */
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

/** A report for people: the verdict first, then the changed columns, worst first. */
export function driftText(report: DriftReport): string {
  const changed = report.columns.filter((column) => column.drifted);
  const rows = `${number(report.rowsRead)} rows`;
  const verdicts = {
    drift: `Drift: ${changed.length} of ${report.columns.length} columns changed (${rows})`,
    'no-drift': `No drift (${rows})`,
    'not-enough-data': `Not enough data: ${rows}`,
    'no-traffic': 'No traffic',
    'capture-stopped': `Capture stopped: ${number(report.served ?? 0)} requests served, none captured`,
  } as const;
  const head = `${verdicts[report.outcome]}, v${report.version}, ${report.window.from} to ${report.window.to}`;
  return changed.length === 0 ? head : `${head}\n${table(COLUMNS, changed.map(columnRow))}`;
}

/** Open incidents first: since when, and which columns. */
function incidentText({ incidents }: DriftView): string {
  const open = incidents.find(({ state }) => state === 'open');
  return open ? `open since ${when(open.since, Date.now())}: ${open.columns.map(printable).join(', ')}` : '';
}

/** The incident a window belongs to. */
const incidentOf = ({ window }: DriftReport, incidents: DriftView['incidents']) =>
  incidents.find(({ since, last }) => since <= window.from && window.to <= last);

interface DriftOptions extends PageOptions {
  stage: string;
  from?: string;
  to?: string;
  timeout: number;
  check?: boolean;
}

/** The window that is to be measured, if any. @throws CommandFailure when it is none */
function windowOf({ from, to }: DriftOptions): { from: string; to: string } | undefined {
  if (from === undefined && to === undefined) return undefined;
  if (from === undefined || to === undefined) throw new CommandFailure(EXIT.usage, '--from and --to belong together');
  if (from >= to) throw new CommandFailure(EXIT.usage, '--from must be before --to');
  return { from, to };
}

export const drift: CommandSpec = {
  register: (program, run) => {
    const command = withPageOptions(program.command('drift <model>'));
    registerCompare(command, run);
    command
      .description('drift of the live traffic: the newest report, or a window measured now')
      .examples(
        'sluice drift churn --stage production',
        'sluice drift churn --stage production --open',
        'sluice drift churn --check',
        'sluice drift churn --from 2026-11-21T12:00:00Z --to 2026-11-21T13:00:00Z',
      )
      .option('--stage <stage>', 'staging or production', 'production')
      .option('--from <time>', 'begin of a window by inference time, ISO 8601', isoTime)
      .option('--to <time>', 'its end, exclusive', isoTime)
      .option('--timeout <seconds>', 'stop waiting for a window that is measured; it goes on', positiveInteger, 300)
      .option('--check', 'end with 5 when the report says drift')
      .action(
        run(async ({ session, out, onInterrupt }, model: string, options: DriftOptions) => {
          const window = windowOf(options);
          const open = await session();
          let report: DriftReport | undefined;
          let incidents: DriftView['incidents'] = [];
          if (window) {
            onInterrupt(`stopped looking; the window is measured, see: sluice drift ${model} --stage ${options.stage}`);
            report = await measureDrift(open, model, options.stage, window, options.timeout);
            out.document(report);
          } else {
            const view = await readDrift(open, model, options.stage);
            report = view.reports[0];
            incidents = view.incidents;
            out.document(view);
            const incident = incidentText(view);
            if (incident) out.print(incident);
          }
          out.print(
            report
              ? driftText(report)
              : `no report of ${model} ${options.stage} yet: give --from and --to to have a window measured`,
          );
          const found = report;
          if (found)
            await showPage(out, options, {
              name: `${model}-${options.stage}-drift.html`,
              text: () => driftPage(found, incidentOf(found, incidents)),
            });
          if (options.check && report?.outcome === 'drift')
            throw new CommandFailure(
              EXIT.found,
              `drift in ${model} ${options.stage}`,
              'lib/docs/runbook.md#drift-opened says what to look at first',
            );
        }),
      );
  },
};
