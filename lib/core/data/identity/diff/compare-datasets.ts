/** What differs between two datasets: columns from their profiles, rows from their chunks or from the rows themselves. */
import type { ChunkList } from '../../../contracts/chunks.ts';
import type { DataDiff, DiffSide, RowChanges } from '../../../contracts/data-diff.ts';
import type { ColumnProfile, Profile } from '../../../contracts/profile.ts';
import type { ColumnType } from '../../../contracts/schema.ts';
import { chunkChanges } from './chunk-changes.ts';
import { columnChange } from './column-changes.ts';

export interface ComparedDataset {
  name: string;
  /** Digest, where there is one. */
  dataset?: string | undefined;
  profile: Profile;
  /** Of all columns in the profile, the target among them. */
  types: ReadonlyMap<string, ColumnType>;
  /** Where the dataset was accepted by a platform; with the roles that its canonical rows depend on. */
  chunks?: { list: ChunkList; target: string; id: string | undefined } | undefined;
}

/** @param rows what the rows themselves told, where both were at hand */
export function compareDatasets(before: ComparedDataset, after: ComparedDataset, rows?: RowChanges): DataDiff {
  const [was, is] = [columnsOf(before), columnsOf(after)];
  const common = [...is.keys()].filter((name) => was.has(name));
  const added = [...is.keys()].filter((name) => !was.has(name));
  const removed = [...was.keys()].filter((name) => !is.has(name));
  const changes = common.flatMap((name) => {
    const [a, b] = [was.get(name), is.get(name)];
    return (a && b && columnChange(a, b)) ?? [];
  });
  const retyped = common.flatMap((column) => {
    const [a, b] = [before.types.get(column), after.types.get(column)];
    return a && b && a !== b ? [{ column, before: a, after: b }] : [];
  });
  const told = rows ?? chunksTell(before, after, added.length + removed.length === 0);
  const sameColumns = added.length + removed.length + retyped.length === 0;
  return {
    v: 1,
    before: sideOf(before, was.size),
    after: sideOf(after, is.size),
    verdict: sameColumns ? verdict(before, after, changes.length, told) : 'changed',
    added,
    removed,
    retyped,
    changes: changes.sort((a, b) => b.effect - a.effect),
    unchanged: common.length - changes.length,
    ...(told ? { rows: told } : {}),
  };
}

function columnsOf({ profile: { columns, target } }: ComparedDataset): Map<string, ColumnProfile> {
  return new Map([...columns, ...(target ? [target] : [])].map((column) => [column.name, column]));
}

const sideOf = ({ name, dataset, profile }: ComparedDataset, columns: number): DiffSide => ({
  name,
  ...(dataset === undefined ? {} : { dataset }),
  rows: profile.rows,
  columns,
});

function chunksTell(before: ComparedDataset, after: ComparedDataset, sameNames: boolean): RowChanges | undefined {
  const [a, b] = [before.chunks, after.chunks];
  if (!a || !b || !sameNames || a.target !== b.target || a.id !== b.id) return undefined;
  return chunkChanges(a.list, b.list);
}

function verdict(
  before: ComparedDataset,
  after: ComparedDataset,
  changes: number,
  rows: RowChanges | undefined,
): DataDiff['verdict'] {
  if (before.dataset !== undefined && before.dataset === after.dataset) return 'equal';
  if (!rows) return changes === 0 && before.profile.rows === after.profile.rows ? 'alike' : 'changed';
  if (rows.ranges.length === 0) return 'equal';
  if (rows.basis === 'rows' && rows.changed + rows.added + rows.removed === 0) return 'reordered';
  return 'changed';
}
