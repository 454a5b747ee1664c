/** What a manifest says of whole columns, judged when the last row was read. */
import type { Finding } from '../contracts/check.ts';
import type { ColumnProfile } from '../contracts/profile.ts';
import type { UniqueColumn } from './across-rows.ts';
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

/** Columns whose values were not all told apart: more different ones than memory is spent on, or rows read in ranges. */
export function uniqueInPart(rules: readonly ColumnRule[], unique: readonly UniqueColumn[]): Finding[] {
  return rules.flatMap(({ name, unique: asked }): Finding[] => {
    const every = unique.find((column) => column.name === name)?.before.every;
    if (!asked || every === 1) return [];
    return [
      {
        column: name,
        rule: 'unique-in-part',
        expected: 'each value once (unique)',
        seen:
          every === undefined
            ? 'the file was read in ranges: a value was looked for within its range only'
            : `too many different values to remember: 1 in ${every} was looked at`,
        mend: 'nothing, where repeated values do no harm; else look for them where the data come from',
        severity: 'warn',
      },
    ];
  });
}
