/**
 * Refusals that say "this is not the data of before". Whoever knows why may accept them on purpose, once; everything else
 * that is wrong with an upload is to be mended.
 */
import type { RefusalCode } from './refusals.ts';

/** `values`: columns and types stay, what the comparison with the last data finds is told only. `columns`: names and types are taken from this upload. */
export type Accepts = 'values' | 'columns';

const ACCEPTABLE: Readonly<Partial<Record<RefusalCode, Accepts>>> = {
  'cut-file': 'values',
  'columns-mixed-up': 'values',
  'wrong-encoding': 'values',
  'repeated-rows': 'values',
  'unit-change': 'values',
  'distribution-changed': 'values',
  'header-mismatch': 'columns',
  'too-many-rejected-rows': 'columns',
};

/** What accepting a refusal of this code changes; undefined: it cannot be accepted. */
export const acceptable = (code: string): Accepts | undefined =>
  Object.hasOwn(ACCEPTABLE, code) ? ACCEPTABLE[code as RefusalCode] : undefined;
