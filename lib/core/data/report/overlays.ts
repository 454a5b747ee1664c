/** The columns that a check told something of, beside what they were before. */
import type { Finding } from '../../contracts/check.ts';
import type { ColumnProfile } from '../../contracts/profile.ts';
import type { ColumnType } from '../../contracts/schema.ts';
import { isIdentifier } from '../findings.ts';
import { type Overlay, overlayOf } from './overlay.ts';

/** So that a page stays small. */
export const MOST_OVERLAYS = 40;

/** By name, in the order of `after`. Values of identifiers are not shown. @param types of the columns by name; without one a column is text */
export function overlaysOf(
  told: readonly Finding[],
  before: readonly ColumnProfile[],
  after: readonly ColumnProfile[],
  types: ReadonlyMap<string, ColumnType>,
): Map<string, Overlay> {
  const named = new Set(told.flatMap(({ column }) => column ?? []));
  const were = new Map(before.map((column) => [column.name, column]));
  const pairs = after.flatMap((column): [string, Overlay][] => {
    const was = named.has(column.name) ? were.get(column.name) : undefined;
    const hidden = column.kind === 'number' && isIdentifier(column, types.get(column.name) ?? 'text');
    const overlay = was && !hidden ? overlayOf(was, column) : undefined;
    return overlay ? [[column.name, overlay]] : [];
  });
  return new Map(pairs.slice(0, MOST_OVERLAYS));
}
