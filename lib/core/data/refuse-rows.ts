/** What speaks against the rows of an upload, once all are read. */
import type { Finding } from '../contracts/check.ts';
import type { Manifest } from '../contracts/manifest/schema.ts';
import type { Profile } from '../contracts/profile.ts';
import type { Contract } from './contract.ts';
import { nameSome } from './name-some.ts';
import type { TypedSample } from './profile/typed-sample.ts';
import type { RowsRead, Side } from './read-rows.ts';
import { refuse, refuseEmpty, UploadRefused } from './refused.ts';
import type { Rejections } from './rejections.ts';
import { changeRefusal } from './rules/change-refusal.ts';
import { changesSince } from './rules/changes.ts';
import { percent } from './rules/words.ts';
import { tooManyNulls } from './whole-columns.ts';

/** Fewer rows than this are no training data. */
export const LEAST_ROWS = 50;

/** @throws UploadRefused */
export function refuseRows(
  { rejected, sides }: RowsRead,
  contract: Contract,
  { maxRejectedShare, minRows }: Pick<Manifest['data'], 'maxRejectedShare' | 'minRows'>,
): void {
  const { train, holdout } = sides;
  const found = { kept: train.rows + holdout.rows, rejected: rejected.rows };
  refuseRejected(found, rejected, maxRejectedShare);
  if (contract.schema.target.labels) refuseLabels(found, sides, contract);
  else refuseFewRows(found, holdout.rows < 2 ? 'fewer than 2 rows are held out' : undefined);
  refuseBelow(found, minRows);
}

/** How many rows were read. */
export interface Found {
  kept: number;
  rejected: number;
}
const counts = ({ kept, rejected }: Found) => ({ rows: kept + rejected, rejected });

function refuseRejected(found: Found, rejected: Rejections, allowed: number): void {
  const { rows } = counts(found);
  if (rows === 0) refuseEmpty();
  const share = found.rejected / rows;
  // The last line: each row has one at least, and so has the header.
  const findings = rejected.findings(rows + 1);
  if (share > allowed)
    refuse(
      'too-many-rejected-rows',
      `${found.rejected} of ${rows} rows (${percent(share)}) break it, ${percent(allowed)} are allowed: ${reasonsInWords(findings)}.`,
      findings,
      counts(found),
    );
}

/** "18 of area (not-a-number), 2 of age (below-min)", the most frequent first. */
const reasonsInWords = (findings: readonly Finding[]): string =>
  nameSome(
    findings
      .filter(({ rule }) => rule !== 'columns-shifted')
      .map(({ column, rule, count = 0 }) => `${count}${column ? ` of ${column}` : ''} (${rule})`),
  );

function refuseLabels(found: Found, { train, holdout }: { train: Side; holdout: Side }, { schema }: Contract): void {
  const positives = train.positives + holdout.positives;
  if (found.kept > 0 && (positives === 0 || positives === found.kept))
    refuse(
      'one-class-target',
      `All ${found.kept} rows have the same label.`,
      [
        {
          column: schema.target.name,
          rule: 'one-label',
          expected: `both labels, ${schema.target.labels?.join(' and ') ?? ''}`,
          seen: `${schema.target.labels?.[positives === 0 ? 0 : 1] ?? 'one'} only`,
          mend: 'upload rows of both classes; check the filter of the export',
        },
      ],
      counts(found),
    );
  const lacking = [['train', train] as const, ['holdout', holdout] as const].find(
    ([, { rows, positives }]) => positives === 0 || positives === rows,
  );
  refuseFewRows(
    found,
    lacking &&
      `${lacking[0] === 'train' ? 'those for training' : 'those held out'} (${lacking[1].rows}) are not of both classes`,
  );
}

function refuseFewRows(found: Found, lacking: string | undefined): void {
  if (found.kept >= LEAST_ROWS && !lacking) return;
  refuse(
    'too-few-rows',
    `Of ${counts(found).rows} rows ${found.kept} can be used${lacking ? `, and ${lacking}` : ''}.`,
    [
      {
        rule: 'rows',
        expected: `at least ${LEAST_ROWS} rows, of which a fifth is held out, with both classes on either side`,
        seen: `${found.kept} rows`,
        mend: lacking ? 'upload more rows; where many rows are alike, name an id column (data.id)' : 'upload more rows',
      },
    ],
    counts(found),
  );
}

function refuseBelow(found: Found, minRows = 0): void {
  if (found.kept >= minRows) return;
  refuse(
    'too-few-rows',
    `Of ${counts(found).rows} rows ${found.kept} can be used.`,
    [
      {
        rule: 'rows',
        expected: `at least ${minRows} rows (data.minRows)`,
        seen: `${found.kept} rows`,
        cause: 'an export that was cut, or filtered?',
        mend: 'upload the whole export; or lower data.minRows in model.yaml and apply',
      },
    ],
    counts(found),
  );
}

/** What the manifest says of whole columns. @throws UploadRefused */
export function refuseColumns(found: Found, { columns }: Profile, { rules }: Contract): void {
  const findings = tooManyNulls(rules, columns);
  if (findings.length === 0) return;
  const names = nameSome(findings.map(({ column = '' }) => column));
  refuse(
    'too-many-nulls',
    `${findings.length === 1 ? 'The column is' : 'The columns are'} ${names}.`,
    findings,
    counts(found),
  );
}

/**
 * @param sample of the rows; without it the rules that need one say nothing
 * @returns changes that are told and refuse nothing
 * @throws UploadRefused when a change is surely a fault
 */
export function refuseChange(
  found: Found,
  now: Profile,
  previous: Profile,
  contract: Contract,
  {
    sample,
    refuseAll = false,
    changeAccepted = false,
  }: { sample?: TypedSample | undefined; refuseAll?: boolean; changeAccepted?: boolean } = {},
): Finding[] {
  const changes = changesSince(now, previous, contract, { sample, refuseAll });
  if (changeAccepted) return changes.map((change) => ({ ...change, severity: 'warn' }));
  const refusal = changeRefusal(changes, now.columns.length, counts(found));
  if (refusal) throw new UploadRefused(refusal);
  return changes;
}
