/** Killed at any point, the demo leaves no process; ended in order, no file either. Reads /proc, so Linux only. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../lib/local/paths.ts';

interface Process {
  pid: number;
  parent: number;
  state: string;
  started: string;
}

function processes(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return [{ pid: Number(name), state: fields[0] ?? '', parent: Number(fields[1]), started: fields[19] ?? '' }];
      } catch {
        return []; // it ended while we looked
      }
    });
}

/** Everything below a process, by pid and start time, so that a pid that is used again does not count. */
function below(root: number): Set<string> {
  const all = processes();
  const found = new Set<number>([root]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const { pid, parent } of all) {
      if (found.has(parent) && !found.has(pid)) {
        found.add(pid);
        grown = true;
      }
    }
  }
  return new Set(all.filter(({ pid }) => found.has(pid)).map(({ pid, started }) => `${pid}:${started}`));
}

/** Zombies are dead: they wait for their parent to look. */
const alive = (ids: ReadonlySet<string>): number[] =>
  processes()
    .filter(({ pid, started, state }) => state !== 'Z' && ids.has(`${pid}:${started}`))
    .map(({ pid }) => pid);

function startDemo(temporary: string): ChildProcess {
  return spawn(process.execPath, ['bin/run.mjs', 'demo'], {
    cwd: ROOT,
    stdio: 'ignore',
    env: { ...process.env, TMPDIR: temporary },
  });
}

/** Watches until `ms` have passed, collecting every process that was ever below. */
async function watch(root: number, ms: number): Promise<Set<string>> {
  const seen = new Set<string>();
  for (const until = Date.now() + ms; Date.now() < until; await sleep(50)) for (const id of below(root)) seen.add(id);
  return seen;
}

describe.skipIf(process.platform !== 'linux')('a demo that is killed', () => {
  // A different point each time; the seconds are in the title.
  it.each([
    ['SIGKILL', Math.round((1 + Math.random() * 20) * 10) / 10],
    ['SIGTERM', Math.round((1 + Math.random() * 20) * 10) / 10],
  ] as const)('by %s after %s s leaves nothing', { timeout: 90_000 }, async (signal, after) => {
    const temporary = mkdtempSync(path.join(os.tmpdir(), 'sluice-kill-'));
    const demo = startDemo(temporary);
    const seen = await watch(demo.pid ?? 0, after * 1000);
    expect(seen.size).toBeGreaterThan(1);

    demo.kill(signal);

    for (const until = Date.now() + 30_000; Date.now() < until && alive(seen).length > 0; ) await sleep(100);
    expect(alive(seen)).toEqual([]);
    if (signal === 'SIGTERM') expect(readdirSync(temporary)).toEqual([]);
    rmSync(temporary, { recursive: true, force: true });
  });
});
