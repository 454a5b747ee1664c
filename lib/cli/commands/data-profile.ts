/** `sluice data profile <file>`: what its columns look like; with `--json` the profile itself, which `--against` takes. */

import { fileReport } from '../../core/data/file/file-report.ts';
import { profileFile, TOLERANCE } from '../../core/data/file/profile-file.ts';
import { columnFacts, findingsOf } from '../../core/data/findings.ts';
import { filePage } from '../../core/reports/file-page.ts';
import type { CommandContext, CommandSpec } from '../command.ts';
import { PROFILE_COLUMNS, profileRow } from '../data/profile-table.ts';
import { asUsage } from '../data/reference.ts';
import { dataFile } from '../data/source.ts';
import { number, printable } from '../output/text.ts';
import { type PageOptions, showPage, withPageOptions } from '../report-page.ts';

async function profileHere({ out, onInterrupt }: CommandContext, file: string, options: PageOptions): Promise<void> {
  onInterrupt('interrupted; nothing was sent anywhere');
  const source = dataFile(out, file);
  const found = await profileFile(source.open).catch((error: unknown) => {
    throw asUsage(error, file);
  });
  const { profile, types, kept, rejected } = found;
  out.document(profile);
  const aside = rejected > 0 ? `, ${number(rejected)} set aside: sluice data check ${printable(file)}` : '';
  out.print(`${printable(file)}: ${number(kept)} rows, ${number(profile.columns.length)} columns${aside}`);
  out.table(
    PROFILE_COLUMNS,
    profile.columns.map((column) => profileRow(column, types.get(column.name) ?? 'text')),
  );
  const remarks = findingsOf(columnFacts(profile, { types }));
  const check = { warnings: [], remarks, allowedShare: TOLERANCE, ...found };
  await showPage(out, options, {
    name: `${source.name}.html`,
    text: () =>
      filePage(
        fileReport({ file, bytes: source.bytes, against: [], judged: false, check, checked: new Date().toISOString() }),
      ),
  });
}

export const dataProfile: CommandSpec = {
  define: (command, run) =>
    withPageOptions(command.arguments('<file>'))
      .examples('sluice data profile customers.csv', 'sluice data profile customers.csv --json > profile.json')
      .action(run((context, file: string, options: PageOptions) => profileHere(context, file, options))),
};
