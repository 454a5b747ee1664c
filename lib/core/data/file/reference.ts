/** What a file is compared with: the profile of another file, or one that is stored beside an accepted dataset. */
import type { ColumnProfile, Profile } from '../../contracts/profile.ts';
import type { ColumnType } from '../../contracts/schema.ts';

/**
 * The type of a column as its profile tells it. A profile of version 1 does not tell whole numbers and times from other
 * numbers: they are numbers then.
 */
export function profiledType(column: ColumnProfile): ColumnType {
  if (column.kind === 'number') {
    if (column.hours) return 'timestamp';
    return column.whole === column.count && column.count > 0 ? 'integer' : 'number';
  }
  const { levels, other, count } = column;
  if (count === 0) return 'text';
  const boolean = other.levels === 0 && levels.every(({ value }) => value === 'true' || value === 'false');
  return boolean ? 'boolean' : 'category';
}

/** All columns alike, the target among them: how a file without a manifest is profiled. */
export function withoutTarget({ target, columns, ...rest }: Profile): Profile {
  return { ...rest, columns: target ? [...columns, target] : columns };
}

/** The target apart and the id left out: how a dataset under a manifest is profiled. */
export function withTarget(profile: Profile, target: string, id: string | undefined): Profile {
  const { columns, ...rest } = withoutTarget(profile);
  const found = columns.find(({ name }) => name === target);
  return {
    ...rest,
    columns: columns.filter(({ name }) => name !== target && name !== id),
    ...(found ? { target: found } : {}),
  };
}

export const profiledTypes = (profile: Profile): Map<string, ColumnType> =>
  new Map(withoutTarget(profile).columns.map((column) => [column.name, profiledType(column)]));
