/** Runs the demo, ends it by a signal at some point, and looks for what it left. Reads /proc, so Linux only. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../../lib/local/paths.ts';

export type Ending = 'SIGKILL' | 'SIGTERM' | 'SIGINT';

export interface Left {
  /** Processes of the demo that were seen before the signal. */
  seen: number;
  /** False when the demo was over before the signal came: then nothing was proved. */
  reached: boolean;
  /** Command lines of what lives on 30 s after the signal. */
  processes: string[];
  /** In its temporary folder. */
  files: string[];
}

interface Process {
  pid: number;
  parent: number;
  state: string;
  started: string;
}

/** Longest an end may take, in order or not. */
const PATIENCE_MS = 30_000;

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

const idOf = ({ pid, started }: Process): string => `${pid}:${started}`;

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
  return new Set(all.filter(({ pid }) => found.has(pid)).map(idOf));
}

const readProc = (pid: number, file: 'environ' | 'cmdline'): string => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return ''; // it ended while we looked
  }
};

/**
 * Those that were seen, and those that were born too late for that but know our temporary folder. Zombies are dead: they
 * wait for their parent to look.
 */
const alive = (seen: ReadonlySet<string>, temporary: string): number[] =>
  processes()
    .filter(({ state }) => state !== 'Z')
    .filter((each) => seen.has(idOf(each)) || readProc(each.pid, 'environ').includes(temporary))
    .map(({ pid }) => pid);

/** As a terminal does it: Ctrl-C reaches the whole group, the other signals one process. */
function end(demo: ChildProcess, signal: Ending): void {
  if (signal === 'SIGINT' && demo.pid) process.kill(-demo.pid, signal);
  else demo.kill(signal);
}

/** For what should not have been left: it is reported, and not left to the machine either. */
function endForGood(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

export async function killDemo(signal: Ending, afterSeconds: number): Promise<Left> {
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'sluice-kill-'));
  const removeFolder = (): void => rmSync(temporary, { recursive: true, force: true });
  process.once('exit', removeFolder); // when we are interrupted; the demo sees that we are gone, and ends
  try {
    const demo = spawn(process.execPath, ['bin/run.mjs', 'demo'], {
      cwd: ROOT,
      stdio: 'ignore',
      detached: true,
      env: { ...process.env, TMPDIR: temporary },
    });
    const isRunning = (): boolean => demo.exitCode === null && demo.signalCode === null;
    const seen = new Set<string>();
    const until = performance.now() + afterSeconds * 1000;
    for (; performance.now() < until && isRunning(); await sleep(50))
      for (const id of below(demo.pid ?? 0)) seen.add(id);
    const reached = isRunning();
    if (reached) end(demo, signal);
    const patience = performance.now() + PATIENCE_MS;
    while (performance.now() < patience && alive(seen, temporary).length > 0) await sleep(100);
    const left = alive(seen, temporary);
    const found = { seen: seen.size, reached, processes: left.map((pid) => readProc(pid, 'cmdline')) };
    left.forEach(endForGood);
    return { ...found, files: readdirSync(temporary) };
  } finally {
    process.off('exit', removeFolder);
    removeFolder();
  }
}
