/** What a finding of health is called, and what to do first: messages, the page of a window and the command line say the same. */
import type { HealthFinding } from '../../health/document.ts';
import type { Step } from '../text/layout.ts';
import { clock, counted, modelArgument, percent, quantity, stageArgument } from '../text/words.ts';

/** `errors in 12.3 % of requests` */
export function inShort({ name, now, before = 0, percentile = 95 }: HealthFinding): string {
  switch (name) {
    case 'errors':
      return `errors in ${percent(now)} of requests`;
    case 'client-errors':
      return `${percent(now)} of requests refused`;
    case 'latency':
      return `p${percentile} latency ${quantity(now)} ms`;
    case 'no-traffic':
      return 'no traffic';
    case 'capture-stopped':
      return 'capture stopped';
    case 'volume':
      return now < before ? `only ${counted(now, 'request')}` : `${counted(now, 'request')}, many more than ever`;
  }
}

/** How a finding's measure is called in a table. */
export const MEASURES: Readonly<Record<HealthFinding['name'], string>> = {
  errors: 'answers 5xx',
  'capture-stopped': 'captured (before: served)',
  'no-traffic': 'requests',
  latency: 'latency of the model',
  'client-errors': 'answers 4xx',
  volume: 'requests',
};

/** What to look at, beside the report of the window. @param since begin of what is found, ISO 8601 */
export function healthSteps(
  { model, stage, version, since }: { model: string; stage: string; version: number; since: string },
  { name }: HealthFinding,
): Step[] {
  const of = `${modelArgument(model)} --stage ${stageArgument(stage)}`;
  switch (name) {
    case 'no-traffic':
    case 'volume':
      return [{ text: `Ask the callers what changed at ${clock(since)}.` }];
    case 'capture-stopped':
      return [
        { text: 'Whether the platform is whole', command: 'sluice doctor' },
        { text: 'May the serving role still write to the capture bucket? Its policy and lifecycle are the likeliest.' },
        {
          text: 'The endpoint was changed by hand? Put it back',
          command: `sluice rollback ${of} --to ${version}`,
        },
      ];
    case 'errors':
    case 'client-errors':
    case 'latency':
      return [{ text: 'See what the model says', command: `sluice logs ${of}` }];
  }
}
