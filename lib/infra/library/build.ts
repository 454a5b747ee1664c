/**
 * Makes `dist/`, which is what the package is: compiled modules with their types, the functions as they are deployed, and
 * the files that are read at synth time. The folders lie in it as they lie here, so that everything finds everything.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { FUNCTIONS } from '../../core/contracts/functions/index.ts';
import { ROOT } from '../config/root.ts';
import { bundleFunctions } from '../constructs/functions/bundle.ts';
import { BUNDLED } from '../constructs/functions/packaged.ts';

/** Read at synth time by path. */
const READ = ['lib/workflows', 'lib/runtimes/tabular', 'lib/runtimes/packaging'];

const dist = path.join(ROOT, 'dist');

function compile(): void {
  const tsc = path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const project = path.join(ROOT, 'tsconfig.library.json');
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsc, '-p', project], { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the library does not compile:\n${stdout}${stderr}`);
}

function bundle(): void {
  const bundles = bundleFunctions(FUNCTIONS);
  try {
    for (const { id } of FUNCTIONS) cpSync(bundles.folderOf(id), path.join(dist, BUNDLED, id), { recursive: true });
  } finally {
    bundles.dispose();
  }
}

/** The compiled modules look for the version where the sources do: at the top of their tree. */
function describe(): void {
  const { name, version, type } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as Record<
    string,
    unknown
  >;
  writeFileSync(path.join(dist, 'package.json'), `${JSON.stringify({ name, version, type }, undefined, 2)}\n`);
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
compile();
bundle();
for (const folder of READ)
  cpSync(path.join(ROOT, folder), path.join(dist, folder), {
    recursive: true,
    filter: (source) => !/__pycache__|\.pyc$/.test(source),
  });
describe();
