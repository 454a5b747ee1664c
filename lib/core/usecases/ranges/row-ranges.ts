/** The ranges of whole rows of all files, from the surveys of their cuts. */
import { automatonOf, LONGEST_ROW } from '../../data/ranges/automaton-of.ts';
import type { RangeSurvey } from '../../data/ranges/range-survey.ts';
import { type RowRange, resolveBorders } from '../../data/ranges/resolve-borders.ts';
import { inFile } from '../../data/set/set-table.ts';
import type { ByteRange } from '../../ports/objects.ts';
import { cutsOf, type FileRange, isSet, type RangedFile, type RangePlan, type RowRanges } from './range-plan.ts';

/** @param surveys one a cut, in order @throws UnreadableFile */
export function rowRangesOf(plan: RangePlan, surveys: readonly RangeSurvey[]): Omit<RowRanges, 'v'> {
  const cuts = cutsOf(plan).map((cut, index) => ({ ...cut, survey: surveys[index] ?? [] }));
  const ranges: FileRange[] = [];
  const linesBefore: number[] = [];
  let rows = 0;
  let lines = 0;
  for (const [file, planned] of plan.files.entries()) {
    linesBefore.push(lines);
    const found = rangesOfFile(plan, file, cuts);
    for (const [index, { from, to, line, rows: count }] of found.entries()) {
      const own = { file, to, rowsBefore: rows };
      if (index > 0) ranges.push({ ...own, from, line, rows: count });
      // From the file's first line on, so that its reader counts them.
      else if (plan.format !== 'csv') ranges.push({ ...own, from: planned.from, line: 1, rows: count });
      else ranges.push({ ...own, from: planned.from, line: 1, rows: count - 1, header: true });
      rows += ranges.at(-1)?.rows ?? 0;
    }
    // A header is no row.
    const counted = found.reduce((sum, range) => sum + range.rows, plan.format === 'csv' ? -1 : 0);
    if (counted > 0) lines += found.at(-1)?.lastLine ?? 0;
  }
  // A range of a header alone tells nothing, unless there is nothing else.
  const filled = ranges.filter((range) => range.rows > 0);
  return { ranges: filled.length > 0 ? filled : ranges.slice(0, 1), linesBefore };
}

interface SurveyedCut extends ByteRange {
  file: number;
  survey: RangeSurvey;
}

function rangesOfFile(plan: RangePlan, file: number, cuts: readonly SurveyedCut[]): RowRange[] {
  const { delimiter, name } = plan.files[file] as RangedFile;
  const own = cuts.filter((cut) => cut.file === file);
  const surveys = own.map(({ survey }) => survey);
  try {
    return resolveBorders(automatonOf(plan.format, delimiter), own, surveys, LONGEST_ROW[plan.format]);
  } catch (error) {
    throw isSet(plan) ? inFile(error, name) : error;
  }
}
