/** The page of a dataset: accepted or not at a glance, then what to look at, then each column. */
import type { DatasetReport } from '../data/dataset-report.ts';
import { columnCard } from './dataset/column.ts';
import { columnSections } from './dataset/columns.ts';
import { correlationSection } from './dataset/correlations.ts';
import { checkFindings, remarks } from './dataset/findings.ts';
import type { TargetWords } from './dataset/relation.ts';
import { computed, equalRows, keptRows, setAside } from './dataset/rows.ts';
import { clipped } from './html.ts';
import { renderPage } from './page.ts';
import { type Fact, factList, section } from './parts.ts';
import { counted, instant, integer, percent, shortDigest, size, written } from './words.ts';

/** @returns a whole HTML document, under 900 kB; equal reports give equal text */
export function datasetPage(report: DatasetReport): string {
  const { model, run, file, dataset, checked, manifestRevision, warnings = [], columns, positive, target } = report;
  const words: TargetWords = { name: target.name, ...(positive ? { label: positive.label } : {}) };
  const overlays = new Map(report.overlays?.map(({ column, overlay }) => [column, overlay]));
  const told = warnings.length > 0 ? `, with ${counted(warnings.length, 'warning')}` : '';
  return renderPage({
    title: `${model}: dataset ${shortDigest(dataset)}`,
    kicker: 'Sluice dataset report',
    heading: `${model}: ${clipped(file, 60)}`,
    about: [
      `dataset ${shortDigest(dataset)}`,
      `checked ${instant(checked)}`,
      `manifest revision ${manifestRevision}`,
      `run ${run.slice(0, 8)}`,
      `from ${clipped(report.author.split('/').at(-1) ?? '', 40)}`,
    ],
    verdict: { tone: 'ok', word: 'Accepted:', rest: `${keptRows(report)}${told}` },
    body: [
      factList(facts(report)),
      ...checkFindings('Warnings, which refuse nothing', warnings, columns, { tone: 'none' }),
      remarks(report),
      setAside(report, 'All of them: rejects.csv beside the dataset.'),
      section(
        'Target',
        columnCard({ column: target, id: 'target', findings: [], first: true, overlay: overlays.get(target.name) }),
      ),
      ...correlationSection(report.correlations, report.sample?.rows ?? report.rows),
      ...columnSections(report, {
        heading: 'Columns, in the order of the contract',
        target: words,
        overlays,
        explained: false,
      }),
      computed(report),
    ],
    source: `Dataset ${dataset}, run ${run}. The same as JSON: GET /v1/models/${model}/runs/${run}/report, or report.json beside the dataset.`,
  });
}

function facts(report: DatasetReport): Fact[] {
  const { rows, columns, target, positive, train, holdout, bytes, task } = report;
  const range =
    target.kind === 'number' && target.median !== undefined
      ? `${written(target.min, target.type)} to ${written(target.max, target.type)}, median ${written(target.median, target.type)}`
      : undefined;
  return [
    ['rows', integer(rows)],
    ['columns', `${integer(columns.length)} and the target`],
    ['task', task.replace('-', ' ')],
    [
      `target ${clipped(target.name, 24)}`,
      positive ? `${percent(positive.share)} ${clipped(positive.label, 24)}` : (range ?? 'not shown'),
    ],
    ['split', `${integer(train)} to train, ${integer(holdout)} held out`],
    ['equal to another row', equalRows(report)],
    ['size', size(bytes)],
  ];
}
