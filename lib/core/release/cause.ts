/** Why a release did not go live, in a sentence with numbers. */
import type { ReleaseAlarm } from '../contracts/names.ts';
import type { Limits } from './guardrails.ts';

export interface Cause {
  code: string;
  message: string;
}

/** Requests of one fleet since traffic reached it, and how many of them ended in 5xx. */
export interface Traffic {
  requests: number;
  errors: number;
}

const integer = (n: number): string => String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, ',');
/** At most two decimals, without trailing zeros: 3.66, 2, 0.15. */
export const percent = (share: number): string => `${Number((share * 100).toFixed(2))} %`;
export const errorShare = ({ requests, errors }: Traffic): number => (requests === 0 ? 0 : errors / requests);

/** The sentence for an alarm that SageMaker went back for. */
export function alarmCause(alarm: ReleaseAlarm, traffic: Traffic, limits: Limits): Cause {
  if (alarm === 'errors') {
    const share = `${percent(errorShare(traffic))}, limit ${percent(limits.errorRate)}`;
    return {
      code: 'errors',
      message: `alarm errors: ${integer(traffic.errors)} of ${integer(traffic.requests)} requests ended in 5xx (${share})`,
    };
  }
  if (alarm === 'latency') {
    const limit = `${integer(limits.latencyMs)} ms`;
    return {
      code: 'latency',
      message: `alarm latency: the slowest 1 % of ${integer(traffic.requests)} requests took longer than ${limit} in 2 of 3 minutes`,
    };
  }
  return { code: 'aborted', message: 'alarm abort was set by hand' };
}

/** The first printable part of a text that a service or container wrote, in one line. */
export const tidy = (text: string, limit = 300): string => {
  const line = text
    .replace(/[^\x20-\x7e]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return line.length <= limit ? line : `${line.slice(0, limit - 3)}...`;
};
