/**
 * `sluice drift <model> --stage S`: the newest report; with `--at` that of an earlier window, with `--from` and `--to` of a
 * window that is measured now, with `--trend` all of them. Its `compare` needs no platform.
 */
import type { DriftReport } from '../../core/drift/document.ts';
import { isoTime, positiveInteger } from '../arguments.ts';
import type { CommandContext, CommandSpec, ListedCommand } from '../command.ts';
import { byRole } from '../drift/by-role.ts';
import { incidentLines } from '../drift/incident-text.ts';
import { type DriftView, measureDrift, readDrift, readTrend } from '../drift/read.ts';
import { driftText } from '../drift/report-text.ts';
import { trendText } from '../drift/trend-text.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { type PageOptions, showPage, withPageOptions } from '../report-page.ts';

/** The incident of drift that a window belongs to. */
const incidentOf = ({ window }: DriftReport, incidents: DriftView['incidents']) =>
  incidents.find(({ kind, since, last }) => kind === 'drift' && since <= window.from && window.to <= last);

interface DriftOptions extends PageOptions {
  stage: string;
  at?: string;
  from?: string;
  to?: string;
  trend?: boolean;
  days: number;
  timeout: number;
  check?: boolean;
}

/** The window that is to be measured, if any. @throws CommandFailure when it is none */
function windowOf({ from, to, at, trend }: DriftOptions): { from: string; to: string } | undefined {
  const named = from !== undefined || to !== undefined;
  if (Number(named) + Number(at !== undefined) + Number(trend ?? false) > 1)
    throw new CommandFailure(EXIT.usage, '--from and --to, --at and --trend are three questions: ask one');
  if (!named) return undefined;
  if (from === undefined || to === undefined) throw new CommandFailure(EXIT.usage, '--from and --to belong together');
  if (from >= to) throw new CommandFailure(EXIT.usage, '--from must be before --to');
  return { from, to };
}

const DAY_MS = 86_400_000;

async function showTrend({ session, out }: CommandContext, model: string, options: DriftOptions): Promise<void> {
  const { stage, days } = options;
  const now = Date.now();
  const time = { from: new Date(now - days * DAY_MS).toISOString(), to: new Date(now).toISOString() };
  const trend = await readTrend(await session(), model, stage, time);
  out.document(trend);
  out.print(trendText(trend));
  await showPage(out, options, {
    name: `${model}-${stage}-trend.html`,
    text: async () => (await import('../../core/reports/trend-page.ts')).trendPage(trend),
  });
  const open = trend.incidents.find(({ kind, state }) => kind === 'drift' && state === 'open');
  if (options.check && open) throw found(model, stage);
}

const found = (model: string, stage: string): CommandFailure =>
  new CommandFailure(
    EXIT.found,
    `drift in ${model} ${stage}`,
    'lib/docs/runbook.md#drift-opened says what to look at first',
  );

const nothingText = (model: string, { stage, at }: DriftOptions): string =>
  at === undefined
    ? `no report of ${model} ${stage} yet: give --from and --to to have a window measured`
    : `no window of ${model} ${stage} that was measured holds ${at}: sluice drift ${model} --stage ${stage} --trend`;

const COMMANDS: readonly ListedCommand[] = [
  {
    usage: 'compare [options] <reference> <current>',
    description:
      'compare a data file with another one, with a profile that `sluice data profile --json` wrote, or with the baseline of a version, on this machine; nothing is sent, no platform is needed',
    load: async () => (await import('./drift-compare.ts')).driftCompare,
  },
];

export const drift: CommandSpec = {
  define: (command, run) => {
    withPageOptions(command.arguments('<model>'))
      .examples(
        'sluice drift churn --stage production',
        'sluice drift churn --stage production --open',
        'sluice drift churn --trend --days 30 --open',
        'sluice drift churn --at 2026-11-21T12:00:00Z',
        'sluice drift churn --check',
        'sluice drift churn --from 2026-11-21T12:00:00Z --to 2026-11-21T13:00:00Z',
      )
      .option('--stage <stage>', 'staging or production', 'production')
      .option('--trend', 'every window of the last days: what came of it, incidents, columns over time, releases')
      .option('--days <n>', 'of the trend', positiveInteger, 30)
      .option('--at <time>', 'the report of the window that holds this time, ISO 8601', isoTime)
      .option('--from <time>', 'begin of a window that is measured now, by inference time, ISO 8601', isoTime)
      .option('--to <time>', 'its end, exclusive', isoTime)
      .option('--timeout <seconds>', 'stop waiting for a window that is measured; it goes on', positiveInteger, 300)
      .option('--check', 'end with 5 when the report says drift, or a trend has an open incident of drift')
      .action(
        run(async (context, model: string, options: DriftOptions) => {
          const window = windowOf(options);
          if (options.trend) return showTrend(context, model, options);
          const { session, out, onInterrupt } = context;
          const open = await session();
          let report: DriftReport | undefined;
          let incidents: DriftView['incidents'] = [];
          if (window) {
            onInterrupt(`stopped looking; the window is measured, see: sluice drift ${model} --stage ${options.stage}`);
            report = await measureDrift(open, model, options.stage, window, options.timeout);
            out.document(report);
          } else {
            const view = await readDrift(
              open,
              model,
              options.stage,
              options.at === undefined ? {} : { at: options.at },
            );
            const { champion, beside } = byRole(view.reports);
            report = champion;
            incidents = view.incidents;
            out.document(view);
            for (const line of incidentLines(view, Date.now())) out.print(line);
            for (const other of beside) out.print(driftText(other));
          }
          out.print(report ? driftText(report) : nothingText(model, options));
          const shown = report;
          if (shown)
            await showPage(out, options, {
              name: `${model}-${options.stage}-drift.html`,
              text: async () => {
                const { driftPage } = await import('../../core/reports/drift-page.ts');
                return driftPage(shown, incidentOf(shown, incidents));
              },
            });
          if (options.check && report?.outcome === 'drift') throw found(model, options.stage);
        }),
      )
      .list(COMMANDS, run);
  },
};
