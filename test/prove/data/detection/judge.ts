/** Sluice's own judgement of a file against a reference file, as an upload is checked. */
import type { Finding } from '../../../../lib/core/contracts/check.ts';
import { parseManifest } from '../../../../lib/core/contracts/manifest/parse.ts';
import type { Manifest } from '../../../../lib/core/contracts/manifest/schema.ts';
import type { Profile } from '../../../../lib/core/contracts/profile.ts';
import { checkRows } from '../../../../lib/core/data/check.ts';
import { type Contract, contractOf } from '../../../../lib/core/data/contract.ts';
import { firstPass } from '../../../../lib/core/data/first-pass.ts';
import { layoutOf } from '../../../../lib/core/data/header.ts';
import { openCsv } from '../../../../lib/core/data/readers/csv.ts';
import { UnreadableFile } from '../../../../lib/core/data/readers/unreadable-file.ts';
import { UploadRefused } from '../../../../lib/core/data/refused.ts';
import type { Table } from './tables.ts';

export interface Reference {
  manifest: Manifest;
  contract: Contract;
  profile: Profile;
}

export interface Judgement {
  findings: readonly Finding[];
  refused: boolean;
}

/** The first upload: its types are inferred and frozen. */
export async function referenceOf(table: Table, text: string): Promise<Reference> {
  const manifest = manifestOf(table);
  const file = await openText(text);
  const layout = layoutOf(file.header, manifest, undefined);
  const contract = contractOf(manifest, layout, await firstPass(file.batches, layout, manifest));
  const again = await openText(text);
  const { profile } = await checkRows(again.batches, { manifest, layout, contract }, unwritten);
  return { manifest, contract, profile };
}

/** The next one, by the contract and against the profile of the first. */
export async function judged({ manifest, contract, profile }: Reference, text: string): Promise<Judgement> {
  try {
    const file = await openText(text);
    const layout = layoutOf(file.header, manifest, contract.schema);
    const check = { manifest, layout, contract, previous: profile };
    const { warnings } = await checkRows(file.batches, check, unwritten);
    return { findings: warnings, refused: false };
  } catch (error) {
    if (error instanceof UploadRefused) return { findings: error.refusal.findings, refused: true };
    if (!(error instanceof UnreadableFile)) throw error;
    const { reason, message, mend } = error;
    return { findings: [{ rule: `file-${reason}`, expected: 'a whole file', seen: message, mend }], refused: true };
  }
}

function manifestOf({ target, task, ignore }: Table): Manifest {
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

const unwritten = async (): Promise<void> => {};
