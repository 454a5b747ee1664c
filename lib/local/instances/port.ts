import { isFree } from '../process/ports.ts';
import { DEFAULT_PORT } from '../settings.ts';
import { readKept } from './kept.ts';
import { runningInstances } from './record.ts';

export interface ChosenPort {
  port: number;
  /** The local cloud that has the default port, if that is why it is another one. */
  insteadOf?: string;
}

/**
 * The port of a local cloud that is about to start. One that goes on with kept state has the port it had, for its queues
 * are known by addresses that hold it.
 *
 * @param keepState it goes on with what was kept
 */
export async function portFor(name: string, wanted: number | undefined, keepState: boolean): Promise<ChosenPort> {
  const kept = keepState ? readKept(name)?.port : undefined;
  if (kept !== undefined) return { port: kept };
  if (wanted !== undefined) return { port: wanted };
  const holder = runningInstances().find(({ port }) => port === DEFAULT_PORT);
  if (!holder) return { port: DEFAULT_PORT };
  for (let port = DEFAULT_PORT + 1; port < DEFAULT_PORT + 100; port++)
    if (await isFree(port)) return { port, insteadOf: holder.name };
  return { port: DEFAULT_PORT, insteadOf: holder.name };
}
