/** What may stand where on a command line, read off the command tree: the one thing that all shells' scripts are made of. */
import type { Command, Option } from 'commander';

/** One level of the tree. */
export interface Level {
  /** Commands that lead here, without the program: `local up`; empty at the root. */
  path: string;
  commands: { name: string; description: string }[];
  /** Options of this level; those of the root are the program's and go everywhere. */
  options: Flag[];
  /** Values of the arguments that have a fixed set, in their order. */
  choices: string[];
}

export interface Flag {
  /** `--target` and, where there is one, `-t`. */
  names: string[];
  description: string;
  /** It is followed by a value. */
  takesValue: boolean;
  /** The values it takes, where they are fixed. */
  choices: readonly string[];
}

const flag = (option: Option): Flag => ({
  names: [option.long, option.short].filter((name): name is string => name !== undefined && name !== null),
  description: option.description,
  takesValue: option.required || option.optional,
  choices: option.argChoices ?? [],
});

const HELP: Flag = { names: ['--help', '-h'], description: 'help', takesValue: false, choices: [] };

/** All levels, the root first. */
export function levels(command: Command, path = ''): Level[] {
  const commands = command.commands.map((one) => ({ name: one.name(), description: one.description() }));
  return [
    {
      path,
      commands,
      options: [...command.options.filter((option) => !option.hidden).map(flag), HELP],
      choices: command.registeredArguments.flatMap((argument) => argument.argChoices ?? []),
    },
    ...command.commands.flatMap((one) => levels(one, path === '' ? one.name() : `${path} ${one.name()}`)),
  ];
}
