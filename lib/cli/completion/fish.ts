/** Completion for fish 3 and later. */
import type { Flag, Level } from './words.ts';

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** Words of the path are there, and none of the commands below. */
function condition({ path, commands }: Level): string {
  const words = path === '' ? [] : path.split(' ');
  const seen = words.map((word) => `__fish_seen_subcommand_from ${word}`);
  const below = commands.map(({ name }) => name);
  if (words.length === 0) return '__fish_use_subcommand';
  return [...seen, ...(below.length > 0 ? [`not __fish_seen_subcommand_from ${below.join(' ')}`] : [])].join('; and ');
}

function flagLine({ names, description, takesValue, choices }: Flag, when: string | undefined): string {
  const parts = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  return [
    'complete -c sluice',
    ...(when ? [`-n ${quoted(when)}`] : []),
    ...parts,
    ...(takesValue ? [choices.length > 0 ? `-x -a ${quoted(choices.join(' '))}` : '-r'] : []),
    `-d ${quoted(description)}`,
  ].join(' ');
}

export function fishCompletion(all: readonly Level[]): string {
  const lines = all.flatMap((level) => {
    const when = condition(level);
    return [
      ...level.commands.map(
        ({ name, description }) => `complete -c sluice -n ${quoted(when)} -f -a ${name} -d ${quoted(description)}`,
      ),
      ...(level.choices.length > 0
        ? [`complete -c sluice -n ${quoted(when)} -f -a ${quoted(level.choices.join(' '))}`]
        : []),
      ...level.options.map((flag) => flagLine(flag, level.path === '' ? undefined : when)),
    ];
  });
  return [
    '# fish completion of sluice: sluice completion fish | source, for instance in config.fish',
    ...new Set(lines),
  ].join('\n');
}
