/** `--html <file>` and `--open`: a report as its page, for whoever would rather look than read. */
import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CliCommand } from './command.ts';
import { CommandFailure, EXIT } from './exit-codes.ts';
import type { Console } from './output/console.ts';

export interface PageOptions {
  html?: string;
  open?: boolean;
}

export const withPageOptions = (command: CliCommand): CliCommand =>
  command
    .option('--html <file>', 'write the report as a page: one file, no script, no network')
    .option('--open', 'show the report as a page in the browser') as CliCommand;

/** Starts the program that shows a file. @throws what spawn throws */
export type Viewer = (file: string) => Promise<void>;

/**
 * Writes the page where it is wanted, and says where it lies.
 *
 * @param name of the file, where only `--open` asks for one
 * @throws CommandFailure when it cannot be written, or no browser can be started
 */
export async function showPage(
  out: Pick<Console, 'say'>,
  { html, open }: PageOptions,
  { name, text }: { name: string; text: () => string | Promise<string> },
  viewer: Viewer = systemViewer,
): Promise<void> {
  if (html === undefined && !open) return;
  const page = await text();
  const file = path.resolve(html ?? path.join(mkdtempSync(path.join(tmpdir(), 'sluice-')), name));
  try {
    writeFileSync(file, page);
  } catch (error) {
    throw new CommandFailure(EXIT.usage, `${file} cannot be written: ${(error as Error).message}`, 'name another file');
  }
  out.say(`report: ${file}`);
  if (!open) return;
  try {
    await viewer(file);
  } catch (error) {
    throw new CommandFailure(
      EXIT.fault,
      `no browser could be started: ${(error as Error).message}`,
      `open ${file} in a browser`,
    );
  }
}

const systemViewer: Viewer = (file) =>
  new Promise((resolve, reject) => {
    const command = process.platform === 'darwin' ? 'open' : 'xdg-open';
    const child = spawn(command, [file], { stdio: 'ignore' });
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`${command} ended with ${code}`))));
  });
