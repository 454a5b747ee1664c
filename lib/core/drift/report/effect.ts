import type { BaselineColumn } from '../baseline.ts';
import type { Measures } from '../measures.ts';

/** The larger PSI of those that can count: time moves by nature. */
export const effectOf = (type: BaselineColumn['type'], { psi = 0, missing }: Measures): number =>
  Math.max(type === 'timestamp' ? 0 : psi, missing.psi);
