/**
 * The archive that training code travels in: a user's own, or the default algorithm's. Equal files give equal bytes, so
 * its digest is the code's.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { deterministicTarGz, type TarFile } from './tar.ts';

/** What AWS's image needs to install the code without a network; see packaging/pyproject.toml. */
const PACKAGING = path.join(import.meta.dirname, 'packaging');
const ENTRY_POINTS = ['train.py', 'inference.py'];
/** Compiled files, hidden files and tests are no code to train with. */
const LEFT_OUT = /(^|\/)(\.|__pycache__|tests?\/)|\.pyc$/;

/** The folder is not what a script model needs; the message names what is missing. */
export class NotACodeFolder extends Error {
  override readonly name = 'NotACodeFolder';
}

/**
 * A tar.gz of a folder with `train.py` and `inference.py` at its top.
 *
 * @throws NotACodeFolder
 */
export function codeArchive(folder: string): Uint8Array<ArrayBuffer> {
  const files = filesBelow(folder);
  const missing = ENTRY_POINTS.filter((entry) => !files.some(({ name }) => name === entry));
  if (missing.length > 0) throw new NotACodeFolder(`${folder} lacks ${missing.join(' and ')}`);
  const ownPackaging = files.some(({ name }) => name === 'pyproject.toml' || name === 'setup.py');
  return new Uint8Array(deterministicTarGz(ownPackaging ? files : [...files, ...filesBelow(PACKAGING)]));
}

function filesBelow(folder: string): TarFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll(path.sep, '/'))
    .filter((name) => !LEFT_OUT.test(name) && statSync(path.join(folder, name)).isFile())
    .map((name) => ({ name, bytes: readFileSync(path.join(folder, name)) }));
}
