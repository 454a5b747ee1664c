/** The tiers of danger: what changes what people use is asked for, what ends it is typed. */

import { CommandFailure, EXIT } from './exit-codes.ts';
import type { Console } from './output/console.ts';

/** Asks a person. `undefined`: they left without an answer. */
export interface Asker {
  yesOrNo(question: string): Promise<boolean | undefined>;
  /** @param initial stands there already, to be taken or changed */
  text(question: string, initial?: string): Promise<string | undefined>;
}

export interface Consent {
  out: Console;
  /** `--yes` */
  yes: boolean;
  /** None where nobody can answer. */
  asker: Asker | undefined;
}

/** A no, or Ctrl-C at the question. */
const declined = (answer: unknown): CommandFailure =>
  answer === undefined
    ? new CommandFailure(EXIT.interrupted, 'interrupted; nothing was changed')
    : new CommandFailure(EXIT.usage, 'not confirmed; nothing was changed');

/**
 * Shows the plan and asks y/N.
 *
 * @throws CommandFailure (2) when the answer is no, or when nobody can answer and `--yes` was not given; (130) on Ctrl-C
 */
export async function confirm({ out, yes, asker }: Consent, plan: string): Promise<void> {
  out.say(plan);
  if (yes) return;
  if (!asker)
    throw new CommandFailure(EXIT.usage, 'no terminal to ask at; nothing was changed', 'the same command with --yes');
  const answer = await asker.yesOrNo('Go on?');
  if (!answer) throw declined(answer);
}

/** What a command that ends a platform must know to be sure which one is meant. */
export interface Ending {
  platform: string;
  account: string;
  /** `--platform` as it was typed; absent: it is the default's. */
  givenPlatform: string | undefined;
  /** `--account` as it was typed. */
  givenAccount: string | undefined;
}

/**
 * Shows what dies, and has the platform's name typed. `--yes` stands in for it only with the account and the platform.
 *
 * @throws CommandFailure (2) when it is not confirmed; (130) on Ctrl-C
 */
export async function confirmByName(
  { out, yes, asker }: Consent,
  plan: string,
  { platform, account, givenPlatform, givenAccount }: Ending,
): Promise<void> {
  out.say(plan);
  const whole = `sluice teardown --yes --account ${account} --platform ${platform}`;
  if (givenAccount !== undefined && givenAccount !== account)
    throw new CommandFailure(
      EXIT.usage,
      `--account is ${givenAccount}, and this is ${account}; nothing was changed`,
      whole,
    );
  if (yes) {
    if (givenAccount !== undefined && givenPlatform === platform) return;
    throw new CommandFailure(EXIT.usage, '--yes needs --account and --platform here; nothing was changed', whole);
  }
  if (!asker) throw new CommandFailure(EXIT.usage, 'no terminal to ask at; nothing was changed', whole);
  const answer = await asker.text(`Type the platform's name to go on (${platform}):`);
  if (answer?.trim() !== platform) throw declined(answer);
}
