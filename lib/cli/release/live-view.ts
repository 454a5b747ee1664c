/** A release as it is watched on a terminal: the phases behind it and ahead, what serves, who failed, each guard with its limit. */
import { clock, number, percent, seconds, short } from '../output/text.ts';
import { guardsText, type Release, servingText } from './text.ts';

/** Phases as a release goes through them when all is well. */
const AHEAD: Readonly<Record<string, readonly string[]>> = {
  canary: ['launching', 'canary', 'full', 'rest'],
  'all-at-once': ['launching', 'full', 'rest'],
};
const WORDS: Readonly<Record<string, string>> = { 'going-back': 'going back', rest: 'prove' };
const wordOf = (phase: string): string => WORDS[phase] ?? phase;

export interface LiveView {
  /** Takes a look. @param now milliseconds */
  look(release: Release, now: number): void;
  frame(now: number): string;
}

/**
 * @param head the first line
 * @param realTime whether a minute of the rollout is a minute: the local cloud's are shorter
 */
export function liveView(head: string, realTime: boolean): LiveView {
  const phases: { phase: string; since: number }[] = [];
  let last: Release | undefined;

  const row = (mark: string, phase: string, rest = ''): string =>
    `  ${mark.padEnd(3)}  ${wordOf(phase).padEnd(10)}  ${rest}`.trimEnd();
  const behind = (): string[] =>
    phases.slice(0, -1).map(({ phase, since }, index) => {
      const took = ((phases[index + 1]?.since ?? since) - since) / 1000;
      return row(phase === 'going-back' ? '!!' : 'ok', phase, `${clockOf(since)}  ${seconds(took).padStart(10)}`);
    });
  const present = (now: number): string[] => {
    const at = phases.at(-1);
    if (!at || !last) return [];
    const passed = seconds((now - at.since) / 1000).padStart(10);
    const news = last.progress ? `  ${servingText(last, last.progress.share)}${nextStep(last, at, now, realTime)}` : '';
    return [row('..', at.phase, `${clockOf(at.since)}  ${passed}${news}`)];
  };
  const ahead = (): string[] => {
    const known = AHEAD[last?.rollout.strategy ?? ''] ?? [];
    const at = phases.at(-1)?.phase ?? '';
    const left = at === 'going-back' ? [] : known.slice(known.indexOf(at) + 1);
    return left.length === 0 ? [] : [`       ${left.map(wordOf).join(', ')}`];
  };

  return {
    look(release, now) {
      const phase = release.progress?.phase ?? release.state;
      if (phases.at(-1)?.phase !== phase) phases.push({ phase, since: now });
      last = release;
    },
    frame: (now) =>
      [
        head,
        ...behind(),
        ...present(now),
        ...ahead(),
        ...(last?.progress ? traffic(last, last.progress) : []),
        `Ctrl-C stops watching, not the release.  ${takeBack(last)}`,
      ].join('\n'),
  };
}

const clockOf = (milliseconds: number): string => clock(new Date(milliseconds).toISOString());

function nextStep(
  { rollout, progress }: Release,
  { phase, since }: { phase: string; since: number },
  now: number,
  realTime: boolean,
): string {
  if (phase !== 'canary' && phase !== 'full') return '';
  const bakes = since + rollout.bakeMinutes * 60_000;
  const left = realTime && bakes > now ? `, next step in ${seconds((bakes - now) / 1000)}` : '';
  // A bake without a request proves nothing, so nobody shall wait for it in vain.
  const idle = progress?.candidate.requests === 0 ? '; no requests yet: without any it ends inconclusive' : '';
  return `${left}${idle}`;
}

function traffic({ version, from }: Release, progress: NonNullable<Release['progress']>): string[] {
  const { candidate, champion } = progress;
  const name = (number_: number, what: string): string => `v${number_} ${what}`.padEnd(14);
  const counts = ({ requests, errors }: { requests: number; errors: number }): string =>
    `${number(requests).padStart(9)}  ${(requests === 0 ? '-' : percent(errors / requests)).padStart(9)}`;
  return [
    `  ${' '.repeat(14)}${'requests'.padStart(9)}  ${'5xx'.padStart(9)}`,
    ...(champion && from !== undefined ? [`  ${name(from, 'champion')}${counts(champion)}`] : []),
    `  ${name(version, 'new')}${counts(candidate)}   ${guardsText(progress)}`,
  ];
}

const takeBack = (release: Release | undefined): string =>
  release?.from === undefined
    ? `Look again: sluice releases ${release?.model ?? ''}`.trimEnd()
    : `Release ${short(release.release)}; once it is live, take it back: sluice rollback ${release.model} --stage ${release.stage}`;
