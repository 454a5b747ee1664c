/** `sluice performance <model>`: what is measured on late labels, beside what is estimated without them. */
import type { Estimate } from '../../core/evaluation/estimate.ts';
import { counted } from '../../core/messages/text/words.ts';
import { type ConfigurationPerformance, PerformanceReport } from '../../core/performance/document.ts';
import { isoTime } from '../arguments.ts';
import type { CommandSpec } from '../command.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { table } from '../output/table.ts';
import { number, percent, printable, utc } from '../output/text.ts';

const COLUMNS = [
  { title: 'metric' },
  { title: 'held out', align: 'right' },
  { title: 'estimated', align: 'right' },
  { title: '95 % interval' },
  { title: 'measured', align: 'right' },
  { title: '95 % interval' },
] as const;

const value = (figure: Estimate | undefined): string => (figure ? number(figure.value) : '-');
const interval = (figure: Estimate | undefined): string =>
  figure ? `${number(figure.low)} to ${number(figure.high)}` : '-';

const NOT_ESTIMATED = {
  'no-rows': 'there are no rows',
  regression: 'of a regression nothing is estimated without labels',
  'no-held-out-scores': 'the answers for its held-out rows are gone',
} as const;

function configurationText(one: ConfigurationPerformance): string {
  const { version, configuration, requests, rows, labelled, coverage = 0, delayHours, strangeLabels, unread } = one;
  const lines = [
    `v${version} (${configuration}): ${counted(requests, 'request')}, ${counted(rows, 'row')}, ${number(labelled)} with a label (${percent(coverage)})`,
  ];
  if (delayHours)
    lines.push(`labels came after ${number(delayHours.median)} h (median), ${number(delayHours.p90)} h (9 of 10)`);
  if (strangeLabels > 0) lines.push(`of ${counted(strangeLabels, 'row')} the label is none of the model`);
  for (const [reason, count] of Object.entries(unread)) lines.push(`${counted(count, 'record')} not read: ${reason}`);
  if (one.notEstimated) lines.push(`no estimate: ${NOT_ESTIMATED[one.notEstimated]}`);
  const metrics = [
    ...new Set([...Object.keys(one.heldOut), ...Object.keys(one.estimated), ...Object.keys(one.measured)]),
  ];
  const cells = metrics.map((metric) => [
    metric,
    value(one.heldOut[metric]),
    value(one.estimated[metric]),
    interval(one.estimated[metric]),
    value(one.measured[metric]),
    interval(one.measured[metric]),
  ]);
  return [...lines, ...(cells.length > 0 ? [table(COLUMNS, cells)] : [])].join('\n');
}

const OUTCOMES = {
  decline: 'does worse than on its held-out rows',
  'no-decline': 'does as well as on its held-out rows',
  'not-sure': 'is lower than on its held-out rows, which may be chance',
  'not-enough-labels': 'has fewer than 200 labels that are old enough to be judged',
  'no-held-out-scores': 'cannot be compared: the answers for its held-out rows are gone',
} as const;

/** `at the end of 2026-11-20 v6 does worse ...`, then a line a span and metric. */
function watchedText({ version, window, outcome, judged }: NonNullable<PerformanceReport['watched']>): string {
  const lines = judged.flatMap(({ from, to, labelled, metrics }) =>
    metrics.map(
      ({ metric, heldOut, measured, called }) =>
        `  ${metric} ${number(measured.value)} (${interval(measured)}), held out ${number(heldOut.value)}: ${called ? 'DECLINE' : 'no finding'}; ${number(labelled)} labels, ${utc(from)} to ${utc(to)}`,
    ),
  );
  return [`at the end of ${window.from.slice(0, 10)} v${version} ${OUTCOMES[outcome]}`, ...lines].join('\n');
}

/** A report for people: a block a configuration, then what is to be said of the labels. */
export function performanceText({ model, stage, window, configurations, watched, labels }: PerformanceReport): string {
  const blocks = configurations.map(configurationText);
  if (blocks.length === 0)
    blocks.push(`nothing was captured of ${model} ${stage} from ${utc(window.from)} to ${utc(window.to)}`);
  if (watched) blocks.push(watchedText(watched));
  const { known, corrected, unmatched, unreadable, faults } = labels;
  blocks.push(
    `labels: ${number(known)} known, ${number(corrected)} corrected, ${number(unmatched)} of rows that were not read here`,
  );
  if (unreadable > 0) {
    const [first] = faults;
    const place = first
      ? `, the first: ${printable(first.key)} line ${first.line}: ${first.fault}${first.mend ? `; ${first.mend}` : ''}`
      : '';
    blocks.push(`${number(unreadable)} lines are no labels${place}`);
  }
  return blocks.join('\n\n');
}

interface PerformanceOptions {
  stage: string;
  from?: string;
  to?: string;
}

export const performance: CommandSpec = {
  define: (command, run) =>
    command
      .arguments('<model>')
      .examples(
        'sluice performance churn',
        'sluice performance churn --stage staging --from 2026-11-01T00:00:00Z --to 2026-11-08T00:00:00Z',
      )
      .option('--stage <stage>', 'staging or production', 'production')
      .option('--from <time>', 'begin of the time by inference, ISO 8601; else seven days before its end', isoTime)
      .option('--to <time>', 'its end, exclusive; else now', isoTime)
      .action(
        run(async ({ session, out }, model: string, { stage, from, to }: PerformanceOptions) => {
          if (from !== undefined && to !== undefined && from >= to)
            throw new CommandFailure(EXIT.usage, '--from must be before --to');
          const query = new URLSearchParams({ ...(from ? { from } : {}), ...(to ? { to } : {}) });
          const api = (await session()).api('DataScientist');
          const path = `/models/${model}/stages/${stage}/performance${query.size > 0 ? `?${query}` : ''}`;
          const report = PerformanceReport.parse((await api({ method: 'GET', path })).body);
          out.document(report);
          out.print(performanceText(report));
        }),
      ),
};
