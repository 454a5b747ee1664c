/** What the journeys share: a session with the shared local cloud, and files in a folder of their own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inject, onTestFinished } from 'vitest';
import { applyManifest } from '../../../lib/cli/commands/apply.ts';
import { uploadFile } from '../../../lib/cli/commands/upload.ts';
import { openSession, type Session } from '../../../lib/cli/session.ts';
import { type Watched, watchUpload } from '../../../lib/cli/upload/watch.ts';

export const session = (): Promise<Session> =>
  openSession({ platform: 'sluice', target: 'local', port: inject('port') });

/** A name no other test uses. */
export const modelName = (base: string): string => `${base}-${Math.random().toString(36).slice(2, 8)}`;

export function folder(): string {
  const made = mkdtempSync(path.join(os.tmpdir(), 'sluice-journey-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

export async function applyYaml(open: Session, yaml: string): Promise<void> {
  const file = path.join(folder(), 'model.yaml');
  writeFileSync(file, yaml);
  await applyManifest(open, file);
}

export async function uploadCsv(open: Session, model: string, content: string, name = 'data.csv'): Promise<Watched> {
  const file = path.join(folder(), name);
  writeFileSync(file, content);
  return watchUpload(open, model, await uploadFile(open, model, file), { timeoutSeconds: 90 });
}

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
