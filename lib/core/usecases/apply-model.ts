/** Takes a manifest: the first one makes the model, each further one a new revision. */
import type { ApplyAnswer } from '../contracts/api.ts';
import type { ManifestIssue } from '../contracts/manifest/issue.ts';
import { manifestDigest, parseManifest } from '../contracts/manifest/parse.ts';
import type { Manifest } from '../contracts/manifest/schema.ts';
import { isModelName } from '../contracts/names.ts';
import { type Policy, tighten } from '../contracts/policy.ts';
import { Problem } from '../contracts/problems.ts';
import { gateFault } from '../evaluation/gates.ts';
import { type ChangePorts, change } from '../registry/change.ts';
import { create, read } from '../registry/documents.ts';
import { ManifestRevision, type Meta } from '../registry/entities.ts';
import { SK } from '../registry/keys.ts';

export interface ApplyModelPorts extends ChangePorts {
  policy: Policy;
}

export interface ApplyModelInput {
  model: string;
  /** The manifest as JSON, not yet checked. */
  manifest: unknown;
  /** Revision the author started from: 0 when there was no model yet, `any` one that exists; undefined: whatever is there. */
  basedOn?: number | 'any' | undefined;
  principal: string;
}

/** A sentence a fault: `training.instance: ...`. The pointer is into the manifest, which is the body. */
function refusal(issues: readonly ManifestIssue[]): Problem {
  const errors = issues.map(({ code, pointer, message, mend, value }) => ({
    pointer,
    detail: message,
    mend,
    code,
    ...(value === undefined ? {} : { value }),
  }));
  const count = `${issues.length} ${issues.length === 1 ? 'fault' : 'faults'}`;
  return new Problem('invalid-manifest', `the manifest has ${count}; nothing was stored`, { errors });
}

function accepted(input: ApplyModelInput, policy: Policy): Manifest {
  const parsed = parseManifest(input.manifest, { validateGates: gateFault });
  if ('issues' in parsed) throw refusal(parsed.issues);
  const issues = tighten(parsed.manifest, policy);
  if (issues.length > 0) throw refusal(issues);
  if (parsed.manifest.model !== input.model)
    throw new Problem('invalid-request', `the manifest is of ${parsed.manifest.model}, the path names ${input.model}`, {
      errors: [{ pointer: '#/model', detail: 'is not the model of the path' }],
    });
  return parsed.manifest;
}

function checkBase(meta: Meta | undefined, { basedOn, model }: ApplyModelInput): void {
  const current = meta?.revision ?? 0;
  if (basedOn === undefined || basedOn === current || (basedOn === 'any' && current > 0)) return;
  const based = basedOn === 'any' ? 'a revision' : basedOn;
  throw new Problem('revision-mismatch', `${model} is at revision ${current}, the change is based on ${based}`, {
    mend: 'read the model again, repeat the change on it, and send that',
    more: { current },
  });
}

/**
 * Stores a manifest as the next revision. One that equals the newest revision changes nothing, so a repeated PUT is safe.
 * @throws Problem invalid-manifest, invalid-request, revision-mismatch; Busy
 */
export async function applyModel(ports: ApplyModelPorts, input: ApplyModelInput): Promise<ApplyAnswer> {
  const { model, principal } = input;
  if (!isModelName(model))
    throw new Problem('invalid-request', 'a model is named by lower-case words and digits with hyphens, at most 28', {
      errors: [{ pointer: '#/model', detail: 'is not a model name' }],
    });
  const manifest = accepted(input, ports.policy);
  const digest = manifestDigest(manifest);
  return change<ApplyAnswer>(ports, model, async ({ meta, time }) => {
    const current = meta && (await read(ports.registry, model, SK.manifest(meta.revision), ManifestRevision));
    if (current && current.document.digest === digest)
      return { result: { model, revision: current.document.revision, digest, changed: false } };
    checkBase(meta, input);
    const revision = (meta?.revision ?? 0) + 1;
    return {
      event: { kind: 'model-applied', actor: principal, data: { revision, digest } },
      writes: [create(SK.manifest(revision), { v: 1, model, revision, manifest, digest, author: principal, time })],
      meta: { revision },
      result: { model, revision, digest, changed: true },
    };
  });
}
