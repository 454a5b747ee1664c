/** What a file is when it is not text, by its first bytes: the most frequent mix-ups get a word of their own. */

/** `ANY` stands for a byte that varies. Magic of letters only is not enough: a column's name may begin so. */
const ANY = undefined;
const KINDS: readonly { magic: readonly (number | undefined)[]; kind: string; mend: string }[] = [
  { magic: [0xff, 0xfe], kind: 'UTF-16 text', mend: 'save it as CSV in UTF-8' },
  { magic: [0xfe, 0xff], kind: 'UTF-16 text', mend: 'save it as CSV in UTF-8' },
  { magic: [0x1f, 0x8b], kind: 'a gzip archive', mend: 'unpack it and upload the CSV inside' },
  { magic: [0x50, 0x4b, 0x03, 0x04], kind: 'a ZIP archive or an Excel workbook', mend: 'export it as CSV in UTF-8' },
  { magic: [0xd0, 0xcf, 0x11, 0xe0], kind: 'an old Excel workbook', mend: 'export it as CSV in UTF-8' },
  { magic: [0x50, 0x41, 0x52, 0x31, 0x15], kind: 'a Parquet file', mend: 'export it as CSV in UTF-8' },
  { magic: [0x28, 0xb5, 0x2f, 0xfd], kind: 'a zstd archive', mend: 'unpack it and upload the CSV inside' },
  {
    magic: [0x42, 0x5a, 0x68, ANY, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59],
    kind: 'a bzip2 archive',
    mend: 'unpack it and upload the CSV inside',
  },
];

export function foreignKind(head: Uint8Array): { kind: string; mend: string } | undefined {
  return KINDS.find(({ magic }) => magic.every((byte, index) => byte === ANY || head[index] === byte));
}
