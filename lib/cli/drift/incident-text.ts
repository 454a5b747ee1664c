/** Incidents that are open, for people. */
import type { DriftView } from '../../core/contracts/api.ts';
import { printable, when } from '../output/text.ts';

/** A line each: of what kind where it is not drift, since when, and which columns or measures. @param now milliseconds */
export const incidentLines = ({ incidents }: Pick<DriftView, 'incidents'>, now: number): string[] =>
  incidents
    .filter(({ state }) => state === 'open')
    .map(({ kind, since, columns }) => {
      const found = columns.map(printable).join(', ');
      return `${kind === 'drift' ? 'open' : `${kind}: open`} since ${when(since, now)}: ${found}`;
    });
