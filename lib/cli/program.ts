/** The command line: options that every command shares, one place where errors become text and exit codes. */
import { Command, CommanderError, Option } from 'commander';
import { ApiError } from '../adapters/aws/api-client.ts';
import { PlatformMissing } from '../adapters/aws/platform.ts';
import { NoPersonas } from '../local/personas.ts';
import type { CommandContext, CommandSpec, Run } from './command.ts';
import { apply } from './commands/apply.ts';
import { drift } from './commands/drift.ts';
import { events } from './commands/events.ts';
import { local } from './commands/local.ts';
import { outputs } from './commands/outputs.ts';
import { predict } from './commands/predict.ts';
import { promote } from './commands/promote.ts';
import { rollback } from './commands/rollback.ts';
import { teardown } from './commands/teardown.ts';
import { upload } from './commands/upload.ts';
import { versions } from './commands/versions.ts';
import { CommandFailure, EXIT, type ExitCode } from './exit-codes.ts';
import { type Console, terminalConsole } from './output/console.ts';
import { printable } from './output/text.ts';
import { openSession, type SessionOptions } from './session.ts';

const COMMANDS: readonly CommandSpec[] = [
  local,
  apply,
  upload,
  versions,
  promote,
  rollback,
  predict,
  drift,
  events,
  outputs,
  teardown,
];

interface GlobalOptions {
  json?: boolean;
  platform: string;
  target?: 'local' | 'aws';
}

export interface Failure {
  code: ExitCode;
  text: string;
  problem?: unknown;
}

/** What a person is told of an error, and the exit code. Unknown errors are faults and keep their stack for --verbose. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CommandFailure)
    return { code: error.code, text: error.mend ? `${error.message}\n  mend: ${error.mend}` : error.message };
  if (error instanceof ApiError) {
    const { problem, status } = error;
    const details = (problem.errors ?? []).map(
      ({ pointer, detail, mend }) => `  ${pointer}: ${printable(detail)}${mend ? `  mend: ${printable(mend)}` : ''}`,
    );
    const refused = status === 403 || status === 409 || status === 412;
    return {
      code: refused ? EXIT.refused : status < 500 ? EXIT.usage : EXIT.fault,
      text: [
        `${problem.title}: ${printable(error.message)}`,
        ...details,
        ...(problem.mend ? [`  mend: ${printable(problem.mend)}`] : []),
      ].join('\n'),
      problem,
    };
  }
  if (error instanceof PlatformMissing || error instanceof NoPersonas) return { code: EXIT.usage, text: error.message };
  const reason = error instanceof Error ? error : new Error(String(error));
  return { code: EXIT.fault, text: process.env['SLUICE_VERBOSE'] ? (reason.stack ?? reason.message) : reason.message };
}

/** Runs the command line. @returns the exit code */
export async function main(argv: readonly string[]): Promise<number> {
  let code: number = EXIT.done;
  const program = new Command('sluice')
    .description('Trains, releases and watches models in your own AWS account, or on this machine.')
    .option('--json', 'one JSON document on stdout')
    .option('--platform <name>', 'name of the platform', 'sluice')
    .addOption(new Option('--target <target>', 'where to work; else what `local up` chose').choices(['local', 'aws']))
    .addHelpText(
      'after',
      '\nExamples:\n  $ sluice local up\n  $ sluice apply model.yaml && sluice upload churn churn.csv\n  $ sluice promote churn 1 --stage production --watch',
    )
    .configureHelp({ showGlobalOptions: true })
    .exitOverride();

  const run: Run =
    (action) =>
    async (...args) => {
      const options = program.opts<GlobalOptions>();
      const out: Console = terminalConsole(options.json ?? false);
      const context: CommandContext = {
        out,
        platform: options.platform,
        session: async () => {
          const wanted: SessionOptions = {
            platform: options.platform,
            ...(options.target ? { target: options.target } : {}),
          };
          const opened = await openSession(wanted);
          out.say(opened.label);
          return opened;
        },
      };
      try {
        await action(context, ...args);
      } catch (error) {
        const failure = failureOf(error);
        code = failure.code;
        if (failure.code !== EXIT.done)
          out.document(failure.problem ?? { error: failure.text, exitCode: failure.code });
        out.say(failure.text);
      }
    };
  for (const command of COMMANDS) command.register(program, run);
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version are no errors; commander has printed the rest.
    code = error.exitCode === 0 ? EXIT.done : EXIT.usage;
  }
  return code;
}
