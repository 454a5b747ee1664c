import type { HealthFinding } from '../../health/document.ts';
import type { Draft } from '../draft.ts';
import type { NoticeOf } from '../notice.ts';
import type { Step } from '../text/layout.ts';
import { clock, integer, modelArgument, percent, quantity, stageArgument } from '../text/words.ts';
import { healthSteps, inShort, MEASURES } from './health-words.ts';
import { goBack, incidentReference, named, SENT, sinceWhen, suspected, theStage } from './incident-words.ts';

type Bad = NoticeOf<'health-opened' | 'health-worsened'>;

export const healthOpened = (notice: NoticeOf<'health-opened'>): Draft =>
  healthDraft(notice, `${inShort(worstOf(notice))} since ${clock(notice.since)} UTC`);

export const healthWorsened = (notice: NoticeOf<'health-worsened'>): Draft =>
  healthDraft(
    notice,
    `health is worse: ${inShort(worstOf(notice))}`,
    `New, or twice as bad as it was told last: ${named(notice.worse)}.`,
  );

/** A notice holds one at least. */
function worstOf({ findings: [worst] }: Bad): HealthFinding {
  if (!worst) throw new Error('a notice of health without finding');
  return worst;
}

/** NOW for errors beyond the limit with no release on the way: users are hurt. */
function healthDraft(notice: Bad, subject: string, news = ''): Draft {
  const { findings } = notice;
  const worst = worstOf(notice);
  return {
    severity: findings.some(({ urgent }) => urgent) ? 'NOW' : 'TODAY',
    subject,
    code: worst.name,
    sent: SENT,
    reference: incidentReference(notice),
    sections: {
      what: `${theStage(notice)} is not healthy (v${notice.version} serves): ${inShort(worst)}. ${news}`.trimEnd(),
      since: sinceWhen(notice),
      bad: { rows: table(findings) },
      why: suspected(notice),
      means: MEANS[worst.name],
      do: { steps: [...steps(notice, worst), ...goBack(notice, 'Worse since this version'), LAST] },
    },
  };
}

const LAST: Step = { text: 'Mended: the incident ends by itself with the next window that is within its limits.' };

/** What follows from a finding. */
const MEANS: Readonly<Record<HealthFinding['name'], string>> = {
  errors: 'Callers get no answer for these requests. The model, or its server, breaks.',
  'capture-stopped': 'Callers are served. Drift and performance are not seen until requests are captured again.',
  'no-traffic': 'The stage may be well: nobody calls it. In these hours of the weeks before somebody always did.',
  latency: 'Callers wait. Beyond their own limit they give up.',
  'client-errors': 'Requests are refused, as a rule for what is in them: a caller has changed.',
  volume: 'The stage may be well: its callers changed. What it costs and how fast it answers may follow.',
};

function steps(notice: Bad, worst: HealthFinding): Step[] {
  const [model, stage] = [modelArgument(notice.model), stageArgument(notice.stage)];
  const report = { text: 'See the window', command: `sluice drift ${model} --stage ${stage} --open` };
  const others = healthSteps(notice, worst);
  if (worst.name === 'capture-stopped') return others;
  return worst.name === 'no-traffic' || worst.name === 'volume' ? [report, ...others] : [...others, report];
}

function table(findings: readonly HealthFinding[]): string[] {
  const row = (cells: readonly [string, string, string, string]): string => {
    const [measure, now, before, limit] = cells;
    return `${measure.padEnd(25)} ${now.padStart(11)} ${before.padStart(11)} ${limit.padStart(11)}`;
  };
  const value = (unit: HealthFinding['unit'], amount: number | undefined): string => {
    if (amount === undefined) return 'not known';
    if (unit === 'share') return percent(amount);
    return unit === 'ms' ? `${quantity(amount)} ms` : integer(amount);
  };
  return [
    row(['measure', 'now', 'before', 'limit']),
    ...findings.map(({ name, unit, now, before, limit, percentile }) =>
      row([
        percentile === undefined ? MEASURES[name] : `${MEASURES[name]} p${percentile}`,
        value(unit, now),
        value(unit, before),
        value(unit, limit),
      ]),
    ),
  ];
}
