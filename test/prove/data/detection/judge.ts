/** Sluice's own judgement of a file against a reference file. */
import type { Finding } from '../../../../lib/core/contracts/check.ts';
import { parseManifest } from '../../../../lib/core/contracts/manifest/parse.ts';
import type { Manifest } from '../../../../lib/core/contracts/manifest/schema.ts';
import type { Profile } from '../../../../lib/core/contracts/profile.ts';
import { wholeProfile } from '../../../../lib/core/data/check.ts';
import { type Contract, contractOf } from '../../../../lib/core/data/contract.ts';
import { refuseCutOff } from '../../../../lib/core/data/cut-off.ts';
import { firstPass } from '../../../../lib/core/data/first-pass.ts';
import { type Layout, layoutOf } from '../../../../lib/core/data/header.ts';
import { contractReader, noRows } from '../../../../lib/core/data/read-rows.ts';
import { openCsv } from '../../../../lib/core/data/readers/csv.ts';
import { UnreadableFile } from '../../../../lib/core/data/readers/unreadable-file.ts';
import { changesSince } from '../../../../lib/core/data/rules/changes.ts';
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
  const reader = contractReader(contract, layout);
  const { profile: builder, rejected } = noRows(contract, reader);
  for await (const batch of file.batches) {
    refuseCutOff(batch);
    const rows = reader.read(batch);
    builder.add(rows);
    for (const { line, faults } of rows.rejected) rejected.add(line, faults);
  }
  return { profile: wholeProfile(builder, contract), sample: builder.sample(), rejected };
}
