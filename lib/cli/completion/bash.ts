/** Completion for bash 3.2 and later, in words that zsh's bridge understands: `path` and `words` are zsh's own names. */
import type { Flag, Level } from './words.ts';

const quoted = (words: readonly string[]): string => `'${words.join(' ')}'`;
const names = (flags: readonly Flag[]): string[] => flags.flatMap((flag) => flag.names);

/** Cases of one pattern each, without those that would be empty. */
const cases = (rows: readonly [string, readonly string[]][], set: string): string =>
  rows
    .filter(([, words]) => words.length > 0)
    .map(([pattern, words]) => `    '${pattern}') ${set}=${quoted(words)} ;;`)
    .join('\n');

/**
 * A function that walks the words to find the command they have come to, and offers what may follow. Where it offers
 * nothing, bash offers files.
 */
export function bashCompletion(all: readonly Level[]): string {
  const [root] = all;
  const everywhere = root?.options ?? [];
  const valued = [...new Set(all.flatMap(({ options }) => names(options.filter((flag) => flag.takesValue))))];
  const commands = all.flatMap(({ path, commands: below }) => below.map(({ name }) => `${path} ${name}`.trim()));
  const values = all.flatMap(({ path, options }) =>
    options.flatMap((flag) => flag.names.map((name): [string, readonly string[]] => [`${path}|${name}`, flag.choices])),
  );
  return `# bash completion of sluice: eval "$(sluice completion bash)", for instance in ~/.bashrc
_sluice() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} at= word= skip= offer= i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [ -n "$skip" ]; then skip=; continue; fi
    case $word in
    ${valued.join('|')}) skip=1 ;;
    -*) ;;
    *)
      case "\${at:+$at }$word" in
      ${commands.map((command) => `'${command}'`).join('|')}) at="\${at:+$at }$word" ;;
      esac ;;
    esac
  done
  COMPREPLY=()
  case "$at|$prev" in
${cases(
  values.filter(([pattern]) => !pattern.startsWith('|')),
  'offer',
)}
  esac
  if [ -z "$offer" ]; then
    case "$prev" in
${cases(
  everywhere.flatMap((flag) => flag.names.map((name): [string, readonly string[]] => [name, flag.choices])),
  'offer',
)}
    esac
  fi
  if [ -z "$offer" ]; then
    if [ -n "$skip" ]; then return; fi
    case "$cur" in
    -*)
      case "$at" in
${cases(
  all.map(({ path, options }) => [path, [...new Set([...names(options), ...names(everywhere)])]]),
  'offer',
)}
      esac ;;
    *)
      case "$at" in
${cases(
  all.map(({ path, commands: below, choices }) => [path, [...below.map(({ name }) => name), ...choices]]),
  'offer',
)}
      esac ;;
    esac
  fi
  COMPREPLY=($(compgen -W "$offer" -- "$cur"))
}
complete -o default -F _sluice sluice`;
}
