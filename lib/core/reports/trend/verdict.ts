/** How a stage stands, in one sentence. */
import type { DriftTrendView } from '../../contracts/api.ts';
import type { Page } from '../page.ts';
import { counted, instant, integer } from '../words.ts';
import { championWindows } from './champion-windows.ts';
import { OUTCOME_WORDS } from './outcomes.ts';

export function trendVerdict({ incidents, windows }: DriftTrendView): Page['verdict'] {
  const open = incidents.filter(({ state }) => state === 'open');
  const [first] = open;
  if (first) {
    const what = counted(first.columns.length, first.kind === 'drift' ? 'column' : 'measure');
    const rest = `${open.map(({ kind }) => kind).join(' and ')} since ${instant(first.since)}, ${what}`;
    return { tone: 'bad', word: 'Open incident:', rest };
  }
  const newest = championWindows({ windows }).at(-1);
  if (!newest) return { tone: 'none', word: 'Nothing measured', rest: 'in this time' };
  const word = 'No open incident,';
  const before = incidents.length === 0 ? 'and none in this time' : `${integer(incidents.length)} closed in this time`;
  const rest = `${before}. Newest window: ${OUTCOME_WORDS[newest.outcome]}`;
  if (newest.outcome === 'no-drift') return { tone: 'ok', word, rest };
  const tone = newest.outcome === 'capture-stopped' || newest.outcome === 'drift' ? 'bad' : 'none';
  return { tone, word, rest };
}
