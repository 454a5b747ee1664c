/** How far a file is: a bar on a terminal, a line now and then elsewhere. */
import type { Console } from '../output/console.ts';
import { number, seconds } from '../output/text.ts';

const BAR = 20;
const MEGABYTE = 1_000_000;
/** A sign of life where nothing is redrawn. */
const SIGN_OF_LIFE_MS = 60_000;
/** Of a small file nobody waits for the bar. */
const WORTH_A_BAR_BYTES = MEGABYTE;

export interface SendProgress {
  at(stored: number, bytes: number): void;
  end(): void;
}

export const megabytes = (bytes: number): string =>
  bytes < MEGABYTE ? `${number(Math.ceil(bytes / 1000))} kB` : `${number(Math.round(bytes / 100_000) / 10)} MB`;

/** `[########            ]  40 %  12.3 of 30.7 MB  4.1 MB/s  4.5 s left` */
export function progressLine(
  stored: number,
  bytes: number,
  { from, passedMs }: { from: number; passedMs: number },
): string {
  const share = bytes === 0 ? 1 : stored / bytes;
  const filled = '#'.repeat(Math.round(share * BAR)).padEnd(BAR);
  const rate = ((stored - from) / Math.max(1, passedMs)) * 1000;
  const left = rate > 0 && stored < bytes ? `  ${seconds((bytes - stored) / rate)} left` : '';
  const speed = rate > 0 ? `  ${megabytes(rate)}/s` : '';
  return `[${filled}] ${String(Math.floor(share * 100)).padStart(3)} %  ${megabytes(stored)} of ${megabytes(bytes)}${speed}${left}`;
}

/** @param what the name of the file */
export function sendProgress(out: Console, what: string, now: () => number = Date.now): SendProgress {
  const began = now();
  let from: number | undefined;
  let last: { stored: number; bytes: number } | undefined;
  let said = began;
  return {
    at(stored, bytes) {
      from ??= stored;
      last = { stored, bytes };
      const line = `${what}  ${progressLine(stored, bytes, { from, passedMs: now() - began })}`;
      if (bytes >= WORTH_A_BAR_BYTES) out.draw(line);
      if (out.live || now() - said < SIGN_OF_LIFE_MS) return;
      said = now();
      out.say(line);
    },
    end() {
      out.settle();
      if (last && from !== undefined)
        out.say(`sent ${megabytes(last.stored - from)} of ${what} in ${seconds((now() - began) / 1000)}`);
    },
  };
}
