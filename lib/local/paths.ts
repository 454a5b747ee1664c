/** Where things of this checkout lie. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
export const BIN = path.join(ROOT, 'node_modules', '.bin');
export const NODE = path.join(BIN, 'node');
export const PYTHON = path.join(ROOT, '.venv', 'bin', 'python');
/** Kept between commands: which local clouds run and what they keep, what the command line aims at. */
export const SLUICE_DIR = path.resolve(process.env['SLUICE_HOME'] ?? path.join(ROOT, '.sluice'));
