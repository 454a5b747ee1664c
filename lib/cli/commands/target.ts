/** `sluice target [local|aws]`: what commands aim at, and which account this checkout belongs to. */
import { Argument } from 'commander';
import {
  type ChosenTarget,
  chooseTarget,
  chosenTarget,
  parseTarget,
  TARGETS,
  type TargetKind,
} from '../../local/target.ts';
import type { CommandSpec } from '../command.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';

interface TargetOptions {
  account?: string;
  region?: string;
  name?: string;
}

/** The account that is expected, from both options or none. @throws CommandFailure */
function expected({ account, region, name }: TargetOptions): ChosenTarget['expect'] {
  if (account === undefined && region === undefined && name === undefined) return undefined;
  if (account === undefined || region === undefined)
    throw new CommandFailure(EXIT.usage, '--account and --region belong together');
  return parseTarget(JSON.stringify({ expect: { account, region, ...(name ? { name } : {}) } })).expect;
}

function targetText({ target, expect }: ChosenTarget): string {
  const name = expect?.name ? ` (${expect.name})` : '';
  return [
    target ? `target: ${target}` : 'no target is chosen: sluice local up, or sluice target aws',
    ...(expect ? [`expected on AWS: account ${expect.account}${name}, region ${expect.region}`] : []),
  ].join('\n');
}

export const target: CommandSpec = {
  define: (command, run) =>
    command
      .examples('sluice target', 'sluice target aws --account 123456789012 --region eu-west-1 --name acme-prod')
      .addArgument(new Argument('[target]', 'what commands aim at from now on').choices(TARGETS))
      .option('--account <number>', 'on AWS: refuse to work in any other account')
      .option('--region <region>', 'on AWS: refuse to work in any other region')
      .option('--name <text>', "what people call the account; shown in a command's first line")
      .action(
        run(async ({ out }, kind: TargetKind | undefined, options: TargetOptions) => {
          const expect = expected(options);
          if (expect && kind !== 'aws')
            throw new CommandFailure(EXIT.usage, '--account and --region are of target aws');
          if (kind) chooseTarget(kind, expect ?? chosenTarget().expect);
          const chosen = chosenTarget();
          out.document(chosen);
          out.print(targetText(chosen));
        }),
      ),
};
