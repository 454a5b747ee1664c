/** What started a run, where no person did. */
import { instant, stageName } from './words.ts';

interface Started {
  startedBy?: { incident: string; stage: string; since: string } | undefined;
}

/** A sentence with a space before it, or nothing. */
export const startedByText = ({ startedBy: by }: Started): string =>
  by ? ` Nobody asked for the run: drift of ${stageName(by.stage)} since ${instant(by.since)} started it.` : '';
