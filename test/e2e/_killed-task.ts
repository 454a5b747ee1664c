/** Runs a task, ends it by a signal at some point, and looks for what it left. Reads /proc, so Linux only. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../../lib/local/paths.ts';

export type Ending = 'SIGKILL' | 'SIGTERM' | 'SIGINT';

export interface Left {
  /** Processes of the task that were seen before the signal. */
  seen: number;
  /** False when the task was over before the signal came: then nothing was proved. */
  reached: boolean;
  /** What it printed, both streams. */
  output: string;
  /** Command lines of what lives on 30 s after the signal. */
  processes: string[];
  /** In its temporary folder. */
  files: string[];
  /** Local clouds that it wrote down. */
  instances: string[];
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
function end(task: ChildProcess, signal: Ending): void {
  if (signal === 'SIGINT' && task.pid) process.kill(-task.pid, signal);
  else task.kill(signal);
}

/** For what should not have been left: it is reported, and not left to the machine either. */
function endForGood(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Longest a task may take to print what is waited for. */
const UNTIL_PRINTED_SECONDS = 240;

/**
 * @param args of `bin/run.mjs`
 * @param when the signal is sent: after so many seconds, or when this was printed
 */
export async function killTask(args: readonly string[], signal: Ending, when: number | RegExp): Promise<Left> {
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'sluice-kill-'));
  const home = mkdtempSync(path.join(os.tmpdir(), 'sluice-kill-home-'));
  const removeFolders = (): void => {
    for (const folder of [temporary, home]) rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', removeFolders); // when we are interrupted; the task sees that we are gone, and ends
  try {
    const task = spawn(process.execPath, ['bin/run.mjs', ...args], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      // A fresh shell: the tests' own local cloud must not stand behind this one.
      env: { ...withoutAws(process.env), TMPDIR: temporary, SLUICE_HOME: home },
    });
    let output = '';
    for (const stream of [task.stdout, task.stderr]) stream.on('data', (data) => (output += data));
    const isRunning = (): boolean => task.exitCode === null && task.signalCode === null;
    const seen = new Set<string>();
    const isTime = typeof when === 'number' ? () => false : () => when.test(output);
    const until = performance.now() + (typeof when === 'number' ? when : UNTIL_PRINTED_SECONDS) * 1000;
    for (; performance.now() < until && isRunning() && !isTime(); await sleep(50))
      for (const id of below(task.pid ?? 0)) seen.add(id);
    const reached = isRunning() && (typeof when === 'number' || isTime());
    if (isRunning()) end(task, signal);
    const patience = performance.now() + PATIENCE_MS;
    while (performance.now() < patience && alive(seen, temporary).length > 0) await sleep(100);
    const left = alive(seen, temporary);
    const processes = left.map((pid) => readProc(pid, 'cmdline'));
    left.forEach(endForGood);
    const written = path.join(home, 'instances');
    const instances = existsSync(written) ? readdirSync(written) : [];
    return { seen: seen.size, reached, output, processes, files: readdirSync(temporary), instances };
  } finally {
    process.off('exit', removeFolders);
    removeFolders();
  }
}

const withoutAws = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('AWS_')));

export const killDemo = (signal: Ending, afterSeconds: number): Promise<Left> =>
  killTask(['demo'], signal, afterSeconds);
