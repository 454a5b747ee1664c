/** The code a run trains with: the default algorithm's, or the user's own as it was announced. */
import type { Refusal } from '../../contracts/check.ts';
import type { Manifest } from '../../contracts/manifest/schema.ts';
import { REFUSALS } from '../../contracts/refusals.ts';
import { ObjectNotFound, type Objects } from '../../ports/objects.ts';
import type { Registry } from '../../ports/registry.ts';
import { read } from '../../registry/documents.ts';
import { Announcement, type Upload } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';
import { sha256Of } from '../object-digest.ts';
import type { CodePackage } from '../runs/training-job.ts';

export interface TrainingCodePorts {
  registry: Registry;
  objects: Objects;
  artifactBucket: string;
  /** Code of the default algorithm. */
  runtime: CodePackage;
}

/** The code this run trains with; undefined when a script model's upload brought none, or other code than it announced. */
export async function trainingCode(
  ports: TrainingCodePorts,
  manifest: Manifest,
  upload: Upload,
): Promise<CodePackage | undefined> {
  const { registry, objects, artifactBucket, runtime } = ports;
  if (manifest.training.algorithm !== 'script') return runtime;
  if (upload.upload === undefined) return undefined;
  const announced = await read(registry, upload.model, SK.announcement(upload.upload), Announcement);
  const code = announced?.document.code;
  if (!code) return undefined;
  try {
    const found = await sha256Of(objects, { bucket: artifactBucket, key: code.key });
    if (found !== code.sha256) return undefined;
    return { uri: `s3://${artifactBucket}/${code.key}`, digest: `sha256:${found}` };
  } catch (error) {
    if (error instanceof ObjectNotFound) return undefined;
    throw error;
  }
}

/** The refusal of an upload without it. */
export function codeMissing({ upload, model }: Upload): Refusal {
  const seen =
    upload === undefined
      ? 'the object was put into the bucket without an announcement'
      : 'the announced code was not uploaded, or is not what was announced';
  return {
    code: 'code-missing',
    message: `${REFUSALS['code-missing']} ${seen[0]?.toUpperCase()}${seen.slice(1)}.`,
    findings: [
      {
        rule: 'code-missing',
        expected: 'a tar.gz with train.py and inference.py that was announced with the upload',
        seen,
        mend: `sluice upload ${model} <file> --code <folder>`,
      },
    ],
    more: 0,
  };
}
