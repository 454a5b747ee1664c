/** Reads a manifest from JSON. All faults are reported at once. */

import { canonicalJson, jsonDigest } from '../digest.ts';
import type { Task } from '../schema.ts';
import { explain } from './explain.ts';
import { type ManifestIssue, manifestIssue } from './issue.ts';
import { keysAt } from './keys.ts';
import { ruleIssues } from './rules.ts';
import { Manifest } from './schema.ts';

/** Larger manifests would not fit beside their metadata into one registry item (400 KB). */
export const MANIFEST_MAX_BYTES = 200_000;
const MAX_DEPTH = 12;
/** DynamoDB holds numbers of 1e-130 to 1e126. */
const LARGEST = 1e100;
const SMALLEST = 1e-100;

export type ParsedManifest = { manifest: Manifest } | { issues: ManifestIssue[] };

export interface ParseOptions {
  /** Judges one gate for a task; undefined when it is fine. The grammar belongs to core/evaluation/gates. */
  validateGates?: (gate: string, task: Task) => { message: string; mend: string } | undefined;
}

/** The manifest with its defaults filled in, or everything that is wrong with it. Never throws. */
export function parseManifest(json: unknown, options: ParseOptions = {}): ParsedManifest {
  const hostile = refuseShape(json);
  if (hostile) return { issues: [hostile] };
  const parsed = Manifest.safeParse(json, { reportInput: true });
  const issues = [
    ...(parsed.success ? [] : parsed.error.issues.flatMap((issue) => explain(issue, keysAt))),
    ...gateIssues(json, options),
    ...ruleIssues(listOf(member(member(json, 'data'), 'rules')), parsed.data),
  ];
  return parsed.success && issues.length === 0 ? { manifest: parsed.data } : { issues };
}

/** `json-sha256-v1:<hex>`: equal for manifests that say the same, defaults included. */
export const manifestDigest = (manifest: Manifest): string => jsonDigest(manifest);

/** What must be refused before any schema walks over it: too deep, too large, or keys that are no data. */
function refuseShape(json: unknown): ManifestIssue | undefined {
  const fault = hostilePlace(json, [], MAX_DEPTH);
  if (fault) return fault;
  const bytes = Buffer.byteLength(canonicalJson(json));
  if (bytes > MANIFEST_MAX_BYTES)
    return manifestIssue(
      'manifest/too-large',
      [],
      `the manifest has ${bytes} bytes`,
      `at most ${MANIFEST_MAX_BYTES}; describe fewer columns, the rest is inferred`,
    );
  return undefined;
}

function hostilePlace(value: unknown, path: (string | number)[], depth: number): ManifestIssue | undefined {
  if (typeof value === 'number' && !Number.isFinite(value))
    return manifestIssue('manifest/wrong-type', path, `${path.join('.')} is ${value}`, 'write a finite number');
  if (typeof value === 'number' && value !== 0 && (Math.abs(value) > LARGEST || Math.abs(value) < SMALLEST))
    return manifestIssue(
      'manifest/out-of-range',
      path,
      `${path.join('.')} is ${value}`,
      `0, or a number from ${SMALLEST} to ${LARGEST} in size`,
      value,
    );
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return undefined;
  if (typeof value !== 'object')
    return path.length === 0
      ? manifestIssue('manifest/missing', path, 'the manifest is missing', 'send it as JSON')
      : manifestIssue('manifest/wrong-type', path, `${path.join('.')} is no JSON value`, 'write text or a number');
  if (depth === 0) return manifestIssue('manifest/too-large', path, 'the manifest is nested too deeply', 'flatten it');
  for (const [key, member] of Object.entries(value)) {
    const here = [...path, Array.isArray(value) ? Number(key) : key];
    if (key === '__proto__') return manifestIssue('manifest/unknown-key', here, '__proto__ is no key', 'delete it');
    const fault = hostilePlace(member, here, depth - 1);
    if (fault) return fault;
  }
  return undefined;
}

/** Gates are judged even when other parts are wrong, so that one round shows all faults. */
function gateIssues(json: unknown, { validateGates }: ParseOptions): ManifestIssue[] {
  if (!validateGates) return [];
  const task = Manifest.shape.task.safeParse(member(json, 'task'));
  const gates: unknown = member(member(json, 'evaluation'), 'gates');
  if (!task.success || !Array.isArray(gates)) return [];
  return gates.flatMap((gate: unknown, index) => {
    const fault = typeof gate === 'string' ? validateGates(gate, task.data) : undefined;
    return fault
      ? [manifestIssue('manifest/bad-gate', ['evaluation', 'gates', index], fault.message, fault.mend, gate)]
      : [];
  });
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const member = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
