/** `sluice contract <model>`: what the data must look like, and since when; `contract accept`: lets a refused upload through. */
import { type ContractVersionView, ContractView, RunView } from '../../core/contracts/api.ts';
import type { SchemaColumn } from '../../core/contracts/schema.ts';
import type { CliCommand, CommandSpec, Run } from '../command.ts';
import { table } from '../output/table.ts';
import { printable, short, utc } from '../output/text.ts';
import type { Session } from '../session.ts';
import { anotherAttempt } from '../upload/again.ts';
import { type WatchOptions, withWatchOptions } from '../upload/watch.ts';

const ORIGINS: Readonly<Record<ContractVersionView['origin'], string>> = {
  'first-upload': 'the first accepted upload',
  'manifest-changed': 'the manifest asks for other columns',
  accepted: 'accepted on purpose',
  adopted: 'in force before contracts had versions',
};

function why({ origin, refusal, reason }: ContractVersionView): string {
  const was = refusal ? `, refused as ${refusal}` : '';
  return `${ORIGINS[origin]}${was}${reason ? `: ${printable(reason)}` : ''}`;
}

const allowed = ({ values, nulls }: SchemaColumn): string =>
  [
    ...(values ? [`${values.slice(0, 6).join(', ')}${values.length > 6 ? `, ... (${values.length})` : ''}`] : []),
    ...(nulls ? [`missing: ${nulls.map((word) => JSON.stringify(word)).join(', ')}`] : []),
  ].join('; ');

export function contractText(contract: ContractView): string {
  const { model, schema, versions } = contract;
  const { target, id, columns } = schema;
  const facts: [string, string | undefined][] = [
    ['why', why(contract)],
    ['author', contract.author],
    ['run', contract.run],
    ['target', `${target.name} (${target.labels ? target.labels.join(', ') : target.type})`],
    ['id', id],
    ['data', `${contract.lastDataset}, the last that was accepted`],
  ];
  return [
    `${model} contract ${contract.contract}, since ${utc(contract.since)}`,
    ...facts.flatMap(([name, value]) => (value ? [`  ${name.padEnd(7)} ${printable(value)}`] : [])),
    table(
      [{ title: 'column' }, { title: 'type' }, { title: 'allowed' }],
      columns.map((column) => [printable(column.name), column.type, printable(allowed(column))]),
    ),
    ...(versions.length > 1
      ? [
          table(
            [{ title: 'contract', align: 'right' }, { title: 'since' }, { title: 'run' }, { title: 'why' }],
            versions.map((one) => [String(one.contract), utc(one.since), short(one.run), why(one)]),
          ),
        ]
      : []),
  ].join('\n');
}

/** Asks for the attempt that lets it through; asked twice, it is one. @param upload its id or hash */
export async function acceptUpload(session: Session, model: string, upload: string, reason: string): Promise<RunView> {
  const answer = await session.api('DataScientist')({
    method: 'POST',
    path: `/models/${model}/contract/acceptances`,
    body: { upload, reason },
  });
  return RunView.parse(answer.body);
}

export async function readContract(session: Session, model: string): Promise<ContractView> {
  const answer = await session.api('DataScientist')({ method: 'GET', path: `/models/${model}/contract` });
  return ContractView.parse(answer.body);
}

function registerAccept(group: CliCommand, run: Run): void {
  withWatchOptions(
    group
      .command('accept <model> <upload-or-run>')
      .description('let a refused upload through, once and on purpose, as a new version of the contract')
      .examples(
        'sluice contract accept churn 01JD8Y0B --reason "lengths are in metres since November"',
        'sluice contract accept churn 01M7Z4H6A33R7ZS7R1WTW6PP5X --reason "new column region" --no-watch',
      )
      .requiredOption('--reason <text>', 'why the data differ; kept with the contract and in the event log'),
  ).action(
    run((context, model: string, meant: string, options: WatchOptions & { reason: string }) =>
      anotherAttempt(context, { model, meant, ...options }, (session, upload) =>
        acceptUpload(session, model, upload, options.reason),
      ),
    ),
  );
}

export const contract: CommandSpec = {
  define: (command, run) => {
    command
      .examples('sluice contract churn', 'sluice contract accept churn 01JD8Y0B --reason "in metres since November"')
      .argument('<model>')
      .action(
        run(async ({ session, out }, model: string) => {
          const found = await readContract(await session(), model);
          out.document(found);
          out.print(contractText(found));
        }),
      );
    registerAccept(command, run);
  },
};
