/** A release in words: what is to move, what goes on, and how it ended. */
import type * as z from 'zod';
import type { ReleaseView } from '../../core/contracts/api.ts';
import { clock, number, percent, printable, short } from '../output/text.ts';

export type Release = z.infer<typeof ReleaseView>;
type Progress = NonNullable<Release['progress']>;

/** Which versions answer now, and with which share. */
export function servingText({ version, from }: Release, share: number): string {
  if (share >= 1) return `v${version} serves all`;
  if (from === undefined) return 'nothing serves yet';
  if (share <= 0) return `v${from} serves all`;
  return `v${version} serves ${percent(share)}, v${from} ${percent(1 - share)}`;
}

/** Alarms with their limits. `abort` is Sluice's own lever: it is news only when it is pulled. */
export function guardsText({ alarms, limits }: Progress): string {
  const limit: Record<string, string | undefined> = limits
    ? { errors: percent(limits.errorRate), latency: `${number(limits.latencyMs)} ms` }
    : {};
  return Object.entries(alarms)
    .filter(([name, state]) => name !== 'abort' || state === 'ALARM')
    .map(([name, state]) => `${name} ${state}${limit[name] ? ` (limit ${limit[name]})` : ''}`)
    .join(' · ');
}

const PHASE_WORDS: Readonly<Record<string, string>> = { 'going-back': 'going back', rest: 'at rest' };

const failed = (version: number, { requests, errors }: Progress['candidate']): string =>
  requests === 0
    ? `v${version} no requests yet`
    : `v${version} ${number(errors)} of ${number(requests)} (${percent(errors / requests)})`;

/** What is going on, a line each: what serves and the guards with their limits; who failed how often; drift, if known. */
export function progressText(release: Release): string {
  const { progress, version, from } = release;
  if (!progress) return release.state;
  const { phase, share, candidate, champion } = progress;
  const counts = [failed(version, candidate), ...(champion && from !== undefined ? [failed(from, champion)] : [])].join(
    ' · ',
  );
  const word = (PHASE_WORDS[phase] ?? phase).padEnd(11);
  const head = `${word}${servingText(release, share).padEnd(25)}  ${guardsText(progress)}`;
  return [head, `${'failed'.padEnd(11)}${counts}`, ...driftLine(release)].join('\n');
}

/** What its first windows say of the new version's traffic. */
function driftLine({ progress, version }: Release): string[] {
  if (!progress?.drift) return [];
  const { from, to, outcome, columns } = progress.drift;
  const what = outcome === 'drift' ? `drift in ${columns.map(printable).join(', ')}` : outcome.replaceAll('-', ' ');
  return [`${'drift'.padEnd(11)}v${version} ${what}, ${clock(from)} to ${clock(to)} (for information)`];
}

/** The last lines: what serves now, how that was proved, and after a bad end its cause. */
export function endText(release: Release): string {
  const { proof, cause, stage, state } = release;
  const found = proof ? `${proof.endpointStatus} on configuration ${proof.configuration}` : '';
  const proved = proof ? `, proved ${clock(proof.time)}` : '';
  if (state === 'live') return `${stage} serves v${release.version}${proof ? `${proved}: ${found}` : ''}`;
  return [
    `${state.toUpperCase().replaceAll('-', ' ')}: ${stage} serves ${goneBackTo(release)}${proved}`,
    `Cause: ${cause?.message ?? 'not recorded'}`,
    ...(proof ? [`Proof: ${found}`] : []),
  ].join('\n');
}

/** What serves after a release that did not go live: by the endpoint as it was found, not by what the registry had there. */
function goneBackTo({ from, fromConfiguration, proof }: Release): string {
  if (proof?.endpointStatus === undefined || proof.endpointStatus === 'Failed') return 'nothing';
  if (proof.configuration === fromConfiguration) return `v${from}`;
  return `configuration ${proof.configuration}, which is no version's of the registry`;
}

/** The first line: what is to move, and how. */
export function headText({ release, model, stage, from, version, rollout, effectiveShare }: Release): string {
  const move = `${from === undefined ? 'nothing' : `v${from}`} -> v${version}`;
  const { strategy, size, bakeMinutes } = rollout;
  const asked = size === undefined || size / 100 === effectiveShare ? '' : ` (asked ${size} %)`;
  const how = strategy === 'canary' ? `canary of ${percent(effectiveShare)}${asked}` : strategy;
  return `release ${short(release)}  ${model} ${stage}  ${move}   ${how}, bake ${bakeMinutes} min`;
}

/** A look with its time, as it is shown while watching. */
export function lookText(seen: Release): string {
  const time = clock(seen.progress?.time ?? seen.requested);
  return `  ${time}  ${progressText(seen).replaceAll('\n', `\n${' '.repeat(12)}`)}`;
}
