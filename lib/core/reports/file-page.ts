/** The page of a file that was checked or profiled where it lies. */
import type { FileReport } from '../data/file/file-report.ts';
import { columnCard } from './dataset/column.ts';
import { columnSections } from './dataset/columns.ts';
import { correlationSection } from './dataset/correlations.ts';
import { checkFindings, remarks } from './dataset/findings.ts';
import { computed, equalRows, keptRows, setAside } from './dataset/rows.ts';
import { clipped } from './html.ts';
import { type Page, renderPage } from './page.ts';
import { factList, section } from './parts.ts';
import { counted, instant, integer, shortDigest, size } from './words.ts';

/** @returns a whole HTML document, under 900 kB; equal reports give equal text */
export function filePage(report: FileReport): string {
  const { file, bytes, checked, against, refusal, warnings = [], columns, rows, target, dataset } = report;
  const broken = new Map<string, string[]>();
  for (const { column, rule } of refusal?.findings ?? [])
    if (column !== undefined) broken.set(column, [...(broken.get(column) ?? []), rule.replaceAll('-', ' ')]);
  return renderPage({
    title: `${clipped(file, 60)}: ${refusal ? 'refused' : 'data report'}`,
    kicker: 'Sluice data report',
    heading: clipped(file, 80),
    about: [`looked at ${instant(checked)}`, ...against.map((text) => clipped(text, 80))],
    verdict: verdict(report),
    body: [
      factList([
        ['rows', integer(rows)],
        ['columns', columns.length === 0 ? undefined : integer(columns.length)],
        ['equal to another row', equalRows(report)],
        ['size', size(bytes)],
        ['dataset', dataset && shortDigest(dataset)],
      ]),
      ...checkFindings('Why it is refused', refusal?.findings ?? [], columns, {
        tone: 'bad',
        more: refusal?.more ?? 0,
      }),
      ...checkFindings('Warnings, which refuse nothing', warnings, columns, { tone: 'none' }),
      ...(columns.length === 0
        ? []
        : [
            remarks(report),
            setAside(report, 'All of them: sluice data check --rejects <file>.'),
            ...(target?.column
              ? [section('Target', columnCard({ column: target.column, id: 'target', findings: [], first: false }))]
              : []),
            ...correlationSection(report.correlations, report.sample?.rows ?? rows),
            ...columnSections(report, {
              heading: 'Columns, in the order of the file',
              ...(target === undefined ? {} : { target }),
              broken,
              overlays: report.overlays,
              explained: true,
            }),
            computed(report),
          ]),
    ],
    source: 'Made on this machine by sluice data; the same as JSON: --json.',
  });
}

function verdict(report: FileReport): Page['verdict'] {
  const { refusal, warnings = [] } = report;
  if (refusal) return { tone: 'bad', word: 'Refused:', rest: clipped(refusal.message, 400) };
  const told = warnings.length > 0 ? `, with ${counted(warnings.length, 'warning')}` : '';
  if (!report.judged) return { tone: 'none', word: 'Profile', rest: `of ${keptRows(report)}` };
  return { tone: 'ok', word: 'Accepted:', rest: `${keptRows(report)}${told}` };
}
