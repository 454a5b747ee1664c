/** The Python locks: every line pinned and hashed, from no index but the user's. */

import { findingsOf } from '../cloud/rule.ts';
import type { Finding } from '../finding.ts';

const say = findingsOf('python-lock');
const PINNED = /^[A-Za-z0-9._-]+(\[[\w,-]+\])?==[\w.!+-]+( ?;.*)?$/;
const HASH = /--hash=sha256:[0-9a-f]{64}(?=\s|$)/;

/** @param file its name @param text its lines; `\` at the end of a line goes on */
export function pythonFindings(file: string, text: string): Finding[] {
  const lines = text
    .replaceAll(/\\\n/g, ' ')
    .split('\n')
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');
  return [
    ...(lines.length > 0 ? [] : [say(file, 'is empty', 'make it again')]),
    ...lines.flatMap((line) => {
      if (line.startsWith('-')) return [say(file, `${line} lets others say what is installed`, 'delete it')];
      const [requirement = ''] = line.split(/\s+--hash=/);
      const name = requirement.split(/[=<>~!;[ ]/)[0] ?? requirement;
      return [
        ...(PINNED.test(requirement.trim())
          ? []
          : [say(`${file}: ${name}`, `${requirement.trim()} is not pinned`, 'name==version')]),
        ...(HASH.test(line) ? [] : [say(`${file}: ${name}`, 'has no hash', '--hash=sha256:...')]),
      ];
    }),
  ];
}
