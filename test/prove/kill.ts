/** The demo, ended by a signal at random points of its life. A unit is a point. */
import { type Ending, killDemo } from '../e2e/_killed-task.ts';
import { type Proof, seeded } from './proof.ts';

const SIGNALS = ['SIGKILL', 'SIGTERM', 'SIGINT'] as const satisfies readonly Ending[];
/** Seconds of the demo's life that are tried; it takes about a minute. */
const FROM = 0.5;
const TO = 50;

export const kill: Proof = {
  name: 'kill',
  claim:
    'The demo, ended at any point by SIGKILL, SIGTERM or SIGINT, leaves no process; ended by the orderly two, no file either.',
  counted: 'ended demos',
  fullSize: 20,
  sizeMeans: 'points in time',
  units: (seed, points) => {
    const random = seeded(seed);
    return Array.from({ length: points }, (_, i) => {
      const seconds = (FROM + random() * (TO - FROM)).toFixed(1);
      return `${SIGNALS[i % SIGNALS.length]} after ${seconds} s`;
    });
  },
  run: async (unit) => {
    const [, signal, seconds] = /^(SIG\w+) after ([\d.]+) s$/.exec(unit) ?? [];
    const left = await killDemo(signal as Ending, Number(seconds));
    if (!left.reached) return { ok: false, count: 0, detail: 'the demo was over before the signal' };
    const files = signal === 'SIGKILL' ? [] : left.files;
    if (left.processes.length === 0 && files.length === 0) return { ok: true, count: 1 };
    return { ok: false, count: 1, detail: [...left.processes, ...files].map((each) => `left: ${each}`).join('\n') };
  },
};
