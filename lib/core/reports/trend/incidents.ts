/** The incidents of a trend: since when, how long, what changed, how each ended, and how to see its report. */
import type { DriftTrendView } from '../../contracts/api.ts';
import { modelArgument, stageArgument } from '../../messages/text/words.ts';
import { clipped, type Html, html, joined } from '../html.ts';
import { counted, instant, integer, lasted } from '../words.ts';

type Incident = DriftTrendView['incidents'][number];

const MOST_TOLD = 40;
const MOST_NAMED = 8;
const NAME_LETTERS = 60;

export function incidentList({ model, stage, to, incidents }: DriftTrendView): Html {
  const told = incidents.slice(0, MOST_TOLD);
  const left = incidents.length - told.length;
  return html`${joined(told.map((incident) => incidentEntry(incident, model, stage, to)))}${left > 0 && html`<p>${counted(left, 'older incident')} are in the JSON only.</p>`}`;
}

function incidentEntry(incident: Incident, model: string, stage: string, now: string): Html {
  const { since, last, state, version, columns } = incident;
  const open = state === 'open';
  const look = commandOf(incident, `${modelArgument(model)} --stage ${stageArgument(stage)}`);
  return html`<article class="entry"><h3>${instant(since)} <span class="word ${open ? 'bad' : 'ok'}">${open ? 'open' : 'closed'}</span></h3><p>${incident.kind} of v${version}, ${open ? `open for ${lasted(since, now)}` : `${lasted(since, last)}, until ${instant(last)}`}${ending(incident)}</p><p>${counted(columns.length, incident.kind === 'drift' ? 'column' : 'measure')}: ${names(columns)}</p><p class="note">Look: <code>${look}</code></p></article>\n`;
}

/** What shows it. @param of model and stage */
const commandOf = ({ kind, since }: Incident, of: string): string =>
  kind === 'performance' ? `sluice performance ${of}` : `sluice drift ${of} --at ${since} --open`;

function ending({ end, kind }: Incident): string {
  if (end === undefined) return '';
  if (end.reason !== 'version-changed') return `: a window without ${kind === 'drift' ? 'drift' : 'a finding'}`;
  return end.serving === undefined ? ': nothing serves since' : `: v${end.serving} serves since`;
}

const names = (columns: readonly string[]): string => {
  const left = columns.length - MOST_NAMED;
  const told = columns.slice(0, MOST_NAMED).map((name) => clipped(name, NAME_LETTERS));
  return `${told.join(', ')}${left > 0 ? ` and ${integer(left)} more` : ''}`;
};
