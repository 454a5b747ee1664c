/** A file that a person named, before it is opened. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { nearest } from '../../core/contracts/manifest/nearest.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';

/** @param mend what to do when no name in its folder is near @throws CommandFailure (2) when there is no such file */
export function requireFile(file: string, mend: string): void {
  if (!existsSync(file)) {
    const near = nearNameOf(file);
    throw new CommandFailure(EXIT.usage, `there is no file ${file}`, near ? `${near}?` : mend);
  }
  const found = statSync(file);
  if (found.isDirectory()) throw new CommandFailure(EXIT.usage, `${file} is a folder, not a file`, mend);
  if (!found.isFile())
    throw new CommandFailure(
      EXIT.usage,
      `${file} is read more than once, and a pipe or device is not`,
      'save it first',
    );
}

function nearNameOf(file: string): string | undefined {
  const folder = path.dirname(file);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return undefined;
  const near = nearest(path.basename(file), readdirSync(folder));
  return near === undefined ? undefined : path.join(folder, near);
}
