/** A Trino server of its own in .sluice/peers, fetched from Maven Central when it is first needed, every file held by its SHA-256. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { SLUICE_DIR } from '../../../../lib/local/paths.ts';
import { runLeashed } from '../../../../lib/local/process/run.ts';
import { findJava } from './java.ts';

export const VERSION = '435';

/** `home` holds the folders `lib` and `plugin`. */
export type Trino = { java: string; home: string } | { missing: string };

const LOCK = path.join(import.meta.dirname, 'server.sha256');
const POM = path.join(import.meta.dirname, 'pom.xml');

/** @throws Error when what came is not what the lock says */
export async function trino(): Promise<Trino> {
  const found = await findJava();
  if ('missing' in found) return found;
  const home = path.join(SLUICE_DIR, 'peers', `trino-${VERSION}`);
  if (existsSync(home) && differences(home).length === 0) return { ...found, home };
  // Made beside its place and moved there whole: another process may be making the same.
  const making = `${home}.${process.pid}`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  try {
    const failed = await download(making);
    if (failed !== undefined) return { missing: `Trino ${VERSION} cannot be fetched here (${failed})` };
    const wrong = differences(making);
    if (wrong.length > 0)
      throw new Error(
        `what was fetched of Trino ${VERSION} is not what server.sha256 says: ${wrong.slice(0, 5).join(', ')}`,
      );
    rmSync(home, { recursive: true, force: true });
    renameSync(making, home);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return { ...found, home };
}

/** @returns why it could not be fetched */
async function download(home: string): Promise<string | undefined> {
  const args = ['--batch-mode', '--quiet', '--strict-checksums', '--file', POM, `-Dhome=${home}`, 'package'];
  const { code, output } = await runLeashed('mvn', args, { env: process.env });
  if (code === 0) return undefined;
  const told = output.split('\n').find((line) => line.includes('ERROR')) ?? output;
  return told.trim().slice(0, 200) || `code ${code}`;
}

/** Files that are absent, changed or more than the lock names. */
function differences(home: string): string[] {
  const locked = new Map(
    readFileSync(LOCK, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => [line.slice(66), line.slice(0, 64)]),
  );
  const found = ['lib', 'plugin'].flatMap((folder) => filesIn(home, folder));
  const wrong = found.filter((file) => locked.get(file) !== sha256(path.join(home, file)));
  return [...wrong, ...[...locked.keys()].filter((file) => !found.includes(file))];
}

/** @returns paths from `home`, with slashes */
function filesIn(home: string, folder: string): string[] {
  const inside = path.join(home, folder);
  if (!existsSync(inside)) return [];
  return readdirSync(inside, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(home, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'));
}

const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');
