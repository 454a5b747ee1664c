/** How often a fault was planted, noticed and refused: by ourselves and by others, as counts that can be added. */
import { FAULTS } from './faults.ts';
import { CLEAN, type Result } from './resample.ts';

export type Tally = Record<string, number>;

export const OURS = 'Sluice';

const key = (judge: string, fault: string, what: 'tried' | 'noticed' | 'refused'): string =>
  `${judge} | ${fault} | ${what}`;

export function count(
  tally: Tally,
  judge: string,
  { fault, noticed, refused }: Pick<Result, 'fault' | 'noticed' | 'refused'>,
): void {
  const add = (what: 'tried' | 'noticed' | 'refused', happened: boolean): void => {
    const name = key(judge, fault, what);
    tally[name] = (tally[name] ?? 0) + Number(happened);
  };
  add('tried', true);
  add('noticed', noticed);
  add('refused', refused);
}

export function added(tallies: readonly Tally[]): Tally {
  const sum: Tally = {};
  for (const tally of tallies) for (const [name, count] of Object.entries(tally)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}

interface Share {
  of: number;
  noticed: number;
  refused: number;
}

function shareOf(tally: Tally, judge: string, fault: string): Share | undefined {
  const of = tally[key(judge, fault, 'tried')] ?? 0;
  const share = (what: 'noticed' | 'refused'): number => (tally[key(judge, fault, what)] ?? 0) / of;
  return of === 0 ? undefined : { of, noticed: share('noticed'), refused: share('refused') };
}

/** Faults are planted in so many resamples at least before the goals are asked for. */
const ENOUGH = 50;

/** Where the goals are missed: 95 % of all faults noticed, 80 % of each, 1 % of clean data refused at most. */
export function missed(tally: Tally): string[] {
  const shares = FAULTS.flatMap(({ name }) => {
    const share = shareOf(tally, OURS, name);
    return share ? [{ name, ...share }] : [];
  });
  const planted = shares.reduce((sum, { of }) => sum + of, 0);
  const noticed = shares.reduce((sum, { of, noticed }) => sum + of * noticed, 0);
  const clean = shareOf(tally, OURS, CLEAN);
  return [
    ...(planted >= ENOUGH && noticed < 0.95 * planted ? [`${percent(noticed / planted)} of all faults noticed`] : []),
    ...shares
      .filter(({ of, noticed }) => of >= ENOUGH && noticed < 0.8)
      .map(({ name, noticed }) => `${name}: ${percent(noticed)}`),
    ...(clean && clean.of >= ENOUGH && clean.refused > 0.01 ? [`${percent(clean.refused)} of clean data refused`] : []),
  ];
}

/** The table of all judges. */
export function tableOf(tally: Tally): string[] {
  const judges = [...new Set(Object.keys(tally).map((name) => name.split(' | ')[0] ?? ''))].filter(
    (name) => name !== OURS && tally[key(name, CLEAN, 'tried')],
  );
  const faults = FAULTS.map(({ name }) => name).filter((name) => shareOf(tally, OURS, name));
  const peers = (fault: string): string =>
    judges
      .map((judge) => {
        const share = shareOf(tally, judge, fault);
        return share ? ` ${percent(share.noticed)} of ${share.of} |` : ' |';
      })
      .join('');
  const line = (name: string, fault: string): string => {
    const { of, noticed, refused } = shareOf(tally, OURS, fault) ?? { of: 0, noticed: 0, refused: 0 };
    return `| ${name} | ${of} | ${percent(noticed)} | ${percent(refused)} |${peers(fault)}`;
  };
  const sum = (what: 'tried' | 'noticed' | 'refused', judge = OURS): number =>
    faults.reduce((all, fault) => all + (tally[key(judge, fault, what)] ?? 0), 0);
  const all = judges.map(
    (judge) => ` ${percent(sum('noticed', judge) / sum('tried', judge))} of ${sum('tried', judge)} |`,
  );
  const skipped = Object.keys(tally).filter((name) => name.startsWith('skipped'));
  return [
    `| fault | planted | ${OURS} noticed | refused by default |${judges.map((judge) => ` ${judge} noticed |`).join('')}`,
    `|---|---|---|---|${judges.map(() => '---|').join('')}`,
    ...faults.map((fault) => line(fault, fault)),
    `| all faults | ${sum('tried')} | ${percent(sum('noticed') / sum('tried'))} | ${percent(sum('refused') / sum('tried'))} |${all.join('')}`,
    line('clean data', CLEAN),
    '',
    'Noticed: a finding of a fitting rule names the right column, or the file; for clean data: there is any finding.',
    ...skipped.map((name) => `- ${name}`),
  ];
}

const percent = (share: number): string => (Number.isFinite(share) ? `${(100 * share).toFixed(1)} %` : '-');
