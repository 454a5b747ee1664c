/** The command tree with actions that do nothing, to ask it whether it understands a line. */
import type { CliCommand } from '../../../lib/cli/command.ts';
import { buildProgram } from '../../../lib/cli/program.ts';

export function tree(): { program: CliCommand; ran: () => number } {
  let ran = 0;
  const program = buildProgram(
    () => async () => {
      ran += 1;
    },
    (root) => root.exitOverride().configureOutput({ writeErr: () => {}, writeOut: () => {} }),
  );
  return { program, ran: () => ran };
}

/** All of it loaded. */
export const wholeTree = (): Promise<CliCommand> => tree().program.loadAll();

/** Every command with its path, the program first. */
export function all(command: CliCommand, path = 'sluice'): [string, CliCommand][] {
  return [[path, command], ...command.commands.flatMap((one) => all(one as CliCommand, `${path} ${one.name()}`))];
}

/** The calls of `sluice` in a shell line, as arguments. */
export const calls = (line: string): string[][] =>
  line
    .replace(/\s#\s.*$/, '')
    .split(/&&|\||;|\$\(|\)"?/)
    .map((part) =>
      part
        .trim()
        .replace(/^(export )?([A-Z_]+=\S+ )+/, '')
        .replace(/^npx /, '')
        .replace(/\s+[<>] .*$/, ''),
    )
    .filter((part) => part.startsWith('sluice '))
    .map((part) => [...part.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map((m) => m[1] ?? m[2] ?? m[3] ?? '').slice(1));

/** Whether the tree understands a call. @throws CommanderError when not; Error when nothing would run */
export async function understands(args: readonly string[]): Promise<void> {
  const { program, ran } = tree();
  await program.parseAsync(args, { from: 'user' });
  if (ran() !== 1) throw new Error(`sluice ${args.join(' ')} runs nothing`);
}
