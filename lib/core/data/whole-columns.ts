/** What a manifest says of whole columns, judged when the last row was read. */
import type { Finding } from '../contracts/check.ts';
import type { ColumnProfile } from '../contracts/profile.ts';
import type { ColumnRule } from './contract.ts';
import { percent } from './rules/words.ts';

/** Columns with more missing cells than `maxNullShare`, among the kept rows. */
export function tooManyNulls(rules: readonly ColumnRule[], profiles: readonly ColumnProfile[]): Finding[] {
  const byName = new Map(profiles.map((profile) => [profile.name, profile]));
  return rules.flatMap(({ name, maxNullShare }): Finding[] => {
    const profile = byName.get(name);
    if (maxNullShare === undefined || !profile) return [];
    const rows = profile.count + profile.nulls;
    const share = rows === 0 ? 0 : profile.nulls / rows;
    if (share <= maxNullShare) return [];
    return [
      {
        column: name,
        rule: 'too-many-nulls',
        expected: `at most ${percent(maxNullShare)} missing (maxNullShare)`,
        seen: `${percent(share)} missing, ${profile.nulls} of ${rows} rows`,
        count: profile.nulls,
        cause: 'a join that finds less than before, or a source that was empty?',
        mend: `mend the export; or raise maxNullShare of ${name} in model.yaml and apply`,
      },
    ];
  });
}

/** How many of a unique column's values were told apart. */
export interface UniqueLook {
  readonly name: string;
  /** One in `every` different values was looked at. */
  readonly before: { readonly every: number };
}

/** Columns whose values were not all told apart: more different ones than memory is spent on. */
export function uniqueInPart(rules: readonly ColumnRule[], unique: readonly UniqueLook[]): Finding[] {
  return rules.flatMap(({ name, unique: asked }): Finding[] => {
    const every = unique.find((column) => column.name === name)?.before.every ?? 1;
    if (!asked || every === 1) return [];
    return [
      {
        column: name,
        rule: 'unique-in-part',
        expected: 'each value once (unique)',
        seen: `too many different values to remember: 1 in ${every} was looked at`,
        mend: 'nothing, where repeated values do no harm; else look for them where the data come from',
        severity: 'warn',
      },
    ];
  });
}
