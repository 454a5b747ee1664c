import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the range from which systems take ports for outgoing connections, so that none is taken in between. */
const FIRST = 20_000;
const LAST = 32_000;
const reserved = new Set<number>();

export interface ReservedPort {
  readonly port: number;
  release(): void;
}

/** A free port on 127.0.0.1 that this process hands out to nobody else until it is released. */
export async function reservePort(): Promise<ReservedPort> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const port = randomInt(FIRST, LAST);
    if (reserved.has(port)) continue;
    reserved.add(port);
    if (await canListen(port)) return { port, release: () => reserved.delete(port) };
    reserved.delete(port);
  }
  throw new Error(`no free port between ${FIRST} and ${LAST}`);
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
