/** What the messages about incidents say in the same words. */
import type { Suspect } from '../incident-notices.ts';
import { ascii } from '../text/ascii.ts';
import type { Step } from '../text/layout.ts';
import { clock, day, instant, integer, modelArgument, modelName, stageArgument, stageName } from '../text/words.ts';

interface OfIncident {
  readonly model: string;
  readonly stage: string;
  readonly version: number;
  readonly since: string;
  readonly window: { readonly from: string; readonly to: string };
  readonly suspects?: readonly Suspect[] | undefined;
  readonly previous?: number | undefined;
}

export const theStage = ({ model, stage }: Pick<OfIncident, 'model' | 'stage'>): string =>
  `${modelName(model)}/${stageName(stage)}`;

export const incidentReference = ({ since }: Pick<OfIncident, 'since'>): string =>
  `incident of ${day(since)} ${clock(since)}`;

/** How often an open incident is told of. */
export const SENT = 'Next: if worse, or at its end';

/** The first bad window; of one that goes on, when it began too. */
export function sinceWhen({ since, window }: OfIncident): string {
  const { from, to } = window;
  const now = `${clock(from)}-${clock(to)} UTC, ${day(from)}`;
  return since === from ? `Window ${now}.` : `${instant(since)}; this window ${now}.`;
}

const NAMED = 3;
/** `x, y, z and 4 more` */
export function named(names: readonly string[], most = NAMED): string {
  const more = names.length > most ? ` and ${integer(names.length - most)} more` : '';
  return `${names
    .slice(0, most)
    .map((name) => ascii(name, 20) || '?')
    .join(', ')}${more}`;
}

/** What the registry knows to have changed shortly before; nothing where it knows of none. */
export function suspected({ suspects = [] }: OfIncident): string | undefined {
  if (suspects.length === 0) return undefined;
  return `Not proved. Shortly before: ${suspects.slice(0, 2).map(inWords).join(' ')}`;
}

function inWords(suspect: Suspect): string {
  const at = `${clock(suspect.time)} UTC, ${day(suspect.time)}`;
  if (suspect.what === 'release')
    return `v${suspect.version} went live ${at}${suspect.from === undefined ? '' : ` (v${suspect.from} before)`}.`;
  const changed = suspect.columns.length === 0 ? '' : `; it changed ${named(suspect.columns)} too`;
  return `${ascii(suspect.file, 40) || 'an upload'} was accepted ${at}${changed}.`;
}

/** Only where a version served before. @param unless a release just before is suspected: why one would go back */
export function goBack({ model, stage, version, previous, suspects = [] }: OfIncident, unless: string): Step[] {
  if (previous === undefined) return [];
  const released = suspects.some(({ what }) => what === 'release');
  const text = released ? `Was it the release of v${version}? Back to v${previous}` : `${unless}? Back to v${previous}`;
  const command = `sluice rollback ${modelArgument(model)} --stage ${stageArgument(stage)} --to ${previous}`;
  return [{ text, command }];
}
