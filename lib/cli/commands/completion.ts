/** `sluice completion bash|zsh|fish`: a script that completes commands, options and their values. */
import { Argument } from 'commander';
import type { CliCommand, CommandSpec } from '../command.ts';
import { bashCompletion } from '../completion/bash.ts';
import { fishCompletion } from '../completion/fish.ts';
import { levels } from '../completion/words.ts';
import { zshCompletion } from '../completion/zsh.ts';

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;
type Shell = keyof typeof SCRIPTS;

export const completion: CommandSpec = {
  define: (command, run) =>
    command
      .examples(
        'eval "$(sluice completion bash)"',
        'eval "$(sluice completion zsh)"',
        'sluice completion fish | source',
      )
      .addArgument(new Argument('<shell>', 'for which shell').choices(Object.keys(SCRIPTS)))
      .action(
        run(async ({ out }, shell: Shell) => {
          const program = command.parent as CliCommand;
          await program.loadAll();
          const script = SCRIPTS[shell](levels(program));
          out.document({ shell, script });
          out.print(script);
        }),
      ),
};
