/** The windows of a trend in numbers, a day a row. */
import type { DriftTrendView } from '../../contracts/api.ts';
import { type Html, html } from '../html.ts';
import { folded, type TableRow, table } from '../parts.ts';
import { counted, day, integer } from '../words.ts';

const COLUMNS = [
  { title: 'day (UTC)' },
  { title: 'windows', number: true },
  { title: 'drift', number: true },
  { title: 'no drift', number: true },
  { title: 'too little data', number: true },
  { title: 'no traffic', number: true },
  { title: 'capture stopped', number: true },
  { title: 'requests', number: true },
  { title: 'rows read', number: true },
];

/** Newest first. */
export function dayTable({ windows }: DriftTrendView): Html {
  const days = [...Map.groupBy(windows, ({ from }) => day(from))].reverse();
  const rows = days.map(([date, those]): TableRow => {
    const many = (outcome: string): string => integer(those.filter((window) => window.outcome === outcome).length);
    const drifted = many('drift');
    return [
      date,
      integer(those.length),
      drifted === '0' ? '0' : html`<b class="bad">${drifted}</b>`,
      many('no-drift'),
      many('not-enough-data'),
      many('no-traffic'),
      many('capture-stopped'),
      integer(those.reduce((sum, { requests }) => sum + requests, 0)),
      integer(those.reduce((sum, window) => sum + window.rows, 0)),
    ];
  });
  return folded(`${counted(days.length, 'day')} in numbers`, table('Days in numbers', COLUMNS, rows));
}
