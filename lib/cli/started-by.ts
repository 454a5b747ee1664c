/** What started a run, where no person did. */
import type { RunView } from '../core/contracts/api.ts';
import { utc } from './output/text.ts';

export const startedByText = ({ startedBy }: Pick<RunView, 'startedBy'>): string | undefined =>
  startedBy && `the ${startedBy.incident} of ${startedBy.stage} since ${utc(startedBy.since)}: nobody asked for it`;
