/** The command tree: the options that every command shares, and every command. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Option } from 'commander';
import { PERSONAS } from '../core/contracts/routes.ts';
import { ROOT } from '../local/paths.ts';
import { TARGETS } from '../local/target.ts';
import { CliCommand, type CommandSpec, type Run } from './command.ts';
import { apply } from './commands/apply.ts';
import { approvals } from './commands/approvals.ts';
import { approve } from './commands/approve.ts';
import { completion } from './commands/completion.ts';
import { contract } from './commands/contract.ts';
import { data } from './commands/data.ts';
import { doctor } from './commands/doctor.ts';
import { drift } from './commands/drift.ts';
import { drill } from './commands/drill.ts';
import { events } from './commands/events.ts';
import { init } from './commands/init.ts';
import { labels } from './commands/labels.ts';
import { local } from './commands/local.ts';
import { logs } from './commands/logs.ts';
import { models } from './commands/models.ts';
import { outputs } from './commands/outputs.ts';
import { performance } from './commands/performance.ts';
import { predict } from './commands/predict.ts';
import { promote } from './commands/promote.ts';
import { reject } from './commands/reject.ts';
import { releases } from './commands/releases.ts';
import { retry } from './commands/retry.ts';
import { rollback } from './commands/rollback.ts';
import { runs } from './commands/runs.ts';
import { target } from './commands/target.ts';
import { teardown } from './commands/teardown.ts';
import { upload } from './commands/upload.ts';
import { version } from './commands/version.ts';
import { versions } from './commands/versions.ts';
import { EXIT_MEANINGS } from './exit-codes.ts';
import { COLOUR_MODES } from './output/tones.ts';

const COMMANDS: readonly CommandSpec[] = [
  local,
  target,
  doctor,
  data,
  init,
  apply,
  upload,
  retry,
  contract,
  models,
  runs,
  versions,
  version,
  approvals,
  approve,
  reject,
  promote,
  releases,
  rollback,
  predict,
  labels,
  performance,
  logs,
  drift,
  drill,
  events,
  outputs,
  teardown,
  completion,
];

const packageVersion = (): string =>
  String((JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: unknown }).version);

const exitCodes = (): string =>
  ['Exit codes:', ...Object.entries(EXIT_MEANINGS).map(([code, text]) => `  ${code.padStart(3)}  ${text}`)].join('\n');

/** @param prepare what the root command needs before commands are added: they inherit it */
export function buildProgram(
  run: Run,
  prepare: (program: CliCommand) => CliCommand = (program) => program,
): CliCommand {
  const program = prepare(new CliCommand('sluice'))
    .description('Trains, releases and watches models in your own AWS account, or on this machine.')
    .version(packageVersion(), '--version', 'the version of this command line')
    .helpOption('-h, --help', 'this help')
    .option('--json', 'one JSON document on stdout, also for an error')
    .option('--platform <name>', 'name of the platform', 'sluice')
    .addOption(new Option('--target <target>', 'where to work; else what was chosen before').choices(TARGETS))
    .addOption(new Option('--as <persona>', 'local: act with the rights of this persona only').choices(PERSONAS))
    .option('--instance <name>', 'local: which one of several; else SLUICE_INSTANCE, or the one chosen before')
    .addOption(new Option('--color <when>', 'colours').choices(COLOUR_MODES).default('auto'))
    .option('--yes', 'do not ask')
    .option('--verbose', 'errors with their stack')
    .configureHelp({ showGlobalOptions: true })
    .examples(
      'sluice local up',
      'sluice apply model.yaml && sluice upload churn churn.csv',
      'sluice promote churn 1 --stage production --watch',
    )
    .addHelpText('after', `\n${exitCodes()}`);

  for (const command of COMMANDS) command.register(program, run);
  return program;
}
