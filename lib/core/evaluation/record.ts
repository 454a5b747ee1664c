/**
 * The cells of one CSV record that is one physical line (RFC 4180 quoting), or undefined when its quotes do not match.
 * @example cells('"a,b",0.9') // ['a,b', '0.9']
 */
export function cells(line: string): string[] | undefined {
  if (!line.includes('"')) return line.split(',');
  const found: string[] = [];
  // A cell is quoted, with quotes doubled inside, or holds no quote at all; it ends at a comma or at the end.
  const cell = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;
  for (;;) {
    const match = cell.exec(line);
    if (!match) return undefined;
    found.push(match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"'));
    if (match[3] === '') return found;
  }
}
