/** Where things of this checkout lie. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
export const BIN = path.join(ROOT, 'node_modules', '.bin');
const LOCKED_NODE = path.join(BIN, 'node');
/** Node 24 of the lock file; there is none for macOS, where the one that runs us is of that version. */
export const NODE = existsSync(LOCKED_NODE) ? LOCKED_NODE : process.execPath;
/** What our own programs find their programs by: those of the lock file first, and that very Node. */
export const PROGRAM_PATH = [BIN, path.dirname(NODE), process.env['PATH'] ?? ''].join(path.delimiter);
export const PYTHON = path.join(ROOT, '.venv', 'bin', 'python');
/** Kept between commands: which local clouds run and what they keep, what the command line aims at. */
export const SLUICE_DIR = path.resolve(process.env['SLUICE_HOME'] ?? path.join(ROOT, '.sluice'));
