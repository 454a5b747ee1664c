/** The command tree: the options that every command shares, and every command as it is listed. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Option } from 'commander';
import { PERSONAS } from '../core/contracts/routes.ts';
import { ROOT } from '../local/paths.ts';
import { TARGETS } from '../local/target.ts';
import { COMMANDS } from './catalogue.ts';
import { CliCommand, type Run } from './command.ts';
import { EXIT_MEANINGS } from './exit-codes.ts';
import { COLOUR_MODES } from './output/tones.ts';

const packageVersion = (): string =>
  String((JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: unknown }).version);

const exitCodes = (): string =>
  ['Exit codes:', ...Object.entries(EXIT_MEANINGS).map(([code, text]) => `  ${code.padStart(3)}  ${text}`)].join('\n');

/**
 * The command tree. A command is loaded when it is called; `loadAll` loads every one.
 * @param prepare what the root command needs before commands are added: they inherit it
 */
export function buildProgram(
  run: Run,
  prepare: (program: CliCommand) => CliCommand = (program) => program,
): CliCommand {
  return prepare(new CliCommand('sluice'))
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
    .addHelpText('after', `\n${exitCodes()}`)
    .list(COMMANDS, run);
}
