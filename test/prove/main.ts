/** `npm run prove [name]`: proofs too long for `npm test`, resumable, with their results in lib/PROOF.md. */
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { seconds } from '../../lib/cli/output/text.ts';
import { ROOT, SLUICE_DIR } from '../../lib/local/paths.ts';
import { endLeashed } from '../../lib/local/process/run.ts';
import { section, withSection } from './document.ts';
import { forgetProgress, type Progress, readProgress, writeProgress } from './progress.ts';
import type { Proof } from './proof.ts';
import { PROOFS } from './proofs.ts';
import { runUnits } from './run-units.ts';

const FOLDER = path.join(SLUICE_DIR, 'prove');
const DOCUMENT = path.join(ROOT, 'lib', 'PROOF.md');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { fresh: { type: 'boolean', default: false }, size: { type: 'string' } },
});

function git(...args: string[]): string {
  const { status, stdout } = spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : '';
}

/** What was proved is a commit; with changes on top of it, it was something else, and that is said. Our own document is none. */
function commit(): string {
  const head = git('rev-parse', '--short', 'HEAD') || 'no commit';
  return git('status', '--porcelain', '--', '.', ':!lib/PROOF.md') === '' ? head : `${head} with uncommitted changes`;
}

function begin(proof: Proof, size: number): Progress {
  if (values.fresh) forgetProgress(FOLDER, proof.name);
  const asked = process.env['SLUICE_SEED'];
  const found = readProgress(FOLDER, proof.name);
  const now = commit();
  if (found && found.commit === now && found.size === size && (asked === undefined || Number(asked) === found.seed))
    return found;
  return { name: proof.name, commit: now, seed: asked ? Number(asked) : randomInt(2 ** 31), size, done: [] };
}

/** @returns whether it holds */
async function prove(proof: Proof, size: number): Promise<boolean> {
  const progress = begin(proof, size);
  const units = proof.units(progress.seed, size);
  const known = new Set(progress.done.map(({ unit }) => unit));
  const goesOn = known.size > 0 ? `; ${known.size} done before` : '';
  console.log(`${proof.name}: ${units.length} units, size ${size}, seed ${progress.seed}, ${progress.commit}${goesOn}`);
  const left = units.filter((unit) => !known.has(unit));
  await runUnits(proof, left, progress, (done) => {
    progress.done.push(done);
    writeProgress(FOLDER, progress);
    const { ok, unit, detail } = done;
    console.log(`  ${ok ? 'ok  ' : 'FAIL'}  ${unit}  ${seconds(done.seconds)}${detail ? `\n${detail}` : ''}`);
  });
  await proof.end?.();
  const before = existsSync(DOCUMENT) ? readFileSync(DOCUMENT, 'utf8') : '';
  const text = section(proof, progress, units.length, new Date().toISOString());
  writeFileSync(DOCUMENT, withSection(before, proof.name, text));
  forgetProgress(FOLDER, proof.name); // the next run is a new proof, on another seed
  return progress.done.every(({ ok }) => ok);
}

// Ctrl-C comes twice, from the terminal and from bin/run.mjs: the second must not cut the first one's end short.
let ending: Promise<never> | undefined;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => (ending ??= endLeashed().then(() => process.exit(130))));

const unknown = positionals.filter((name) => !PROOFS.some((proof) => proof.name === name));
const size = values.size === undefined ? undefined : Number(values.size);
if (unknown.length > 0 || (size !== undefined && !(size > 0))) {
  console.error(`usage: npm run prove -- [${PROOFS.map(({ name }) => name).join('|')}] [--size N] [--fresh]`);
  process.exit(2);
}
const chosen = PROOFS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const results: boolean[] = [];
for (const proof of chosen) results.push(await prove(proof, size ?? proof.fullSize));
console.log(`written to lib/PROOF.md`);
process.exitCode = results.every(Boolean) ? 0 : 1;
