/** Whether a file can be an upload of a model, as far as its first lines tell: a wrong file costs no way there and no run. */
import { formats } from '../../adapters/formats/formats.ts';
import { layoutOf } from '../../core/data/header.ts';
import { openTable } from '../../core/data/readers/open-table.ts';
import { UnreadableFile } from '../../core/data/readers/unreadable-file.ts';
import { UploadRefused } from '../../core/data/refused.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { fileSource } from '../input/file-source.ts';
import { readManifest } from '../manifests.ts';
import { printable } from '../output/text.ts';
import type { Session } from '../session.ts';

/** @throws CommandFailure (2) naming the columns; the platform's own check, on arrival, sees every row */
export async function refuseUnfit(session: Session, model: string, file: string): Promise<void> {
  const manifest = await readManifest(session, model);
  try {
    const opened = await openTable(fileSource(file), formats);
    await opened.close();
    layoutOf(opened.header, manifest, undefined);
  } catch (error) {
    if (error instanceof UnreadableFile) throw unfit(`${file}: ${error.message}`, error.mend);
    if (!(error instanceof UploadRefused)) throw error;
    const { findings, message } = error.refusal;
    const lines = findings.map(({ column, seen, cause, mend }) => {
      const what = `${column ? `${column}: ` : ''}${seen}${cause ? `; ${cause}` : ''}`;
      return `  ${printable(what)}\n    mend: ${printable(mend)}`;
    });
    throw unfit([`${file}: ${message}`, ...lines].join('\n'), `another file, or model.yaml: sluice apply`);
  }
}

const unfit = (message: string, mend: string): CommandFailure =>
  new CommandFailure(EXIT.usage, `${message}\nnothing was sent`, mend);
