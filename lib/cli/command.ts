/** What every command is made of. */
import { Command, type ErrorOptions, Help, type Option, type ParseOptions } from 'commander';
import type { Persona } from '../core/contracts/routes.ts';
import type { TargetKind } from '../local/target.ts';
import type { Asker } from './confirm.ts';
import type { Console } from './output/console.ts';
import type { ColourMode } from './output/tones.ts';
import type { Session } from './session.ts';

/** Options that every command takes. */
export interface GlobalOptions {
  json?: boolean;
  platform: string;
  target?: TargetKind;
  as?: Persona;
  instance?: string;
  color: ColourMode;
  verbose?: boolean;
  yes?: boolean;
}

export interface CommandContext {
  out: Console;
  /** Opens the platform that the options name; says the target on stderr first. */
  session(): Promise<Session>;
  platform: string;
  options: GlobalOptions;
  /** Shows a plan and asks y/N; `--yes` is a yes. @throws CommandFailure (2) when it is not confirmed */
  confirm(plan: string): Promise<void>;
  /**
   * Shows what dies and has the platform's name typed. @param account as `--account` was typed
   * @throws CommandFailure (2) when it is not confirmed
   */
  confirmByName(plan: string, session: Session, account: string | undefined): Promise<void>;
  /** Asks a person; absent where nobody can answer. */
  asker: Asker | undefined;
  /**
   * What Ctrl-C does from here on: says this and ends with 130; or, with `none`, the command sees to it by itself.
   * At first it says that what was sent goes on.
   */
  onInterrupt(says: string | 'none'): void;
}

/** Wraps an action: gives it the context, and its arguments without the command object at the end. */
// biome-ignore lint/suspicious/noExplicitAny: commander's own type of an action
export type Run = <A extends any[]>(
  action: (context: CommandContext, ...args: A) => Promise<void>,
) => (...args: A) => Promise<void>;

/** Between what was wrong with a call and its mend. */
export const WRONG_CALL_MEND = '\n  mend: ';

/**
 * Beside commander's: a command that is not loaded is listed by its usage, and options of every command are the program's;
 * those of a command that has others below it are its own.
 */
class CliHelp extends Help {
  override visibleGlobalOptions(command: Command): Option[] {
    const all = super.visibleGlobalOptions(command);
    let program = command;
    while (program.parent) program = program.parent;
    return all.filter((option) => program.options.includes(option));
  }

  override subcommandTerm(command: Command): string {
    return (command instanceof CliCommand ? command.listedAs : undefined) ?? super.subcommandTerm(command);
  }
}

/** A command whose help leads with examples, and that may be loaded when it is called. */
export class CliCommand extends Command {
  #examples: readonly string[] = [];
  #usage: string | undefined;
  #define: (() => Promise<unknown>) | undefined;

  override createCommand(name?: string): CliCommand {
    return new CliCommand(name);
  }

  override createHelp(): Help {
    return Object.assign(new CliHelp(), this.configureHelp());
  }

  /** Adds commands that are told of in the help; what else they are is loaded when they are called. */
  list(commands: readonly ListedCommand[], run: Run): this {
    for (const { usage, description, load } of commands) {
      const listed = this.command(usage.split(' ', 1)[0] ?? usage).description(description) as CliCommand;
      listed.#usage = usage;
      listed.#define = async () => (await load()).define(listed, run);
    }
    return this;
  }

  /** What the help lists it as; absent of a command that was not listed. */
  get listedAs(): string | undefined {
    return this.#usage;
  }

  /** Loads what is called, before it is parsed. A word may name a command though it is a value: then one more is loaded. */
  override async parseAsync(argv: readonly string[], options?: ParseOptions): Promise<this> {
    await this.#loadBelow((command) => argv.includes(command.name()));
    return super.parseAsync(argv, options);
  }

  /** Loads all that is below: for whoever reads the whole tree. */
  async loadAll(): Promise<this> {
    await this.#loadBelow(() => true);
    return this;
  }

  async #loadBelow(wanted: (command: CliCommand) => boolean): Promise<void> {
    for (const command of this.commands) {
      if (!(command instanceof CliCommand && wanted(command))) continue;
      const define = command.#define;
      command.#define = undefined;
      await define?.();
      await command.#loadBelow(wanted);
    }
  }

  /** Whole lines as a person would paste them; the first one is what most people want. */
  examples(...lines: readonly [string, string, ...string[]]): this {
    this.#examples = lines;
    return this.addHelpText('before', `${['Examples:', ...lines.map((line) => `  $ ${line}`)].join('\n')}\n`);
  }

  /** As a person calls it: `sluice data check`. */
  get call(): string {
    return this.parent instanceof CliCommand ? `${this.parent.call} ${this.name()}` : this.name();
  }

  /** A wrong call, told with a right one. */
  override error(message: string, options?: ErrorOptions): never {
    const [example] = options?.code === 'commander.unknownCommand' ? [] : this.#examples;
    const help = `${this.call} --help`;
    return super.error(`${message}${WRONG_CALL_MEND}${example ? `${example}   (all of it: ${help})` : help}`, options);
  }

  get exampleLines(): readonly string[] {
    return this.#examples;
  }
}

/** What a command is beside its name and description: examples, arguments, options and action. */
export interface CommandSpec {
  define(command: CliCommand, run: Run): unknown;
}

/** What the help that lists a command says of it. */
export interface ListedCommand {
  /** Its name, then what it takes, as commander writes it: `drift [options] <model>`. */
  usage: string;
  description: string;
  load(): Promise<CommandSpec>;
}
