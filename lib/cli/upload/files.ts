/** Which files an upload is made of: one, several, or all of a folder. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { MOST_SET_FILES } from '../../core/contracts/upload-set.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { requireFile } from '../input/named-file.ts';
import { keyName } from './key-name.ts';

export interface UploadFiles {
  /** In the order they are read. */
  files: string[];
  /** Several files, or a folder: they are one dataset. */
  set: boolean;
}

/** @param paths files as they were named, or one folder: its files by name, hidden ones left out @throws CommandFailure (2) */
export function uploadFiles(model: string, paths: readonly string[]): UploadFiles {
  const [first = ''] = paths;
  const folder = paths.length === 1 && existsSync(first) && statSync(first).isDirectory();
  const files = folder ? filesIn(first) : [...paths];
  if (folder && files.length === 0)
    throw new CommandFailure(
      EXIT.usage,
      `there is no file in ${first}`,
      `sluice upload ${model} <folder with data files>`,
    );
  for (const file of files) requireFile(file, `sluice upload ${model} <file.csv>`);
  if (files.length > MOST_SET_FILES)
    throw new CommandFailure(
      EXIT.usage,
      `${files.length} files, the limit of a set is ${MOST_SET_FILES}`,
      'join some of them',
    );
  refuseEqualNames(files);
  return { files, set: folder || files.length > 1 };
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort()
    .map((name) => path.join(folder, name));
}

function refuseEqualNames(files: readonly string[]): void {
  const names = new Map<string, string>();
  for (const file of files) {
    const name = keyName(path.basename(file));
    const other = names.get(name);
    if (other !== undefined)
      throw new CommandFailure(
        EXIT.usage,
        `${other} and ${file} would both be ${name} in the set`,
        'rename one of them',
      );
    names.set(name, file);
  }
}
