/** What came of every window, with incidents and releases on the same axis, and the traffic below. */
import type { DriftTrendView } from '../../contracts/api.ts';
import { DriftOutcome } from '../../drift/document.ts';
import { AXIS, NOW, px } from '../figures/drawing.ts';
import { ACROSS, DOWN, onOneAxis, stretched } from '../figures/stretched.ts';
import { outcomeKey, windowCalendar } from '../figures/window-calendar.ts';
import { type Html, html } from '../html.ts';
import { clock, counted, day, integer } from '../words.ts';
import type { Axis } from './axis.ts';
import { championWindows } from './champion-windows.ts';
import { OUTCOME_WORDS } from './outcomes.ts';

type Window = DriftTrendView['windows'][number];

const DAY_MS = 86_400_000;

export function windowsFigure(trend: DriftTrendView, axis: Axis): Html {
  const kinds = [...new Set(trend.incidents.map(({ kind }) => kind))];
  return onOneAxis(
    [
      calendar(trend, axis),
      ...kinds.map((kind) => incidentLane(trend, axis, kind)),
      ...(trend.releases.some(({ ended = '' }) => ended !== '' && Date.parse(ended) >= axis.begin)
        ? [releaseLane(trend, axis)]
        : []),
      traffic(trend, axis),
    ],
    axis.words,
  );
}

/** What the shapes mean, with how many of each there are. */
export function legend(trend: DriftTrendView): Html {
  const windows = championWindows(trend);
  const counts = DriftOutcome.options.flatMap((outcome) => {
    const count = windows.filter((window) => window.outcome === outcome).length;
    return count === 0
      ? []
      : [html`<li>${outcomeKey(outcome)} ${OUTCOME_WORDS[outcome]}: ${counted(count, 'window')}</li>`];
  });
  return html`<ul class="legend">${counts}</ul>`;
}

function calendar(trend: DriftTrendView, axis: Axis): Html {
  const windows = championWindows(trend);
  const cells = windows.map(({ from, to, outcome, version }) => ({
    from: Date.parse(from),
    to: Date.parse(to),
    outcome,
    words: `${day(from)} ${clock(from)} to ${clock(to)} UTC, v${version}: ${OUTCOME_WORDS[outcome]}`,
  }));
  const drifted = windows.filter(({ outcome }) => outcome === 'drift').length;
  const lengths = cells.map(({ from, to }) => to - from).sort((a, b) => a - b);
  const perDay = DAY_MS / (lengths[lengths.length >> 1] ?? DAY_MS);
  return stretched({
    title: `Windows by day and hour: ${counted(windows.length, 'window')}, ${integer(drifted)} with drift`,
    scale: perDay > 1 ? ['0 h', '12 h', '24 h'] : ['windows'],
    rem: perDay > 4 ? 9 : perDay > 1 ? 5 : 1.75,
    content: windowCalendar(cells, axis.begin, axis.days),
  });
}

/** So much of a lane is seen of what is short. */
const LEAST_WIDTH = 3;

function incidentLane({ incidents, to }: DriftTrendView, axis: Axis, kind: string): Html {
  const those = incidents.filter((incident) => incident.kind === kind);
  const bars = those.map(({ since, last, state }) => {
    const [from, end] = [axis.at(since) * ACROSS, axis.at(state === 'open' ? to : last) * ACROSS];
    const width = Math.max(LEAST_WIDTH, end - from);
    return `M${px(Math.min(from, ACROSS - width))} 15h${px(width)}v70h${px(-width)}z`;
  });
  return stretched({
    title: `Incidents of ${kind}: ${those
      .map(({ since, state }) => `${day(since)} ${clock(since)}, ${state}`)
      .slice(0, 5)
      .join('; ')}`,
    scale: [kind],
    rem: 1.25,
    content: html`<path class="bad" fill="#b3261e" d="${bars.join('')}"/>`,
  });
}

/** Names of versions that stand closer would lie upon each other on a phone. */
const APART = 0.09;

function releaseLane({ releases }: DriftTrendView, axis: Axis): Html {
  const ended = releases.flatMap(({ ended: end, version, state }) =>
    end === undefined || Date.parse(end) < axis.begin ? [] : [{ end, version, state }],
  );
  const marks: Html[] = [];
  let free = 0;
  for (const { end, version, state } of ended.toReversed()) {
    const at = axis.at(end);
    const percent = px(100 * at);
    const bad = state !== 'live';
    const room = at >= free;
    if (room) free = at + APART;
    const name = room && html`<span>v${version}${bad && ' back'}</span>`;
    marks.push(html`<i class="${at > 0.9 ? 'late' : 'early'}${bad && ' bad'}" style="left:${percent}%">${name}</i>`);
  }
  return html`<div class="scale"><span>released</span></div><div class="marks">${marks}</div>`;
}

/** Rows that were read, filled; requests as a line. */
function traffic({ windows }: DriftTrendView, axis: Axis): Html {
  const times = [...Map.groupBy(windows, ({ from, to }) => `${from} ${to}`).values()].map((beside) => ({
    from: axis.at(beside[0]?.from ?? 0) * ACROSS,
    to: axis.at(beside[0]?.to ?? 0) * ACROSS,
    rows: sum(beside, ({ rows }) => rows),
    requests: sum(beside, ({ requests }) => requests),
  }));
  const highest = Math.max(1, ...times.flatMap(({ rows, requests }) => [rows, requests]));
  const height = (count: number): number => (count / highest) * (DOWN - 6);
  const rows = steps(
    times.map(({ from, to, rows }) => ({ from, to, height: height(rows) })),
    DOWN,
  );
  const requests = steps(times.map(({ from, to, requests }) => ({ from, to, height: height(requests) })));
  return stretched({
    title: `Rows and requests a window: ${integer(sum(windows, ({ rows }) => rows))} rows of ${integer(sum(windows, ({ requests }) => requests))} requests, at most ${integer(highest)} in one`,
    scale: [integer(highest), 'rows', '0'],
    rem: 4,
    content: html`<path ${NOW} d="${rows}"/><path class="before" fill="none" stroke="#1f2328" stroke-width="0.75" vector-effect="non-scaling-stroke" d="${requests}"/><path ${AXIS} vector-effect="non-scaling-stroke" d="M0 ${DOWN}H${ACROSS}"/>`,
  });
}

interface Step {
  readonly from: number;
  readonly to: number;
  readonly height: number;
}

/** What stands side by side is one shape, else its seams would be seen. @param floor where a shape begins and ends */
function steps(all: readonly Step[], floor?: number): string {
  let path = '';
  let end: number | undefined;
  const down = (): string => (floor === undefined || end === undefined ? '' : `V${px(floor)}`);
  for (const { from, to, height } of all) {
    if (height === 0) continue;
    const top = px(DOWN - height);
    path += from === end ? `V${top}` : `${down()}M${px(from)} ${floor === undefined ? top : `${px(floor)}V${top}`}`;
    path += `H${px(Math.max(to, from + 1))}`;
    end = to;
  }
  return `${path}${down()}`;
}

const sum = (windows: readonly Window[], of: (window: Window) => number): number =>
  windows.reduce((total, window) => total + of(window), 0);
