/** Completion for zsh: bash's script by zsh's own bridge. */
import { bashCompletion } from './bash.ts';
import type { Level } from './words.ts';

export const zshCompletion = (all: readonly Level[]): string =>
  `# zsh completion of sluice: eval "$(sluice completion zsh)", for instance in ~/.zshrc
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
autoload -Uz bashcompinit && bashcompinit
${bashCompletion(all).split('\n').slice(1).join('\n')}`;
