/** How findings put numbers. They travel by mail, so they hold summaries, never cells. */
import type { Quartiles } from '../profile/quartiles.ts';

export const short = (value: number): string => String(Number(value.toPrecision(3)));
export const percent = (share: number): string => `${short(100 * share)} %`;
export const summary = ({ median, low, high }: Quartiles): string =>
  `median ${short(median.value)} (half of the values from ${short(low.value)} to ${short(high.value)})`;

export const LOOK = 'look at the export; nothing is to be done where the change is real';
export const MEND_OR_DECLARE =
  'mend the export; if the change is right, declare min and max of the column in data.columns and apply';
