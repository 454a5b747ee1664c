/** Windows may be measured late and out of order: only the newest of a stage speaks for what is true now. */
import type { IncidentKind } from '../../contracts/incidents.ts';
import { CommitConflict, type Registry } from '../../ports/registry.ts';
import { read, replace } from '../../registry/documents.ts';
import { NewestWindow } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';

interface MeasuredWindow {
  model: string;
  stage: string;
  /** End of the window, ISO 8601 with milliseconds, Z. */
  to: string;
  /** What was judged of it. @default 'drift' */
  kind?: IncidentKind;
}

/** Each lost try means that another window of the same stage was noted meanwhile, so a few are many. */
const TRIES = 8;

/**
 * Notes that a window was measured.
 * @returns whether no window that ended later was measured before; true again for the same window
 * @throws CommitConflict when others were faster at every try
 */
export async function isNewestWindow(registry: Registry, { model, stage, to, kind }: MeasuredWindow): Promise<boolean> {
  const sk = SK.newestWindow(stage, kind);
  let conflict: unknown;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const known = await read(registry, model, sk, NewestWindow);
    if (known && known.document.to >= to) return known.document.to === to;
    const newest: NewestWindow = { v: 1, model, stage, to };
    try {
      await registry.put(replace(sk, newest, known));
      return true;
    } catch (error) {
      if (!(error instanceof CommitConflict)) throw error;
      conflict = error;
    }
  }
  throw conflict;
}
