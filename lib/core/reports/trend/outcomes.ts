import type { DriftOutcome } from '../../drift/document.ts';

/** What came of a window, in words. */
export const OUTCOME_WORDS: Readonly<Record<DriftOutcome, string>> = {
  drift: 'drift',
  'no-drift': 'no drift',
  'not-enough-data': 'not enough data',
  'no-traffic': 'no traffic',
  'capture-stopped': 'capture stopped',
};
