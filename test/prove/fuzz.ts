/** The API against its own document. A unit is a seed and a persona, on a local cloud of its own while the proof runs. */

import { PERSONAS, type Persona } from '../../lib/core/contracts/routes.ts';
import type { LocalCloud } from '../../lib/local/cloud.ts';
import { freePort } from '../../lib/local/process/ports.ts';
import { up } from '../../lib/local/up.ts';
import { fuzz as fuzzed } from '../fuzz/fuzz.ts';
import { type Proof, seeded } from './proof.ts';

const PLATFORM = 'sluice';
/** A unit makes at least as many; how many exactly is up to its seed. */
const REQUESTS_A_UNIT = 1_200;

/** Edges of every schema, one by one; the other phase combines at random. */
const PHASES = {
  coverage: { phases: ['examples', 'coverage', 'fuzzing'], examples: 3 },
  fuzzing: { phases: ['examples', 'fuzzing'], examples: 45 },
} as const;
type Phase = keyof typeof PHASES;

/** Each persona walks the edges once; then come more of those who may call most routes. */
const RANDOM: readonly Persona[] = ['DataScientist', 'Operator', 'DataScientist', 'Approver'];
const whoAndHow = (unit: number): string =>
  unit < PERSONAS.length ? `${PERSONAS[unit]}, coverage` : `${RANDOM[unit % RANDOM.length]}, fuzzing`;

let cloud: Promise<LocalCloud> | undefined;
const started = async (): Promise<LocalCloud> => (await up({ port: await freePort(), platform: PLATFORM })).cloud;

export const fuzz: Proof = {
  name: 'fuzz',
  claim:
    'No request, right or wrong by the OpenAPI document, is answered by a 5xx or otherwise than the document says, and none that was refused left anything in the registry.',
  counted: 'requests',
  fullSize: 20_000,
  sizeMeans: 'requests at least',
  units: (seed, size) => {
    const random = seeded(seed);
    return Array.from({ length: Math.ceil(size / REQUESTS_A_UNIT) }, (_, i) => {
      return `${whoAndHow(i)}, seed ${Math.floor(random() * 2 ** 31)}`;
    });
  },
  run: async (unit) => {
    const [, persona, phase, seed] = /^(\w+), (\w+), seed (\d+)$/.exec(unit) ?? [];
    cloud ??= started();
    const { port } = await cloud;
    const { requests, statuses, failures, unaccounted } = await fuzzed({
      port,
      platform: PLATFORM,
      persona: persona as Persona,
      seed: Number(seed),
      ...PHASES[phase as Phase],
      model: `fuzzed-${seed}`,
      alone: true,
    });
    const told = [
      failures,
      ...unaccounted.map((key) => `stored without a success: ${key}`),
      ...(requests < REQUESTS_A_UNIT ? [`only ${requests} requests, ${REQUESTS_A_UNIT} are wanted`] : []),
    ].filter((line) => line !== '');
    const answered = Object.entries(statuses).map(([status, count]) => `${status}: ${count}`);
    if (told.length === 0) return { ok: true, count: requests };
    return { ok: false, count: requests, detail: [...told, answered.join(', ')].join('\n') };
  },
  end: async () => {
    await (await cloud)?.close();
    cloud = undefined;
  },
};
