/** Carries the state of a local cloud over its restart: services by the emulator's own files, SageMaker by a snapshot. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { type SageMakerServer, ServerSnapshot } from '../sagemaker/server.ts';
import { settle } from '../settle.ts';
import { keepState, openState } from './kept.ts';
import type { InstanceRecord } from './record.ts';

/** What the emulator says when it has written its state (patches/state_faults.py). */
const Saved = z.object({ services: z.number(), failed: z.array(z.string()) });

export interface Restored {
  /** Time (ISO) of the orderly end before; absent: nothing was kept. */
  savedAt?: string | undefined;
  /** The one before was not ended in order: what came after `savedAt` is lost. */
  afterCrash: boolean;
  /** Endpoints that did not come back, with the reasons. */
  failed: string[];
}

export interface StateKeeper {
  /** For the emulator. */
  readonly folder: string;
  restore(sagemaker: SageMakerServer): Promise<Restored>;
  /** Stops what cannot go on, and takes SageMaker's snapshot. Comes before `commit`. */
  settle(sagemaker: SageMakerServer): Promise<void>;
  /** Makes it the kept state. @throws Error when the emulator did not write all of its own */
  commit(): void;
}

/** @throws KeptStateUnreadable */
export function stateKeeper({ name, pid, port }: InstanceRecord): StateKeeper {
  const { folder, from, afterCrash } = openState(name, `${Date.now().toString(36)}-${pid}`);
  const snapshotFile = path.join(folder, 'sagemaker.json');
  const savedFile = path.join(folder, 'services', 'saved.json');
  rmSync(savedFile, { force: true }); // of the one before
  return {
    folder,
    async restore(sagemaker) {
      const savedAt = from?.savedAt;
      if (!existsSync(snapshotFile)) return { savedAt, afterCrash, failed: [] };
      const snapshot = ServerSnapshot.parse(JSON.parse(readFileSync(snapshotFile, 'utf8')));
      return { savedAt, afterCrash, failed: await sagemaker.restore(snapshot) };
    },
    async settle(sagemaker) {
      await settle(port);
      writeFileSync(snapshotFile, JSON.stringify(sagemaker.snapshot()));
    },
    commit() {
      const saved = existsSync(savedFile)
        ? Saved.parse(JSON.parse(readFileSync(savedFile, 'utf8')))
        : { failed: ['the emulator wrote no state'] };
      if (saved.failed.length > 0) throw new Error(saved.failed.join('; '));
      keepState(name, folder, port, new Date().toISOString());
    },
  };
}
