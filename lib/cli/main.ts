/** Runs the command line: the one place where options become a context, and errors text, document and exit code. */
import { type Command, CommanderError } from 'commander';
import { type CommandContext, type GlobalOptions, type Run, WRONG_CALL_MEND } from './command.ts';
import { confirm, confirmByName } from './confirm.ts';
import { EXIT, EXIT_MEANINGS, type ExitCode } from './exit-codes.ts';
import { terminalAsker } from './output/asker.ts';
import { type Console, processStreams, type Streams, terminalConsole } from './output/console.ts';
import { buildProgram } from './program.ts';
import type { openSession } from './session.ts';

const GOES_ON = 'interrupted; what was sent goes on';

/** What the command line stands in: replaced where it runs inside another program. */
export interface Surroundings {
  streams?: Streams;
  open?: typeof openSession;
}

/** What speaks with AWS is loaded by the commands that do. */
const lateSession: typeof openSession = async (options) => (await import('./session.ts')).openSession(options);

function contextOf(
  program: Command,
  { out, open, onInterrupt }: { out: Console; open: typeof openSession } & Pick<CommandContext, 'onInterrupt'>,
): CommandContext {
  const options = program.opts<GlobalOptions>();
  const asker = terminalAsker();
  const consent = { out, yes: options.yes ?? false, asker };
  const givenPlatform = program.getOptionValueSource('platform') === 'cli' ? options.platform : undefined;
  return {
    out,
    options,
    asker,
    onInterrupt,
    platform: options.platform,
    session: () =>
      open({
        platform: options.platform,
        ...(options.target ? { target: options.target } : {}),
        ...(options.as ? { as: options.as } : {}),
        ...(options.instance ? { instance: options.instance } : {}),
        onTarget: out.say,
      }),
    confirm: (plan) => confirm(consent, plan),
    confirmByName: (plan, { platform, account }, givenAccount) =>
      confirmByName(consent, plan, { platform, account, givenPlatform, givenAccount }),
  };
}

/** Ctrl-C while a command runs. Ends the process at once: what a command holds open is on the other side. */
function watchInterrupts(out: Console) {
  let says = GOES_ON;
  const interrupted = (): void => {
    if (!out.answered)
      out.document({ type: 'about:blank', title: EXIT_MEANINGS[EXIT.interrupted], detail: says, exitCode: 130 });
    out.settle();
    out.say(`\n${says}`);
    process.exit(EXIT.interrupted);
  };
  // Not once: a terminal and the npm above us may both send it, and the second would end us in the middle of a line.
  process.on('SIGINT', interrupted);
  return {
    onInterrupt: (text: string): void => {
      says = text;
      if (text === 'none') process.off('SIGINT', interrupted);
    },
    end: () => process.off('SIGINT', interrupted),
  };
}

/** `sluice ... | head` closes our output: no fault of ours, and nobody reads on. */
const endQuietly = (error: NodeJS.ErrnoException): void => {
  if (error.code === 'EPIPE') process.exit(EXIT.done);
  throw error;
};

/**
 * Runs the command line.
 *
 * @param argv without program and script
 * @returns the exit code
 */
export async function main(
  argv: readonly string[],
  { streams = processStreams, open = lateSession }: Surroundings = {},
): Promise<ExitCode> {
  let code: ExitCode = EXIT.done;
  let [wrong, mend] = ['', ''];
  const run: Run =
    (action) =>
    async (...args) => {
      const { json = false, color, verbose = false } = program.opts<GlobalOptions>();
      // For what draws by itself: questions, and programs that we start.
      if (color === 'never') process.env['NO_COLOR'] = '1';
      const out = terminalConsole({ json, colour: color }, streams);
      const interrupts = watchInterrupts(out);
      try {
        await action(contextOf(program, { out, open, onInterrupt: interrupts.onInterrupt }), ...args);
      } catch (error) {
        const { failureOf } = await import('./failure.ts');
        const failure = failureOf(error, { verbose });
        code = failure.code;
        if (failure.code !== EXIT.done && !out.answered) out.document(failure.document);
        out.settle();
        out.say(failure.text);
      } finally {
        interrupts.end();
      }
    };
  const program = buildProgram(run, (root) =>
    root.exitOverride().configureOutput({
      writeOut: (text) => void streams.out.write(text),
      writeErr: (text) => void streams.err.write(text),
      outputError: (text, write) => {
        [wrong = '', mend = ''] = text
          .replace(/^error: /, '')
          .trim()
          .split(WRONG_CALL_MEND);
        write(text);
      },
    }),
  );
  // For good: a broken pipe is told a moment after the last write.
  if (!streams.out.listeners('error').includes(endQuietly)) streams.out.on('error', endQuietly);
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version are no errors; commander has printed the rest.
    if (error.exitCode !== 0) {
      code = EXIT.usage;
      if (argv.includes('--json')) {
        const said = { detail: wrong || 'a command is missing', mend: mend || 'sluice --help' };
        streams.out.write(
          `${JSON.stringify({ type: 'about:blank', title: EXIT_MEANINGS[code], ...said, exitCode: code })}\n`,
        );
      }
    }
  }
  return code;
}
