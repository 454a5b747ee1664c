#!/usr/bin/env node
/**
 * The only file that runs before set-up: built-ins of Node 20 and nothing else. It checks the machine, installs what the
 * lock files name (once), and starts the task with the Node of the lock file.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const bin = path.join(root, 'node_modules', '.bin');
const venv = path.join(root, '.venv');
const venvPython = path.join(venv, 'bin', 'python');
const leash = path.join(root, 'lib', 'local', 'process', 'leash.mjs');
const say = (text) => process.stderr.write(`${text}\n`);

/** What `npm run <task>` starts: arguments for Node 24. */
const TASKS = {
  demo: ['lib/demo/main.ts'],
  test: ['node_modules/vitest/vitest.mjs', 'run'],
  prove: ['test/prove/main.ts'],
  bench: ['test/bench/main.ts'],
  start: ['bin/sluice.ts', 'local', 'up', '--stay'],
  check: ['test/check/main.ts'],
  synth: ['node_modules/aws-cdk/bin/cdk', 'synth', '--quiet', '--no-notices', '--no-lookups'],
  deploy: ['node_modules/aws-cdk/bin/cdk', 'deploy', '--all', '--no-notices'],
  library: ['lib/infra/library/build.ts'],
  sluice: ['bin/sluice.ts'],
  setup: undefined,
};

/** Python interpreters in the order of preference; the first in range that can make virtual environments is taken. */
function findPython() {
  const wanted = process.env.SLUICE_PYTHON;
  const seen = [];
  for (const name of wanted ? [wanted] : ['python3', 'python3.13', 'python3.12', 'python3.11', 'python']) {
    const probe = spawnSync(
      name,
      [
        '-c',
        'import sys, platform\ntry:\n import venv, ensurepip\n ok=1\nexcept ImportError:\n ok=0\nprint(sys.version_info[0], sys.version_info[1], ok, platform.machine())',
      ],
      { encoding: 'utf8', timeout: 20_000 },
    );
    if (probe.status !== 0) continue;
    const [major, minor, canVenv] = probe.stdout.trim().split(' ').map(Number);
    if (major === 3 && minor >= 11 && minor <= 13 && canVenv === 1) return { command: name, version: `3.${minor}` };
    seen.push(`${name} is ${major}.${minor}${canVenv === 1 ? '' : ' without venv'}`);
  }
  return { fault: seen.length > 0 ? `found only: ${seen.join('; ')}` : 'no Python 3 was found' };
}

/** Everything that is missing, at once, before the first download. */
function machineFaults(needsInstall) {
  const faults = [];
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    faults.push(
      `Node ${process.versions.node} is too old.\n    mend: install Node 20.19 or newer (https://nodejs.org)`,
    );
  }
  const platform = `${process.platform}-${process.arch}`;
  if (!['linux-x64', 'linux-arm64', 'darwin-arm64', 'darwin-x64'].includes(platform)) {
    faults.push(`${platform} is not supported.\n    mend: use Linux on x64 or arm64 (macOS is untried)`);
  }
  // Node 24 comes as a package for Linux; there is none of that version for macOS.
  if (process.platform === 'darwin' && major < 24) {
    faults.push(
      `macOS needs Node 24, this is ${process.versions.node}.\n    mend: install Node 24 (https://nodejs.org)`,
    );
  }
  const python = needsInstall ? findPython() : {};
  if (python.fault) {
    faults.push(
      `Python 3.11 to 3.13 with venv is missing (${python.fault}).\n    mend: install it (Debian, Ubuntu: apt install python3 python3-venv), or name one: SLUICE_PYTHON=/path/to/python3.12`,
    );
  }
  if (needsInstall) {
    const disk = statfsSync(root);
    const free = (disk.bavail * disk.bsize) / 2 ** 30;
    if (free < 2) faults.push(`only ${free.toFixed(1)} GB free on the disk of this folder.\n    mend: free 2 GB`);
  }
  return { faults, python };
}

/** Runs a set-up command; its children die with us even if we are killed. */
function install(title, command, args, env = {}) {
  const started = Date.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [leash, command, ...args], {
      cwd: root,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    child.on('close', (code) => {
      if (code === 0) say(`  ${title}  ${((Date.now() - started) / 1000).toFixed(1)} s`);
      resolve({ code, output });
    });
  });
}

function orFail(title, { code, output }) {
  if (code === 0) return;
  say(`\nset-up failed: ${title} ended with ${code}\n${output.split('\n').slice(-25).join('\n')}`);
  process.exit(1);
}

const digestOf = (...files) => {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}\n`);
  for (const file of files) hash.update(readFileSync(path.join(root, file)));
  return hash.digest('hex');
};
const stampOf = (folder) => {
  const file = path.join(folder, '.sluice-setup');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
};

async function installNode(digest) {
  const npm = process.env.npm_execpath;
  const [command, args] = npm && /\.c?js$/.test(npm) ? [process.execPath, [npm]] : ['npm', []];
  const flags = [
    'ci',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    '--include=dev',
    '--include=optional',
  ];
  orFail('npm ci', await install('npm packages', command, [...args, ...flags]));
  if (!existsSync(path.join(bin, 'node')) && process.platform === 'linux')
    orFail('npm ci', { code: 1, output: 'no Node 24 among the packages' });
  writeFileSync(path.join(root, 'node_modules', '.sluice-setup'), digest);
}

async function installPython(digest, python) {
  rmSync(venv, { recursive: true, force: true });
  orFail('python -m venv', await install(`Python ${python.version} environment`, python.command, ['-m', 'venv', venv]));
  const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', '--quiet', '--require-hashes'];
  const uv = await install('uv', venvPython, [...pip, '-r', 'requirements-uv.lock']);
  const locked = ['--require-hashes', '-r', 'requirements.lock'];
  let done = uv;
  if (uv.code === 0) {
    done = await install(
      'Python packages',
      path.join(venv, 'bin', 'uv'),
      ['pip', 'install', '--quiet', '--compile-bytecode', '--python', venvPython, ...locked],
      {
        PYTHONDONTWRITEBYTECODE: '',
      },
    );
  }
  if (done.code !== 0) {
    say('  uv did not do it, pip takes over (about half a minute)');
    orFail('pip install', await install('Python packages', venvPython, [...pip.slice(0, -1), ...locked]));
  }
  writeFileSync(path.join(venv, '.sluice-setup'), digest);
}

async function setUp() {
  const nodeDigest = digestOf('package.json', 'package-lock.json');
  const pythonDigest = digestOf('requirements.lock', 'requirements-uv.lock');
  const needsNode = stampOf(path.join(root, 'node_modules')) !== nodeDigest;
  const needsPython = stampOf(venv) !== pythonDigest || !existsSync(venvPython);
  const { faults, python } = machineFaults(needsPython);
  if (faults.length > 0) {
    say(`This machine lacks something:\n  ${faults.join('\n  ')}`);
    process.exit(2);
  }
  if (!needsNode && !needsPython) return;
  say('Set-up, once (about 1.2 GB on disk):');
  mkdirSync(path.join(root, '.sluice'), { recursive: true });
  if (needsNode) await installNode(nodeDigest);
  if (needsPython) await installPython(pythonDigest, python);
}

/**
 * True when nobody waits for us any more. `npm run` starts a shell that starts us: when npm is killed outright the shell
 * may stay, so on Linux the shell's own parent counts too.
 */
function orphanCheck() {
  const parentOf = (pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    } catch {
      return undefined; // not Linux, or the process is gone
    }
  };
  const isShell = (pid) => {
    try {
      return /^(da|ba|z|a)?sh$/.test(readFileSync(`/proc/${pid}/comm`, 'utf8').trim());
    } catch {
      return false;
    }
  };
  const parent = process.ppid;
  const grand = process.env.npm_lifecycle_event && isShell(parent) ? parentOf(parent) : undefined;
  return () => process.ppid !== parent || (grand !== undefined && parentOf(parent) !== grand);
}

function start(args) {
  const node = existsSync(path.join(bin, 'node')) ? path.join(bin, 'node') : process.execPath;
  const child = spawn(node, ['--import', path.join(root, 'lib', 'local', 'process', 'lifeline.mjs'), ...args], {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
    env: {
      ...process.env,
      PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}`,
      SLUICE_LIFELINE: '3',
      // Compiled and stripped of types once: halves the start of whatever runs our TypeScript.
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? path.join(root, 'node_modules', '.cache', 'node'),
      CDK_DISABLE_CLI_TELEMETRY: 'true',
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  const orphaned = orphanCheck();
  const watch = setInterval(() => {
    if (orphaned()) child.kill('SIGTERM');
  }, 500);
  child.on('exit', (code, signal) => {
    clearInterval(watch);
    process.exit(code ?? (signal === 'SIGINT' ? 130 : 143));
  });
}

const [task = '', ...rest] = process.argv.slice(2);
if (!(task in TASKS)) {
  say(`usage: node bin/run.mjs <${Object.keys(TASKS).join('|')}> [arguments]`);
  process.exit(2);
}
await setUp();
if (TASKS[task]) start([...TASKS[task].map((part, i) => (i === 0 ? path.join(root, part) : part)), ...rest]);
