/**
 * The law of incidents: when one opens, is worse than people were told, and closes. A function of what is stored and of
 * one window, so a window that is judged again changes nothing.
 */
import { type IncidentChange, type IncidentKind, MOST_FINDINGS, type ToldKind } from '../contracts/incidents.ts';
import type { Incident, IncidentChangeEntry, IncidentFinding } from './entities.ts';

/** What a window says of one kind of incident. */
export interface WindowFinding<K extends ToldKind = IncidentKind> {
  readonly kind: K;
  readonly model: string;
  readonly stage: string;
  readonly version: number;
  readonly configuration: string;
  /** [from, to), ISO 8601 with milliseconds, Z. */
  readonly window: { readonly from: string; readonly to: string };
  /** Key of its report in the artefact bucket. */
  readonly report?: string;
  /** Worst first; none: the window is clean. */
  readonly findings: readonly IncidentFinding[];
}

/** `continued`: still bad, and nothing new to tell. */
export type Change = IncidentChange | 'continued';

/** People are told at most once in this time that an open incident is worse. */
const DAY_MS = 86_400_000;
/** From here on a finding is worse than it was told: twice as strong. */
const WORSE = 2;
/** Findings that are remembered as told; beyond them a further one is no news. */
const MOST_TOLD = 500;

/**
 * The incident after a window; undefined when it changes nothing, for it is clean, was seen before or came late.
 *
 * - opened: a bad window while none is open.
 * - worsened: a finding that was not told before, or one twice as strong as it was told last. At most once in 24 hours of
 *   windows, but for the first that is urgent. What was told is never forgotten while the incident is open, so findings
 *   that come and go give no messages.
 * - closed: the first clean window. One that came back within 24 hours of the end of the one before closes only after 24
 *   hours without a bad window: what flaps is one incident.
 *
 * @param recent incidents of this stage and kind @param at of the change, ISO 8601
 */
export function afterWindow(
  recent: readonly Incident[],
  window: WindowFinding<ToldKind>,
  at: string,
): { change: Change; incident: Incident } | undefined {
  const { to } = window.window;
  const open = recent.find(({ state }) => state === 'open');
  if (recent.some(({ last }) => to < last)) return undefined;
  if (window.findings.length === 0) {
    if (!open || (open.returned && elapsed(open.last, to) < DAY_MS)) return undefined;
    const reason = open.kind === 'drift' ? 'no-drift' : 'recovered';
    return {
      change: 'closed',
      incident: closed(open, { window: window.window, at, report: window.report }, { reason }),
    };
  }
  if (!open) return { change: 'opened', incident: opened(recent, window, at) };
  if (open.last === to && open.report === window.report) return undefined;
  const told = open.told ?? { to: open.last, findings: [...window.findings] };
  const now = { ...open, ...about(window), last: to, told };
  const worse = news(told, window);
  if (worse.length === 0) return { change: 'continued', incident: now };
  const entry = { ...changeEntry('worsened', window, at), worse: namesOf(worse) };
  return {
    change: 'worsened',
    incident: {
      ...now,
      told: { to, findings: strongest(told.findings, window.findings) },
      untold: [...open.untold, entry],
    },
  };
}

/** @param end what ended it; `window`: the clean one, or the whole incident where a release ended it */
export function closed(
  incident: Incident,
  { window, at, report }: { window: { from: string; to: string }; at: string; report?: string | undefined },
  end: NonNullable<Incident['end']>,
): Incident {
  const { version, configuration = '', columns } = incident;
  const entry = { change: 'closed' as const, version, configuration, window: { ...window }, at };
  const findings = columns.slice(0, MOST_FINDINGS);
  return {
    ...incident,
    state: 'closed',
    last: window.to,
    end,
    untold: [...incident.untold, { ...entry, ...(report === undefined ? {} : { report }), findings }],
  };
}

function opened(recent: readonly Incident[], window: WindowFinding<ToldKind>, at: string): Incident {
  const { kind, model, stage, findings } = window;
  const { from, to } = window.window;
  const returned = recent.some(
    ({ end, last }) => end !== undefined && end.reason !== 'version-changed' && elapsed(last, from) < DAY_MS,
  );
  return {
    ...{ v: 1, model, stage, kind, since: from, state: 'open', last: to },
    ...about(window),
    ...(returned ? { returned } : {}),
    told: { to, findings: findings.slice(0, MOST_TOLD).map(rounded) },
    untold: [changeEntry('opened', window, at)],
  };
}

/** What people should hear of an open incident now. */
function news(told: NonNullable<Incident['told']>, { window, findings }: WindowFinding<ToldKind>): IncidentFinding[] {
  const isUrgent = ({ urgent }: IncidentFinding): boolean => urgent === true;
  if (!told.findings.some(isUrgent) && findings.some(isUrgent)) return findings.filter(isUrgent);
  if (elapsed(told.to, window.to) < DAY_MS) return [];
  const before = new Map(told.findings.map((finding) => [finding.name, finding]));
  return findings.filter(({ name, effect }) => {
    const known = before.get(name);
    return known ? effect >= WORSE * known.effect : told.findings.length < MOST_TOLD;
  });
}

/** Each finding once, as strong as it ever was. */
function strongest(told: readonly IncidentFinding[], now: readonly IncidentFinding[]): IncidentFinding[] {
  const all = new Map(told.map((finding) => [finding.name, finding]));
  for (const finding of now.map(rounded)) {
    const before = all.get(finding.name);
    const urgent = finding.urgent || before?.urgent ? { urgent: true } : {};
    all.set(finding.name, { ...finding, effect: Math.max(finding.effect, before?.effect ?? 0), ...urgent });
  }
  return [...all.values()].slice(0, MOST_TOLD);
}

/** What an incident knows of its newest bad window. */
const about = ({ version, configuration, report, findings }: WindowFinding<ToldKind>) => ({
  version,
  configuration,
  ...(report === undefined ? {} : { report }),
  columns: findings.map(({ name }) => name),
});

function changeEntry(change: IncidentChange, window: WindowFinding<ToldKind>, at: string): IncidentChangeEntry {
  const { columns: _all, ...known } = about(window);
  return { change, ...known, window: { ...window.window }, findings: namesOf(window.findings), at };
}

const namesOf = (findings: readonly IncidentFinding[]): string[] =>
  findings.slice(0, MOST_FINDINGS).map(({ name }) => name);
const rounded = (finding: IncidentFinding): IncidentFinding => ({
  ...finding,
  effect: Number(finding.effect.toPrecision(4)),
});
const elapsed = (from: string, to: string): number => Date.parse(to) - Date.parse(from);
