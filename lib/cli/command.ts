/** What every command is made of. */
import { Command, type ErrorOptions } from 'commander';
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

/** A command whose help leads with examples. */
export class CliCommand extends Command {
  #examples: readonly string[] = [];

  override createCommand(name?: string): CliCommand {
    return new CliCommand(name);
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

export interface CommandSpec {
  register(program: CliCommand, run: Run): unknown;
}
