/** The page of a window: drift and health at a glance, the changed columns with their shapes, all numbers folded below. */

import { LEAST_ROWS } from '../drift/decision.ts';
import type { DriftColumn, DriftReport, DriftRole, JudgedSpan, LateFiles } from '../drift/document.ts';
import { isOfData } from '../drift/of-data.ts';
import { changedSection } from './before-and-now.ts';
import { FOR_COLUMNS, fitInto } from './budget.ts';
import {
  BRIEF_COLUMNS,
  briefRow,
  type ChangedColumn,
  type ComparedColumn,
  changedCard,
  NAME_LETTERS,
  whatChanged,
} from './drift/column.ts';
import { healthSection, notHealthy } from './drift/health.ts';
import { nextSteps } from './drift/next-steps.ts';
import { effectLine } from './figures/effect-line.ts';
import { clipped, type Html, html } from './html.ts';
import { type Page, renderPage } from './page.ts';
import { columnId, type Fact, factList, figure, folded, section, table, tableRow } from './parts.ts';
import { chance, clock, counted, day, effectOf, instant, integer, quantity, shortDigest } from './words.ts';

/** The incident a report belongs to, where there is one. Times are ISO 8601. */
export interface ReportedIncident {
  readonly since: string;
  readonly state: 'open' | 'closed';
}

/** Share of the room for changed columns; their spark lines and all numbers take the rest. */
const FOR_CHANGED = 0.6;

/** @returns a whole HTML document, under 900 kB; equal reports give equal text */
export function driftPage(report: DriftReport, incident?: ReportedIncident): string {
  const { model, stage, version, window, baselineDataset, health } = report;
  const bad = health?.outcome === 'found';
  const changed = report.columns.filter((column): column is ComparedColumn => column.drifted);
  const rows = changed.map((column, i): ChangedColumn => ({ column, id: columnId(i), first: i === 0 }));
  const fitted = fitInto(rows, FOR_COLUMNS * FOR_CHANGED, { whole: changedCard, brief: () => html`` }, 1);
  const room = FOR_COLUMNS - fitted.spent;
  const numbers = fitInto(report.columns, room * 0.8, { whole: rowText, brief: rowText }, 1);
  return renderPage({
    title: `${model}/${stage}: drift ${day(window.from)} ${clock(window.from)}`,
    kicker: 'Sluice drift report',
    heading: `${model}/${stage}`,
    about: [
      `v${version}${report.role === undefined ? '' : ` ${report.role}`}`,
      `window ${span(window)}`,
      `baseline dataset ${shortDigest(baselineDataset)}`,
      ...(incident ? [`incident of ${instant(incident.since)}, ${incident.state}`] : []),
    ],
    verdict: wholeVerdict(report),
    body: [
      factList(facts(report, incident)),
      ...(health && bad ? [healthSection(health)] : []),
      ...(changed.length === 0 ? [] : [changedSection(fitted.whole, changed.length)]),
      ...history(report, changed),
      ...steps(report, incident?.since),
      ...(health && !bad ? [healthSection(health)] : []),
      allNumbers(report, numbers.whole.length),
      computed(report),
    ],
    source: `Configuration ${report.configuration}. The same as JSON: sluice drift ${model} --stage ${stage} --json.`,
  });
}

const span = ({ from, to }: DriftReport['window']): string =>
  day(from) === day(to) ? `${day(from)} ${clock(from)} to ${clock(to)} UTC` : `${instant(from)} to ${instant(to)}`;

/** What is not healthy is said at the top too, and first where no column has changed. */
function wholeVerdict(report: DriftReport): Page['verdict'] {
  const drift = verdict(report);
  const unwell = notHealthy(report.health, report.outcome);
  if (unwell === undefined) return drift;
  const { word, rest } = drift;
  if (report.outcome === 'drift') return { ...drift, rest: `${rest}; not healthy: ${unwell}` };
  return { tone: 'bad', word: 'Not healthy:', rest: `${unwell}; ${word[0]?.toLowerCase()}${word.slice(1)} ${rest}` };
}

function verdict({ outcome, columns, rowsRead, requests, served }: DriftReport): Page['verdict'] {
  const compared = columns.filter((column) => column.kind !== 'unknown' && isOfData(column)).length;
  switch (outcome) {
    case 'drift':
      return { tone: 'bad', word: 'Drift:', rest: `${whatChanged(columns)} changed` };
    case 'no-drift':
      return { tone: 'ok', word: 'No drift', rest: `in ${counted(compared, 'column')}` };
    case 'not-enough-data':
      return {
        tone: 'none',
        word: 'Not enough data:',
        rest: `${counted(rowsRead, 'row')} of ${counted(requests, 'request')} read, at least ${LEAST_ROWS} rows are needed, in this window or with those before it`,
      };
    case 'no-traffic':
      return { tone: 'none', word: 'No traffic', rest: 'in this window' };
    case 'capture-stopped':
      return {
        tone: 'bad',
        word: 'Capture stopped:',
        rest: `${counted(served ?? 0, 'request')} served, none captured`,
      };
  }
}

/** Of configurations that do not speak for the stage. */
const BESIDE: Readonly<Record<DriftRole, string | undefined>> = {
  champion: undefined,
  canary: 'canary of a release: opens and closes no incident',
  replaced: 'replaced in this window: opens and closes no incident',
};

/** Files nobody counted: their windows can be read once more. */
const lateText = (late: readonly LateFiles[]): string =>
  `${late
    .slice(0, LATE_NAMED)
    .map(({ from, to, files }) => `${counted(files, 'file')} of ${instant(from)} to ${clock(to)}`)
    .join(
      ', ',
    )}${late.length > LATE_NAMED ? ` and ${counted(late.length - LATE_NAMED, 'window')} more` : ''}; sluice drift --from --to reads a window again`;
const LATE_NAMED = 3;

function facts(report: DriftReport, incident: ReportedIncident | undefined): Fact[] {
  const { rowsRead, requests, skipped, budget, role, late } = report;
  const unread = Object.entries(skipped).filter(([, count]) => count > 0);
  return [
    ['requests seen', integer(requests)],
    ['rows read', integer(rowsRead)],
    [
      'not read',
      unread.length === 0
        ? 'nothing'
        : unread.map(([reason, count]) => `${integer(count)} ${clipped(reason.replaceAll('-', ' '), 40)}`).join(', '),
    ],
    ['came too late', late && lateText(late)],
    ['role', role && BESIDE[role]],
    ['open since', incident?.state === 'open' ? instant(incident.since) : undefined],
    ['false alarms expected', `${quantity(budget.falseAlarmsPerYear)} a year`],
  ];
}

function history({ history }: DriftReport, changed: readonly ComparedColumn[]): Html[] {
  if (!history || history.windows.length < 2) return [];
  const places = new Map(changed.map(({ name }, i) => [name, columnId(i)]));
  const limits = new Map(changed.map(({ name, limit }) => [name, limit]));
  const lines = history.columns.flatMap(({ name, effects }) => {
    const limit = limits.get(name);
    const known = effects.filter((effect) => effect !== null);
    if (limit === undefined || known.length === 0) return [];
    const text = clipped(name, NAME_LETTERS);
    const now = effectOf(effects.at(-1) ?? 0);
    const found = `${text}: effect ${effectOf(Math.min(...known))} to ${effectOf(Math.max(...known))} in ${counted(effects.length, 'window')}, ${now} now, limit ${effectOf(limit)}`;
    const line = effects.map((effect, i) => ({ at: i / Math.max(1, effects.length - 1), effect }));
    const drawing = effectLine({ title: found, lines: [line], limit });
    return [figure(drawing, html`<a href="#${places.get(name)}">${text}</a>: ${now} now`)];
  });
  const [first] = history.windows;
  return [
    section(
      `The last ${counted(history.windows.length, 'window')}`,
      html`<div class="small">${lines}</div>`,
      html`<p class="note muted">Effect of each changed column since ${instant(first?.from ?? '')}; the dashed line is its limit. A gap is a window without an answer; heights are square roots.${changed.length > history.columns.length && html` Of ${counted(changed.length, 'column')} the ${history.columns.length} that changed most.`}</p>`,
    ),
  ];
}

function steps(report: DriftReport, since: string | undefined): Html[] {
  const all = nextSteps(report, since);
  const item = ({ text, command }: (typeof all)[number]): Html =>
    html`<li>${text}${command !== undefined && html`: <code>${command}</code>`}</li>`;
  return all.length === 0 ? [] : [section('What to do', html`<ol class="list">${all.map(item)}</ol>`)];
}

const rowText = (column: DriftColumn): Html => tableRow(BRIEF_COLUMNS, briefRow(column));

function allNumbers({ columns }: DriftReport, fitting: number): Html {
  const left = columns.length - fitting;
  return section(
    'All columns in numbers',
    folded(
      `${counted(columns.length, 'column')}: effect, p, medians or largest levels, nulls`,
      table('All columns', BRIEF_COLUMNS, columns.slice(0, fitting).map(briefRow)),
    ),
    left > 0 ? html`<p>So that the page stays small, ${counted(left, 'column')} are in the JSON only.</p>` : undefined,
  );
}

const computed = ({ budget, spans }: DriftReport): Html =>
  section(
    'How this was computed',
    html`<p>A column has changed when the change is sure and matters. Sure: the p-value (Kolmogorov-Smirnov, ranks and range for numbers, chi-square for texts, a test of shares for empty cells, an inequality of Bernstein's kind for how columns go together) is below ${chance(budget.alpha)}, which is ${quantity(budget.falseAlarmsPerYear)} false alarms a year shared out over ${integer(budget.windowsPerYear)} windows and ${counted(budget.columns, 'column')}. It matters: the population stability index (PSI) is at least its limit. Bars are made of the baseline's 256 quantile bins. Labels are not known yet, so this says nothing about accuracy.</p>`,
    ...(spans ?? []).map((each) => html`<p>${spanText(each)}</p>`),
  );

/** One sentence a span: what was judged together, against what, and how surely. */
function spanText({ span, from, windows, rows, level, tests, surest, asLastYear, reference }: JudgedSpan): string {
  const what =
    span === 'day'
      ? `The last day (${counted(windows, 'window')}, ${counted(rows, 'row')})`
      : windows === 1
        ? `This window (${counted(rows, 'row')})`
        : `The newest ${counted(windows, 'window')} since ${instant(from)}, together ${counted(rows, 'row')},`;
  const against =
    reference.kind === 'training'
      ? 'the training data'
      : `the training data and ${counted(reference.spans, 'span')} of the same hours and weekdays of last year`;
  const evidence = surest
    ? ` The surest change is in ${clipped(surest.column, NAME_LETTERS)}: ${chance(surest.p)} over all ${counted(tests, 'test')}, and ${chance(level)} is allowed.`
    : '';
  const season =
    asLastYear.length > 0
      ? ` As last year, and so no finding: ${asLastYear
          .slice(0, MOST_NAMED)
          .map((name) => clipped(name, NAME_LETTERS))
          .join(', ')}${asLastYear.length > MOST_NAMED ? ` and ${integer(asLastYear.length - MOST_NAMED)} more` : ''}.`
      : '';
  return `${what} was compared with ${against}.${evidence}${season}`;
}

const MOST_NAMED = 20;
