/** Sluice's own judgement of a file against a reference file. */
import { createHash } from 'node:crypto';
import type { Finding } from '../../../../lib/core/contracts/check.ts';
import { parseManifest } from '../../../../lib/core/contracts/manifest/parse.ts';
import type { Manifest } from '../../../../lib/core/contracts/manifest/schema.ts';
import type { Profile } from '../../../../lib/core/contracts/profile.ts';
import { rowTexts } from '../../../../lib/core/data/cell-text.ts';
import { type Contract, contractOf } from '../../../../lib/core/data/contract.ts';
import { refuseCutOff } from '../../../../lib/core/data/cut-off.ts';
import { firstPass } from '../../../../lib/core/data/first-pass.ts';
import { type Layout, layoutOf } from '../../../../lib/core/data/header.ts';
import { derive, withDerived } from '../../../../lib/core/data/profile/derive/derive.ts';
import { profileBuilder } from '../../../../lib/core/data/profile/profile.ts';
import type { TypedSample } from '../../../../lib/core/data/profile/typed-sample.ts';
import { openCsv } from '../../../../lib/core/data/readers/csv.ts';
import { UnreadableFile } from '../../../../lib/core/data/readers/unreadable-file.ts';
import { rejections } from '../../../../lib/core/data/rejections.ts';
import { rowCheck } from '../../../../lib/core/data/row-check.ts';
import { changesSince } from '../../../../lib/core/data/rules/changes.ts';
import { typedSampleOf } from '../../../unit/core/data/typed-samples.ts';
import type { Table } from './tables.ts';

export interface Reference {
  manifest: Manifest;
  contract: Contract;
  profile: Profile;
}

export interface Judgement {
  findings: Finding[];
  refused: boolean;
}

export function manifestOf({ target, task, ignore }: Table): Manifest {
  const parsed = parseManifest({
    sluice: 1,
    model: 'detection',
    task,
    data: { target, ...(ignore.length > 0 ? { ignore } : {}) },
    training: { algorithm: 'xgboost' },
    stages: { production: {} },
  });
  if ('issues' in parsed) throw new Error(JSON.stringify(parsed.issues));
  return parsed.manifest;
}

const openText = (text: string) =>
  openCsv(
    (async function* () {
      yield Buffer.from(text);
    })(),
  );

export async function referenceOf(table: Table, text: string): Promise<Reference> {
  const manifest = manifestOf(table);
  const file = await openText(text);
  const layout = layoutOf(file.header, manifest, undefined);
  const contract = contractOf(manifest, layout, await firstPass(file.batches, layout, manifest));
  const { profile } = await profiled(text, layout, contract);
  return { manifest, contract, profile };
}

/** A file that cannot be read, or of which too many rows break the contract, is refused before it is compared. */
export async function judged({ manifest, contract, profile: before }: Reference, text: string): Promise<Judgement> {
  try {
    const file = await openText(text);
    const layout = layoutOf(file.header, manifest, contract.schema);
    const { profile, sample, rejected } = await profiled(text, layout, contract);
    const broken = rejected.findings();
    if (rejected.rows / (profile.rows + rejected.rows) > manifest.data.maxRejectedShare)
      return { findings: broken, refused: true };
    const changes = changesSince(profile, before, contract, { sample });
    return { findings: changes, refused: changes.some(({ severity }) => severity !== 'warn') };
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    const { reason, message, mend } = error;
    return { findings: [{ rule: `file-${reason}`, expected: '', seen: message, mend }], refused: true };
  }
}

async function profiled(text: string, layout: Layout, contract: Contract) {
  const file = await openText(text);
  const check = rowCheck(contract, layout);
  const builder = profileBuilder(contract);
  const rejected = rejections();
  const rows: string[][] = [];
  const lines: number[] = [];
  for await (const batch of file.batches) {
    refuseCutOff(batch);
    for (const row of rowTexts(batch)) {
      const checked = check(row);
      if ('faults' in checked) rejected.add(row.line, checked.faults);
      else {
        builder.add(checked.kept);
        rows.push([...checked.kept.cells, checked.kept.target]);
        lines.push(row.line);
      }
    }
  }
  const sample: TypedSample = typedSampleOf(rows, contract, lines);
  const hashes = rows.map((row) => createHash('md5').update(row.join('\0')).digest('hex').slice(0, 16));
  const different = [...new Set(hashes)].sort();
  const profile: Profile = {
    ...withDerived(builder.profile(), derive(sample, contract)),
    v: 2,
    rowHashes: {
      every: 1,
      rows: rows.length,
      repeated: rows.length - different.length,
      smallest: different.slice(0, 1024),
    },
    terminated: text.endsWith('\n'),
  };
  return { profile, sample, rejected };
}
