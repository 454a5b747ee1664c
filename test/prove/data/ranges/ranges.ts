/** Uploads of more than one function's size through the code of ranges, beside one pass over the same bytes. */
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CheckOutcome } from '../../../../lib/core/contracts/check.ts';
import { DATASET_FILES } from '../../../../lib/core/contracts/locations.ts';
import { defaultPolicy } from '../../../../lib/core/contracts/policy.ts';
import type { RangePass } from '../../../../lib/core/contracts/workflow-training.ts';
import { sha256Of } from '../../../../lib/core/usecases/object-digest.ts';
import { joinRangePass } from '../../../../lib/core/usecases/ranges/join-range-pass.ts';
import { planRangeCheck } from '../../../../lib/core/usecases/ranges/plan-range-check.ts';
import { NODE } from '../../../../lib/local/paths.ts';
import { runLeashed } from '../../../../lib/local/process/run.ts';
import { withFolder } from '../../../bench/folder.ts';
import type { Outcome, Proof } from '../../proof.ts';
import { differences } from './differences.ts';
import { folderObjects } from './folder-objects.ts';
import { writeFileOf } from './made-up.ts';
import { Said } from './said.ts';
import { ARTIFACTS, closingPlace, inputOf, placeOf, prefixOf } from './upload.ts';

const MB = 1e6;
const CHILD = path.join(import.meta.dirname, 'child.ts');
const MOST_SECONDS = 600;
/** Told of the profile. */
const DERIVED: ReadonlySet<string> = new Set(['report', 'page']);
/** Below, one small file shows that the proof works, and one process after the other is enough. */
const LEAST_OF_ALL = 100;
const lanesOf = (bytes: number): number => (bytes < LEAST_OF_ALL * MB ? 1 : 2);

export const ranges: Proof = {
  name: 'ranges',
  claim:
    'A large upload that is checked in ranges of the real size (128 MiB) comes to the digest, the files and the profile of one pass over it (but for the most frequent of very many texts, known to a bound): a CSV file of the size given with rows of several lines, and a set of three JSON Lines files of a fifth of it. Values of a unique column repeat far apart, and the split is by time.',
  counted: 'ranges',
  fullSize: 1250,
  leastSize: 2,
  sizeMeans: 'MB of the file',
  units: (_, size) => [
    `one CSV file, ${size} MB`,
    ...(size < LEAST_OF_ALL ? [] : [`a set of JSON Lines, ${Math.round(size / 5)} MB`]),
  ],
  run: (unit, seed) =>
    withFolder(async (folder) => {
      const size = Number(/(\d+) MB$/.exec(unit)?.[1]) * MB;
      const set = unit.startsWith('a set');
      const bytes = await (set ? madeSet : madeFile)(folder, size, seed);
      // A small upload is cut into as many ranges as a large one.
      const most = Math.min(defaultPolicy().rangeBytes, Math.ceil(bytes / 9));
      return compared(folder, set, { bytes, most, kind: unit.replace(/,.*/, '') });
    }),
};

async function madeFile(folder: string, size: number, seed: number): Promise<number> {
  const file = placeOf(folder);
  mkdirSync(path.dirname(file), { recursive: true });
  await writeFileOf(file, 'csv', { bytes: size, first: 0, seed });
  return statSync(file).size;
}

async function madeSet(folder: string, size: number, seed: number): Promise<number> {
  mkdirSync(path.dirname(closingPlace(folder)), { recursive: true });
  const files: { name: string; bytes: number }[] = [];
  let first = 0;
  for (const [index, share] of [0.5, 0.1, 0.4].entries()) {
    const name = `part-${index}.jsonl`;
    const file = placeOf(folder, name);
    first = await writeFileOf(file, 'json-lines', { bytes: size * share, first, seed });
    files.push({ name, bytes: statSync(file).size });
  }
  writeFileSync(closingPlace(folder), JSON.stringify({ sluice: 1, files }));
  return files.reduce((sum, file) => sum + file.bytes, 0);
}

async function compared(
  folder: string,
  set: boolean,
  { bytes, most, kind }: { bytes: number; most: number; kind: string },
): Promise<Outcome> {
  const one = await child('one', folder, set ? 'set' : 'file');
  const inRanges = await checkedInRanges(folder, set, { most, lanes: lanesOf(bytes) });
  const objects = folderObjects(folder);
  const outcome = CheckOutcome.parse(one.outcome);
  if (outcome.outcome === 'refused') return { ok: false, count: 0, detail: outcome.refusal.message };
  const wrong = differences(outcome, inRanges.outcome, 'outcome');
  for (const [name, file] of Object.entries(DATASET_FILES)) {
    const [a, b] = (['one', 'ranges'] as const).map((how) => ({ bucket: ARTIFACTS, key: `${prefixOf(how)}${file}` }));
    if (!a || !b || DERIVED.has(name) || file.endsWith('/')) continue;
    if (name === 'profile')
      wrong.push(...differences(JSON.parse(await objects.text(a)), JSON.parse(await objects.text(b)), file));
    else if ((await sha256Of(objects, a)) !== (await sha256Of(objects, b))) wrong.push(`${file} has other bytes`);
  }
  if (wrong.length > 0) return { ok: false, count: inRanges.ranges, detail: wrong.slice(0, 5).join('; ') };
  return {
    ok: true,
    count: inRanges.ranges,
    tally: {
      [`${kind}: MB`]: Math.round(bytes / MB),
      [`${kind}: largest memory of a process that works ranges, MB`]: Math.round(inRanges.memory),
      [`${kind}: largest memory of one pass, MB`]: Math.round(one.memory),
      [`${kind}: CPU seconds of all ranges`]: Math.round(inRanges.cpu),
      [`${kind}: CPU seconds of one pass`]: Math.round(one.cpu),
    },
  };
}

/** Plays the workflow: each pass over all its ranges, in processes of their own, then the join. */
async function checkedInRanges(folder: string, set: boolean, { most, lanes }: { most: number; lanes: number }) {
  const ports = { objects: folderObjects(folder), artifactBucket: ARTIFACTS };
  let next: RangePass | CheckOutcome | undefined = await planRangeCheck(ports, inputOf(set, 'ranges'), {
    above: 0,
    most,
    against: undefined,
  });
  const spent = { ranges: 0, cpu: 0, memory: 0 };
  while (next && !('outcome' in next)) {
    for (const { cpu, memory } of await worked(folder, next, lanes)) {
      spent.cpu += cpu;
      spent.memory = Math.max(spent.memory, memory);
    }
    spent.ranges = next.count;
    next = (await joinRangePass(ports, next)).next;
  }
  if (!next) throw new Error('the upload is not divided');
  return { outcome: next, ...spent };
}

const worked = (folder: string, { pass, plan, count }: RangePass, lanes: number): Promise<Said[]> =>
  Promise.all(
    Array.from({ length: Math.min(lanes, count) }, (_, lane) => {
      const own = Array.from({ length: count }, (_, index) => index).filter((index) => index % lanes === lane);
      return child(pass, folder, plan, ...own.map(String));
    }),
  );

async function child(...args: string[]): Promise<Said> {
  const limits = { env: process.env, endAfterSeconds: MOST_SECONDS };
  const { code, output } = await runLeashed(NODE, [CHILD, ...args], limits);
  if (code !== 0) throw new Error(`${args[0]} ended with ${code}: ${output.slice(-600)}`);
  return Said.parse(JSON.parse(output.trim().split('\n').at(-1) ?? ''));
}
