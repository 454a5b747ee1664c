/** What a manifest says of whole columns, judged when the last row was read. */
import type { Finding } from '../contracts/check.ts';
import type { ColumnProfile } from '../contracts/profile.ts';
import type { ColumnRule } from './contract.ts';

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

const percent = (share: number): string => `${Number((share * 100).toPrecision(3))} %`;
