/** `sluice version <model> <n>`: one version with its metrics, gates and lineage, and where it serves. */
import type * as z from 'zod';
import { type StageView, VersionView } from '../../core/contracts/api.ts';
import { versionNumber } from '../arguments.ts';
import type { CommandSpec } from '../command.ts';
import { table } from '../output/table.ts';
import { number, printable, utc } from '../output/text.ts';
import type { Session } from '../session.ts';
import { startedByText } from '../started-by.ts';
import { warningsText } from '../warnings.ts';
import { readStages } from './models.ts';

export type Version = z.infer<typeof VersionView>;

export async function readVersion(session: Session, model: string, version: number): Promise<Version> {
  const answer = await session.api('DataScientist')({ method: 'GET', path: `/models/${model}/versions/${version}` });
  return VersionView.parse(answer.body);
}

const OUTCOMES = { met: 'ok', 'not-met': 'FAILED', 'not-applicable': '-' } as const;

function metricsText({ metrics }: Version): string {
  const rows = Object.entries(metrics).map(([name, { value, low, high }]) => [
    name,
    number(value),
    `${number(low)} to ${number(high)}`,
  ]);
  return table([{ title: 'metric' }, { title: 'value', align: 'right' }, { title: '95 % interval' }], rows);
}

function comparedText({ champion, notCompared }: Version): string {
  if (notCompared) return `NOT with champion v${notCompared.version}: ${printable(notCompared.message)}`;
  return champion === undefined ? 'with no champion: none served' : `with champion v${champion}`;
}

/** Metrics, gates and lineage of a version, a line each. */
export function versionText(version: Version): string {
  const gates = version.gates.map(({ text, outcome }) => `  ${OUTCOMES[outcome].padEnd(6)}  ${printable(text)}`);
  const started = startedByText(version);
  const lineage: [string, string][] = [
    ['data', version.dataset],
    ...(version.contract === undefined ? [] : [['contract', String(version.contract)] as [string, string]]),
    ['manifest', `${version.manifestDigest} (revision ${version.manifestRevision})`],
    ['code', version.code],
    ['image', version.image],
    ['artefact', version.artifact.digest],
    ['job', version.job],
    ['compared', comparedText(version)],
    ['author', printable(version.author)],
    ...(started === undefined ? [] : [['cause', printable(started)] as [string, string]]),
    ['run', version.run],
  ];
  return [
    `${version.model} version ${version.version}, registered ${utc(version.registered)}`,
    metricsText(version),
    gates.length > 0 ? `gates\n${gates.join('\n')}` : 'gates: none',
    ...warningsText(version.warnings),
    `lineage\n${lineage.map(([key, value]) => `  ${key.padEnd(9)} ${value}`).join('\n')}`,
  ].join('\n');
}

/** "serves production since 2026-11-21 14:02 UTC", or what to do so that it does. */
export function servingText(
  { model, version }: Pick<Version, 'model' | 'version'>,
  stages: readonly StageView[],
): string {
  const serves = stages.flatMap(({ stage, serving }) =>
    serving?.version === version ? [`serves ${stage} since ${utc(serving.since)}`] : [],
  );
  const first = stages[0]?.stage ?? 'staging';
  return serves.length > 0
    ? serves.join('\n')
    : `serves no stage: sluice promote ${model} ${version} --stage ${first} --watch`;
}

export const version: CommandSpec = {
  define: (command, run) =>
    command
      .examples('sluice version churn 7', 'sluice version churn 7 --json')
      .argument('<model>')
      .argument('<version>', 'its number', versionNumber)
      .action(
        run(async ({ session, out }, model: string, wanted: number) => {
          const open = await session();
          const found = await readVersion(open, model, wanted);
          const stages = await readStages(open.api('DataScientist'), model);
          out.document({
            ...found,
            serves: stages.filter(({ serving }) => serving?.version === wanted).map(({ stage }) => stage),
          });
          out.print(`${versionText(found)}\n${servingText(found, stages)}`);
        }),
      ),
};
