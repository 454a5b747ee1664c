/** What every command is made of. */
import type { Command } from 'commander';
import type { Console } from './output/console.ts';
import type { Session } from './session.ts';

export interface CommandContext {
  out: Console;
  /** Opens the platform that the options name; says the target on stderr first. */
  session(): Promise<Session>;
  platform: string;
}

/** Wraps an action: gives it the context, and its arguments without the command object at the end. */
// biome-ignore lint/suspicious/noExplicitAny: commander's own type of an action
export type Run = <A extends any[]>(
  action: (context: CommandContext, ...args: A) => Promise<void>,
) => (...args: A) => Promise<void>;

export interface CommandSpec {
  register(program: Command, run: Run): unknown;
}
