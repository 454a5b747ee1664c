/** `sluice versions <model>`: what is registered, newest first; `sluice versions <model> <n>`: one with its lineage. */
import type * as z from 'zod';
import { VersionsPage, VersionView } from '../../core/contracts/api.ts';
import type { CommandSpec } from '../command.ts';
import { table } from '../output/table.ts';
import { number, short } from '../output/text.ts';
import type { Session } from '../session.ts';

export type Version = z.infer<typeof VersionView>;

export async function readVersion(session: Session, model: string, version: number): Promise<Version> {
  const answer = await session.api('DataScientist')({ method: 'GET', path: `/models/${model}/versions/${version}` });
  return VersionView.parse(answer.body);
}

export async function listVersions(session: Session, model: string, limit = 20): Promise<Version[]> {
  const answer = await session.api('DataScientist')({
    method: 'GET',
    path: `/models/${model}/versions?limit=${limit}`,
  });
  return VersionsPage.parse(answer.body).items;
}

/** Metrics, gates and lineage of a version, a line each. */
export function versionText(version: Version): string {
  const metrics = Object.entries(version.metrics).map(([name, { value, low, high }]) => [
    name,
    number(value),
    `${number(low)} to ${number(high)}`,
  ]);
  const gates = version.gates.map(({ gate, outcome }) => `  ${outcome === 'met' ? 'ok  ' : outcome}  ${gate}`);
  const lineage: [string, string][] = [
    ['data', version.dataset],
    ['manifest', `${version.manifestDigest} (revision ${version.manifestRevision})`],
    ['code', version.code],
    ['image', version.image],
    ['artefact', version.artifact.digest],
    ['job', version.job],
    ['author', version.author],
    ['run', version.run],
  ];
  return [
    `${version.model} version ${version.version}, registered ${version.registered}`,
    table([{ title: 'metric' }, { title: 'value', align: 'right' }, { title: '95 % interval' }], metrics),
    gates.length > 0 ? `gates\n${gates.join('\n')}` : 'gates: none',
    `lineage\n${lineage.map(([key, value]) => `  ${key.padEnd(9)} ${value}`).join('\n')}`,
  ].join('\n');
}

export const versions: CommandSpec = {
  register: (program, run) =>
    program
      .command('versions <model> [version]')
      .description('registered versions; with a number, one with metrics, gates and lineage')
      .examples('sluice versions churn', 'sluice versions churn 7')
      .option('--limit <n>', 'how many, newest first', Number, 20)
      .action(
        run(async ({ session, out }, model: string, version: string | undefined, options: { limit: number }) => {
          const open = await session();
          if (version !== undefined) {
            const one = await readVersion(open, model, Number(version));
            out.document(one);
            out.print(versionText(one));
            return;
          }
          const found = await listVersions(open, model, options.limit);
          out.document(found);
          if (found.length === 0) {
            out.print(`no versions of ${model} yet: sluice upload ${model} data.csv`);
            return;
          }
          const first = Object.keys(found[0]?.metrics ?? {})[0] ?? '';
          out.print(
            table(
              [
                { title: 'version', align: 'right' },
                { title: first, align: 'right' },
                { title: 'registered (UTC)' },
                { title: 'author' },
                { title: 'data' },
              ],
              found.map((one) => [
                String(one.version),
                number(one.metrics[first]?.value ?? Number.NaN),
                one.registered.slice(0, 19).replace('T', ' '),
                one.author,
                short(one.dataset.split(':')[1] ?? one.dataset),
              ]),
            ),
          );
        }),
      ),
};
