import type { Demo } from '../demo.ts';
import { expectLive, release } from './release.ts';

/** Part 7: one call takes production back to version 1. */
export async function rollback(demo: Demo): Promise<void> {
  demo.narrator.part('Roll back: production returns to version 1');
  await expectLive(demo, await release(demo, 'production', { rollbackTo: 1 }));
}
