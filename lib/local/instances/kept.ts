/**
 * The state that a local cloud keeps over an orderly restart: `.sluice/instances/<name>/kept.json` names the folder it
 * lies in. A running local cloud works on a folder of its own, a copy; at its orderly end `kept.json` is replaced in one
 * step. Killed, it leaves `kept.json` as it was, and its folder is swept away at the next start.
 */
import {
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { instanceFolder } from './name.ts';

const KeptState = z.strictObject({
  v: z.literal(1),
  /** Name of the folder beside the file. */
  folder: z.string().regex(/^state-[a-z0-9-]+$/),
  /** Time (ISO) of the orderly end. */
  savedAt: z.string(),
  /** The port it had: addresses that were written down then hold it. */
  port: z.number().int(),
});
export type KeptState = z.infer<typeof KeptState>;

export class KeptStateUnreadable extends Error {
  override readonly name = 'KeptStateUnreadable';
}

const pointer = (name: string): string => path.join(instanceFolder(name), 'kept.json');

/** @throws KeptStateUnreadable */
export function readKept(name: string): KeptState | undefined {
  if (!existsSync(pointer(name))) return undefined;
  try {
    return KeptState.parse(JSON.parse(readFileSync(pointer(name), 'utf8')));
  } catch (cause) {
    throw new KeptStateUnreadable(`${pointer(name)} cannot be read`, { cause });
  }
}

export interface WorkingState {
  /** Where the local cloud works; its own until it ends. */
  folder: string;
  /** What it begins with; absent: nothing was kept. */
  from: KeptState | undefined;
  /** The local cloud before was not ended in order: what came after `from` is lost. */
  afterCrash: boolean;
}

/** A folder to work on, with what was kept. Call it only while holding the record of the instance. */
export function openState(name: string, id: string): WorkingState {
  const home = instanceFolder(name);
  const from = readKept(name);
  const left = stateFolders(name).filter((folder) => folder !== from?.folder);
  for (const folder of left) rmSync(path.join(home, folder), { recursive: true, force: true });
  const folder = path.join(home, `state-${id}`);
  mkdirSync(folder, { recursive: true });
  if (from) cpSync(path.join(home, from.folder), folder, { recursive: true, mode: constants.COPYFILE_FICLONE });
  return { folder, from, afterCrash: left.length > 0 };
}

/** Makes a working folder the kept one, in one step. */
export function keepState(name: string, folder: string, port: number, savedAt: string): void {
  const kept: KeptState = { v: 1, folder: path.basename(folder), savedAt, port };
  const draft = `${pointer(name)}.new`;
  writeFileSync(draft, `${JSON.stringify(kept, null, 2)}\n`, { flush: true });
  renameSync(draft, pointer(name));
  for (const other of stateFolders(name).filter((each) => each !== kept.folder))
    rmSync(path.join(instanceFolder(name), other), { recursive: true, force: true });
}

const note = (name: string): string => path.join(instanceFolder(name), 'not-kept.txt');

/** Leaves word that an orderly end could not keep the state, and why; the state before stays. */
export function noteNotKept(name: string, reason: string): void {
  writeFileSync(note(name), `${reason}\n`);
}

/** Why the last orderly end kept nothing, if so. Said once: the note is removed. */
export function takeNotKept(name: string): string | undefined {
  if (!existsSync(note(name))) return undefined;
  const reason = readFileSync(note(name), 'utf8').trim();
  rmSync(note(name));
  return reason;
}

/** Throws away what was kept. @returns whether something was */
export function discardKept(name: string): boolean {
  const folders = stateFolders(name);
  const had = existsSync(pointer(name)) || folders.length > 0;
  rmSync(pointer(name), { force: true });
  for (const folder of folders) rmSync(path.join(instanceFolder(name), folder), { recursive: true, force: true });
  return had;
}

function stateFolders(name: string): string[] {
  const home = instanceFolder(name);
  return existsSync(home) ? readdirSync(home).filter((entry) => entry.startsWith('state-')) : [];
}
