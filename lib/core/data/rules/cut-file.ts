/** A file that ends without a line end although the last one had it: its end is missing. */
import type { Rule } from './comparison.ts';

export const cutFile: Rule = ({ now, before }) =>
  now.terminated === false && before.terminated === true
    ? [
        {
          rule: 'cut-file',
          expected: 'a line end behind the last row, as before',
          seen: 'no line end behind the last row',
          cause: 'an upload or an export that was broken off, in the last cell?',
          mend: 'write the file again; where it is whole, end its last line',
        },
      ]
    : [];
