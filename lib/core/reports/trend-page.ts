/** The page of a stage over time: how it stands, what came of every window, incidents, columns worst first, releases. */
import type { DriftTrendView } from '../contracts/api.ts';
import { modelArgument, stageArgument } from '../messages/text/words.ts';
import { FOR_COLUMNS } from './budget.ts';
import { type Html, html } from './html.ts';
import { renderPage } from './page.ts';
import { type Fact, factList, section, type TableRow, table } from './parts.ts';
import { axisOf } from './trend/axis.ts';
import { championWindows } from './trend/champion-windows.ts';
import { columnSections } from './trend/columns.ts';
import { dayTable } from './trend/days.ts';
import { incidentList } from './trend/incidents.ts';
import { performanceSections } from './trend/performance.ts';
import { trendVerdict } from './trend/verdict.ts';
import { legend, windowsFigure } from './trend/windows.ts';
import { day, instant, integer, lasted, quantity } from './words.ts';

type TrendWindow = DriftTrendView['windows'][number];

/** @returns a whole HTML document, under 900 kB; equal trends give equal text */
export function trendPage(trend: DriftTrendView): string {
  const { model, stage, from, to, serving, windows, incidents, releases } = trend;
  const axis = axisOf(trend);
  const command = `sluice drift ${modelArgument(model)} --stage ${stageArgument(stage)} --trend`;
  return renderPage({
    title: `${model}/${stage}: trend to ${day(to)}`,
    kicker: 'Sluice drift trend',
    heading: `${model}/${stage}`,
    about: [
      serving ? `v${serving.version} serves since ${instant(serving.since)}` : 'nothing serves',
      `${instant(from)} to ${instant(to)}`,
    ],
    verdict: trendVerdict(trend),
    body: [
      factList(facts(trend)),
      ...(windows.length === 0
        ? [
            section(
              'Windows',
              html`<p>No window of this time was measured. The monitor measures each window 2 to 20 minutes after its end, while a version serves.</p>`,
            ),
          ]
        : [section('Windows', windowsFigure(trend, axis), legend(trend), reading(trend), dayTable(trend))]),
      section('Incidents', incidents.length === 0 ? html`<p>None in this time.</p>` : incidentList(trend)),
      ...columnSections(trend, axis, FOR_COLUMNS),
      ...performanceSections(trend, axis),
      ...(releases.length === 0
        ? []
        : [section('Releases', table('Releases', RELEASE_COLUMNS, releases.map(releaseRow)))]),
    ],
    source: `The same as JSON: ${command} --json.`,
  });
}

const YEAR_MS = 365.25 * 86_400_000;

function facts(trend: DriftTrendView): Fact[] {
  const { incidents, from, to } = trend;
  const own = championWindows(trend);
  const total = (windows: DriftTrendView['windows'], of: (window: TrendWindow) => number): number =>
    windows.reduce((sum, window) => sum + of(window), 0);
  const budget = own.at(-1)?.budget;
  const open = incidents.reduce(
    (sum, { since, last, state }) =>
      sum + Math.max(0, Date.parse(state === 'open' ? to : last) - Math.max(Date.parse(since), Date.parse(from))),
    0,
  );
  const due = budget && (budget.falseAlarmsPerYear * (Date.parse(to) - Date.parse(from))) / YEAR_MS;
  return [
    ['windows', integer(own.length)],
    ['requests seen', integer(total(trend.windows, ({ requests }) => requests))],
    ['rows read', integer(total(trend.windows, ({ rows }) => rows))],
    ['incidents', integer(incidents.length)],
    ['time in incident', incidents.length === 0 ? undefined : lasted(0, open)],
    [
      'false alarms spent',
      budget &&
        `${quantity(total(own, (window) => window.budget.spent))} of ${quantity(due ?? 0)} (${quantity(budget.falseAlarmsPerYear)}\u00a0a\u00a0year)`,
    ],
  ];
}

const reading = ({ windows, more }: DriftTrendView): Html =>
  html`<p class="note muted">A column is a day, its hours from top to bottom (UTC); below on the same axis incidents, releases, and the rows of each window (filled) with its requests (line).${more && ` Only the newest ${integer(windows.length)} windows of this time are shown.`}</p>`;

const RELEASE_COLUMNS = [
  { title: 'asked for', number: true },
  { title: 'version' },
  { title: 'kind' },
  { title: 'state' },
  { title: 'ended', number: true },
];

function releaseRow({ requested, version, kind, state, ended }: DriftTrendView['releases'][number]): TableRow {
  const word = state.replaceAll('-', ' ');
  return [
    instant(requested),
    `v${version}`,
    kind,
    state === 'live' ? word : html`<b class="bad">${word}</b>`,
    ended === undefined ? 'under way' : instant(ended),
  ];
}
