/** Checks a file where it lies: by a manifest as the platform would, or without one against the columns of another file. */
import type { Finding, Refusal } from '../../contracts/check.ts';
import { refusalOf } from '../refusal-of.ts';
import { checkAlone } from './check-alone.ts';
import { checkByManifest } from './check-by-manifest.ts';
import type { FileCheck, FileCheckInput } from './file-check.ts';
import { type OpenFile, TOLERANCE } from './profile-file.ts';

/** @throws what the source throws; a file that cannot be read is a refusal */
export async function checkFile(open: OpenFile, { manifest, ...input }: FileCheckInput): Promise<FileCheck> {
  const allowedShare = manifest?.data.maxRejectedShare ?? TOLERANCE;
  const nothing = { warnings: [], remarks: [], reasons: [], allowedShare };
  try {
    return apart(await (manifest ? checkByManifest(open, { ...input, manifest }) : checkAlone(open, input)));
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal) return { ...nothing, refusal, ...countsOf(refusal) };
    throw error;
  }
}

const countsOf = ({ rows, rejected }: Refusal) =>
  rows === undefined || rejected === undefined ? {} : { kept: rows - rejected, rejected };

/** A refusal carries the warnings behind its own findings: here they have their own place. */
function apart(check: FileCheck): FileCheck {
  const { refusal } = check;
  if (!refusal) return check;
  const warns = ({ severity }: Finding): boolean => severity === 'warn';
  const told = refusal.findings.filter(warns);
  return {
    ...check,
    refusal: { ...refusal, findings: refusal.findings.filter((finding) => !warns(finding)) },
    warnings: check.warnings.filter(warns).length > 0 ? check.warnings.filter(warns) : told,
  };
}
