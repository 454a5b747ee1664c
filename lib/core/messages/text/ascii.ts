/** Letters that do not fall apart into an ASCII letter and a mark. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  ẞ: 'SS',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  '–': '-',
  '—': '-',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
};

/**
 * One line of printable ASCII: accents are dropped, other letters become `?`, control characters and line breaks a space;
 * cut to `limit` characters with `..` at the end. What is mailed to people must not steer their terminals, and SNS takes
 * no other subject.
 */
export function ascii(text: string, limit: number): string {
  // Cut first, generously: nobody needs the rest, and normalising megabytes is work.
  const line = text
    .slice(0, 4 * limit)
    .replace(/[^\x20-\x7e]/gu, (letter) => LETTERS[letter] ?? letter)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[\p{C}\s]+/gu, ' ')
    .replace(/[^\x20-\x7e]/gu, '?')
    .replace(/ +/g, ' ')
    .trim();
  return line.length <= limit ? line : `${line.slice(0, Math.max(0, limit - 2)).trimEnd()}..`;
}
