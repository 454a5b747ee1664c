/** The set-up, before anything is installed: what is missing is said plainly, all at once, and nothing is downloaded. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

const root = path.resolve(import.meta.dirname, '..', '..');
const BEFORE_SETUP = [
  'bin/run.mjs',
  'package.json',
  'package-lock.json',
  'requirements.lock',
  'requirements-uv.lock',
  'lib/local/process/leash.mjs',
];

function freshCheckout(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sluice-setup-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const file of BEFORE_SETUP) {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    copyFileSync(path.join(root, file), path.join(folder, file));
  }
  return folder;
}

const run = (folder: string, args: string[], env: Record<string, string>) =>
  spawnSync(process.execPath, [path.join(folder, 'bin/run.mjs'), ...args], { encoding: 'utf8', env, timeout: 30_000 });

it('says that Python is missing, how to get it, and downloads nothing', () => {
  const folder = freshCheckout();
  const { status, stderr } = run(folder, ['demo'], { PATH: path.join(folder, 'nothing') });
  expect(status).toBe(2);
  expect(stderr).toMatch(/Python 3\.11 to 3\.13 with venv is missing \(no Python 3 was found\)/);
  expect(stderr).toMatch(/mend: .*apt install python3 python3-venv/);
  expect(readdirSync(folder)).not.toContain('node_modules');
});

it('says which Python it found, when none of them will do', () => {
  const folder = freshCheckout();
  // A program that answers as Python 3.10 would.
  const { status, stderr } = run(folder, ['demo'], {
    PATH: '/usr/bin:/bin',
    SLUICE_PYTHON: path.join(root, 'test/unit/_old-python.sh'),
  });
  expect(status).toBe(2);
  expect(stderr).toMatch(/found only: .*_old-python\.sh is 3\.10/);
});

it('names the tasks it knows', () => {
  const { status, stderr } = run(freshCheckout(), ['dance'], { PATH: '' });
  expect(status).toBe(2);
  expect(stderr).toMatch(/usage: .*demo\|test\|prove/);
});
