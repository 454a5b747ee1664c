/** The commands of a document's `sh` blocks. */

export interface Line {
  /** Without its remark. */
  command: string;
}

export interface Block {
  /** ```` ```sh ```` can be run on this machine, ```` ```sh aws ```` needs an account. */
  mark: 'local' | 'aws';
  lines: Line[];
}

/** @throws Error on a mark that is not known */
export function blocksOf(markdown: string): Block[] {
  return [...markdown.matchAll(/^```sh(.*)\n([\s\S]*?)^```$/gm)].map(([, mark = '', body = '']) => {
    if (!['', 'aws'].includes(mark.trim())) throw new Error(`a block is marked ${mark.trim()}: none, or aws`);
    return { mark: mark.trim() === 'aws' ? 'aws' : 'local', lines: body.split('\n').flatMap(lineOf) };
  });
}

/** A remark begins with ` # `. */
function lineOf(text: string): Line[] {
  const command = text.replace(/(^|\s)#\s.*$/, '').trim();
  return command === '' ? [] : [{ command }];
}
