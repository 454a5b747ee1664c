/** Monitoring at full size, a part each. */
import { composed } from '../composed.ts';
import { accuracy } from './accuracy/accuracy.ts';
import { cbpe } from './cbpe/cbpe.ts';
import { clean } from './clean/clean.ts';
import { detection } from './detection/detection.ts';
import { nullLaw } from './null-law/null-law.ts';
import { years } from './years/years.ts';

export const monitoring = composed(
  {
    name: 'monitoring',
    atOnce: 2,
    claim: 'What is said of live traffic is right: the figures, how rarely there is a false alarm, and what is found.',
  },
  [nullLaw, years, accuracy, cbpe, detection, clean],
);
