/**
 * One pass over the rows under a known contract: rows are checked, split, counted, digested and written, in constant
 * memory. What it decides on is only known at its end, so whoever calls it makes the files visible then, or never.
 */
import type { Finding, RejectedReason } from '../contracts/check.ts';
import type { ChunkList } from '../contracts/chunks.ts';
import type { Manifest } from '../contracts/manifest/schema.ts';
import type { Profile } from '../contracts/profile.ts';
import { canonicalRows } from './canonical-row.ts';
import type { CellBatch } from './cell-batch.ts';
import { rowTexts } from './cell-text.ts';
import type { Contract } from './contract.ts';
import { refuseCutOff } from './cut-off.ts';
import { distributionChange } from './distribution-rule.ts';
import type { Layout } from './header.ts';
import { rowsDigest } from './identity/rows-digest.ts';
import { nameSome } from './name-some.ts';
import { profileBuilder } from './profile/profile.ts';
import { refuse } from './refused.ts';
import { type Rejections, rejections } from './rejections.ts';
import { rowCheck } from './row-check.ts';
import { inHoldout } from './split.ts';
import { findLeaks, type Leak } from './survey/leaks.ts';
import { rowSample } from './survey/row-sample.ts';
import { csvWriter } from './write-csv.ts';

export type RowsFile = 'trainFeatures' | 'trainLabels' | 'holdoutFeatures' | 'holdoutLabels' | 'rejects';
/** Takes the next piece of a file. */
export type WriteRows = (file: RowsFile, text: string) => Promise<void>;

export interface RowsChecked {
  /** `rows-sha256-v2:<hex>` of the kept rows. */
  digest: string;
  chunks: ChunkList;
  kept: number;
  rejected: number;
  reasons: RejectedReason[];
  train: number;
  holdout: number;
  /** Share of the positive label; regression has none. */
  positiveShare?: number;
  profile: Profile;
  /** Columns that give the target away, in a sample of the kept rows. */
  leaks: Leak[];
  flattenedCells: number;
}

/** Fewer rows than this are no training data. */
export const LEAST_ROWS = 50;
const MOST_REJECTS_LISTED = 10_000;
/** Size of the sample of whole rows. */
const SAMPLED_CELLS = 50_000;
const LEAST_SAMPLED = 100;

/**
 * @param previous profile of the last accepted dataset
 * @throws UploadRefused, UnreadableFile
 */
export async function checkRows(
  batches: AsyncIterable<CellBatch>,
  {
    manifest,
    layout,
    contract,
    previous,
  }: { manifest: Manifest; layout: Layout; contract: Contract; previous?: Profile },
  write: WriteRows,
): Promise<RowsChecked> {
  const check = rowCheck(contract, layout);
  const canonical = canonicalRows(contract.schema);
  const digest = rowsDigest(contract.schema);
  const profile = profileBuilder(contract);
  const sample = rowSample(Math.max(LEAST_SAMPLED, Math.floor(SAMPLED_CELLS / (contract.rules.length + 1))));
  const rejected = rejections();
  const writer = csvWriter();
  const positive = contract.schema.target.labels?.[1];
  const sides = { train: { rows: 0, positives: 0 }, holdout: { rows: 0, positives: 0 } };
  let listed = 0;
  await write('rejects', 'line,column,reason\n');

  for await (const batch of batches) {
    const out = { trainFeatures: '', trainLabels: '', holdoutFeatures: '', holdoutLabels: '', rejects: '' };
    let digested = '';
    refuseCutOff(batch);
    const ends = new Int32Array(batch.rows);
    let ended = 0;
    let end = 0;
    for (const row of rowTexts(batch)) {
      const checked = check(row);
      if ('faults' in checked) {
        rejected.add(row.line, checked.faults);
        for (const { column = '', reason } of checked.faults)
          if (listed++ < MOST_REJECTS_LISTED) out.rejects += writer.line([String(row.line), column, reason]);
        continue;
      }
      const { kept } = checked;
      const text = canonical(kept);
      digested += text.all;
      end += Buffer.byteLength(text.all);
      ends[ended++] = end;
      profile.add(kept);
      sample.add(kept.cells, kept.target);
      const side = inHoldout(manifest.model, kept.id ?? text.features) ? 'holdout' : 'train';
      sides[side].rows += 1;
      if (kept.target === positive) sides[side].positives += 1;
      out[`${side}Features`] += writer.line(kept.cells);
      out[`${side}Labels`] += writer.line([kept.target]);
    }
    digest.add(Buffer.from(digested), ends, ended);
    for (const [file, text] of Object.entries(out) as [RowsFile, string][]) if (text !== '') await write(file, text);
  }

  const { train, holdout } = sides;
  const kept = train.rows + holdout.rows;
  const found = { kept, rejected: rejected.rows };
  refuseRejected(found, rejected, manifest.data.maxRejectedShare);
  if (positive === undefined) refuseFewRows(found, holdout.rows < 2 ? 'fewer than 2 rows are held out' : undefined);
  else refuseLabels(found, sides, contract);
  const profiled = profile.profile();
  if (previous) refuseChange(found, profiled, previous, contract);
  return {
    ...digest.finish(),
    kept,
    rejected: rejected.rows,
    reasons: rejected.reasons().slice(0, 10),
    train: train.rows,
    holdout: holdout.rows,
    ...(positive === undefined ? {} : { positiveShare: (train.positives + holdout.positives) / kept }),
    profile: profiled,
    leaks: leaksOf(sample.rows(), contract),
    flattenedCells: writer.flattened,
  };
}

function leaksOf(rows: readonly (readonly string[])[], { rules, target }: Contract): Leak[] {
  const columns = [...rules, { name: target.name, type: target.values ? ('text' as const) : target.type }];
  const numeric = columns.filter(({ type }) => type === 'integer' || type === 'number').map(({ name }) => name);
  return findLeaks(rows, { names: columns.map(({ name }) => name), target: target.name, numeric: new Set(numeric) });
}

interface Found {
  kept: number;
  rejected: number;
}
const counts = ({ kept, rejected }: Found) => ({ rows: kept + rejected, rejected });

function refuseRejected(found: Found, rejected: Rejections, allowed: number): void {
  const { rows } = counts(found);
  if (rows === 0) refuse('empty-file', '');
  const share = found.rejected / rows;
  const findings = rejected.findings();
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
  nameSome(findings.map(({ column, rule, count = 0 }) => `${count}${column ? ` of ${column}` : ''} (${rule})`));

type Side = { rows: number; positives: number };

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

function refuseChange(found: Found, now: Profile, previous: Profile, contract: Contract): void {
  const change = distributionChange(now, previous, contract);
  if (!change) return;
  const columns = change.findings.length;
  refuse(
    change.code,
    `${columns} of ${now.columns.length} columns: ${nameSome(change.findings.map(({ column = '' }) => column))}.`,
    change.findings,
    counts(found),
  );
}

const percent = (share: number): string => `${Number((share * 100).toPrecision(3))} %`;
