/** Where rows of several files stand: one count of lines over all of them, and the way back to file and line. */
import type { Finding, RejectedReason } from '../../contracts/check.ts';

export interface Places {
  /** Begins the next file: its lines come behind all lines so far. */
  next(file: string): void;
  /** Line of the present file as a line of the count. Files must be told in their order. */
  lineOf(line: number): number;
  /** @returns undefined for a line that belongs to no file */
  placeOf(line: number): { file: string; line: number } | undefined;
}

/** Lines of the count before the first of a file. */
export interface FilePlace {
  file: string;
  before: number;
}

/** @param files where their places are known already */
export function places(files: FilePlace[] = []): Places {
  let last = 0;
  return {
    next(file) {
      files.push({ file, before: last });
    },
    lineOf(line) {
      const counted = (files.at(-1)?.before ?? 0) + line;
      if (counted > last) last = counted;
      return counted;
    },
    placeOf(line) {
      const found = files.findLast(({ before }) => before < line);
      return found && { file: found.file, line: line - found.before };
    },
  };
}

/** A line of the count as file and line, as `b.csv:17`. */
export const placeText =
  ({ placeOf }: Pick<Places, 'placeOf'>) =>
  (line: number): string => {
    const place = placeOf(line);
    return place ? `${place.file}:${place.line}` : String(line);
  };

/** Words of ours with lines of the files. */
export const textInFiles = (text: string, where: Pick<Places, 'placeOf'>): string =>
  text.replace(/\bline (\d+)\b/g, (whole, line: string) => {
    const place = where.placeOf(Number(line));
    return place ? `line ${place.line} of ${place.file}` : whole;
  });

/** The finding with lines of its files. Also within its words: there they are our own. */
export function findingInFiles(finding: Finding, where: Places): Finding {
  return { ...finding, seen: textInFiles(finding.seen, where), ...inFiles(finding.lines, where) };
}

export const reasonInFiles = (reason: RejectedReason, where: Places): RejectedReason => ({
  ...reason,
  lines: [],
  ...inFiles(reason.lines, where),
});

function inFiles(lines: readonly number[] | undefined, where: Places) {
  if (!lines) return {};
  const found = lines.flatMap((line) => where.placeOf(line) ?? []);
  return { lines: found.map(({ line }) => line), files: found.map(({ file }) => file) };
}
