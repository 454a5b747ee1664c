/** What is not well in a window, a line a finding. */
import type { DriftReport } from '../../core/drift/document.ts';
import { number, percent } from '../output/text.ts';

/** `not healthy: errors 18 % (limit 2 %, before 0.2 %)`; nothing of a window that is well. */
export const healthLines = ({ health }: DriftReport): string[] =>
  (health?.findings ?? []).map(({ name, unit, now, before, limit, percentile }) => {
    const value = (amount: number): string =>
      unit === 'share' ? percent(amount) : `${number(amount)} ${unit === 'ms' ? 'ms' : 'requests'}`;
    const measure = percentile === undefined ? name : `${name} p${percentile}`;
    const known = before === undefined ? '' : `, before ${value(before)}`;
    return `not healthy: ${measure} ${value(now)} (limit ${value(limit)}${known})`;
  });
