/** Checks a file by a manifest, as the platform checks the first upload of a model, or a later one where a profile is known. */
import type { Refusal } from '../../contracts/check.ts';
import type { Manifest } from '../../contracts/manifest/schema.ts';
import type { Profile } from '../../contracts/profile.ts';
import { concludeCheck } from '../check.ts';
import { type Contract, contractOf, type Inferred } from '../contract.ts';
import { columnFacts, findingsOf } from '../findings.ts';
import { firstPass } from '../first-pass.ts';
import { type Layout, layoutOf } from '../header.ts';
import { rowsDigest } from '../identity/rows-digest.ts';
import { wholeProfile } from '../profile/whole-profile.ts';
import { readRows } from '../read-rows.ts';
import { UploadRefused } from '../refused.ts';
import { REJECTS_HEADER } from '../rejects-list.ts';
import { timeCutOf } from '../time-cut.ts';
import type { FileCheck, FileCheckInput } from './file-check.ts';
import type { OpenFile } from './profile-file.ts';
import { profiledTypes, withTarget } from './reference.ts';

type Input = Omit<FileCheckInput, 'manifest'> & { manifest: Manifest };

/** @throws UploadRefused before the rows were read, UnreadableFile */
export async function checkByManifest(open: OpenFile, input: Input): Promise<FileCheck> {
  const { manifest, reference } = input;
  const previous = reference && withTarget(reference, manifest.data.target, manifest.data.id);
  const file = await open();
  try {
    const layout = layoutOf(file.header, manifest, undefined);
    const inferred = typesFrom(await firstPass(file.batches, layout, manifest), previous);
    return await judged(open, input, { layout, contract: contractOf(manifest, layout, inferred), previous });
  } finally {
    await file.close();
  }
}

async function judged(
  open: OpenFile,
  { manifest, writeRejects }: Input,
  { layout, contract, previous }: { layout: Layout; contract: Contract; previous: Profile | undefined },
): Promise<FileCheck> {
  const digest = rowsDigest(contract.schema);
  writeRejects?.(REJECTS_HEADER);
  const timeCut = await timeCutOf(open, manifest.data, layout);
  const file = await open();
  try {
    const read = await readRows(file.batches, { manifest, layout, contract, timeCut }, digest, async (name, text) => {
      if (name === 'rejects') writeRejects?.(text.toString());
    });
    const identity = digest.finish();
    const types = new Map([...contract.rules, contract.target].map((rule) => [rule.name, rule.type]));
    // A refused file is shown as well.
    const whole = wholeProfile(read.profile, contract);
    const outcome = conclusion(() =>
      concludeCheck(read, identity, { manifest, contract, ...(previous ? { previous } : {}) }, () => whole),
    );
    const { profile } = whole;
    const leaks = 'refusal' in outcome ? [] : outcome.leaks;
    const label = contract.schema.target.labels?.[1];
    return {
      ...('refusal' in outcome ? { refusal: outcome.refusal } : {}),
      warnings: 'refusal' in outcome ? [] : outcome.warnings,
      remarks: findingsOf(columnFacts(profile, { types, previous, leaks }), contract.target.name),
      kept: profile.rows,
      rejected: read.rejected.rows,
      allowedShare: manifest.data.maxRejectedShare,
      reasons: read.rejected.reasons().slice(0, 10),
      profile,
      types,
      dataset: identity.digest,
      ...(label === undefined ? {} : { label }),
    };
  } finally {
    await file.close();
  }
}

/** What it comes to, or why it is refused. */
function conclusion<T extends object>(conclude: () => T): T | { refusal: Refusal } {
  try {
    return conclude();
  } catch (error) {
    if (error instanceof UploadRefused) return { refusal: error.refusal };
    throw error;
  }
}

/** As the platform freezes them at the first accepted upload. */
function typesFrom(inferred: Inferred, previous: Profile | undefined): Inferred {
  if (!previous) return inferred;
  const known = profiledTypes(previous);
  return { ...inferred, types: new Map([...inferred.types].map(([name, type]) => [name, known.get(name) ?? type])) };
}
