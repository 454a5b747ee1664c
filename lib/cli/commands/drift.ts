/** `sluice drift <model> --stage S [--from T --to T]`: the newest reports; with a window, it is measured now. */
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { DriftView as ApiDriftView } from '../../core/contracts/api.ts';
import { type DriftColumn, DriftReport } from '../../core/drift/document.ts';
import type { CommandSpec } from '../command.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { table } from '../output/table.ts';
import { number, percent } from '../output/text.ts';
import type { Session } from '../session.ts';

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
  } as const;
  const head = `${verdicts[report.outcome]}, v${report.version}, ${report.window.from} to ${report.window.to}`;
  return changed.length === 0 ? head : `${head}\n${table(COLUMNS, changed.map(columnRow))}`;
}

export const drift: CommandSpec = {
  register: (program, run) =>
    program
      .command('drift <model>')
      .description('drift of the live traffic: the newest report, or a window measured now')
      .examples(
        'sluice drift churn --stage production',
        'sluice drift churn --stage production --from 2026-11-21T12:00:00Z --to 2026-11-21T13:00:00Z',
      )
      .option('--stage <stage>', 'staging or production', 'production')
      .option('--from <time>', 'begin of a window by inference time, ISO 8601')
      .option('--to <time>', 'its end, exclusive')
      .action(
        run(async ({ session, out }, model: string, options: { stage: string; from?: string; to?: string }) => {
          if ((options.from === undefined) !== (options.to === undefined))
            throw new CommandFailure(EXIT.usage, '--from and --to belong together');
          const open = await session();
          if (options.from && options.to) {
            const window = { from: new Date(options.from).toISOString(), to: new Date(options.to).toISOString() };
            const report = await measureDrift(open, model, options.stage, window);
            out.document(report);
            out.print(driftText(report));
            return;
          }
          const view = await readDrift(open, model, options.stage);
          out.document(view);
          const newest = view.reports[0];
          out.print(
            newest
              ? driftText(newest)
              : `no report of ${model}/${options.stage} yet: give --from and --to to measure one`,
          );
        }),
      ),
};
