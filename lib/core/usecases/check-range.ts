/** One pass over one range of a large upload. What comes of it lies beside the plan; doing it again leaves the same. */
import type { RangeAnswer, RangeInput } from '../contracts/workflow-training.ts';
import type { CellBatch } from '../data/cell-batch.ts';
import { typeSurvey } from '../data/first-pass.ts';
import { UndividedRows } from '../data/identity/kept-rows.ts';
import { rangeDigest } from '../data/identity/range-digest.ts';
import { leastEveryOf } from '../data/profile/sample-builder.ts';
import { type CheckedRange, checkedRange } from '../data/ranges/checked-range.ts';
import { planRanges } from '../data/ranges/plan-ranges.ts';
import { type RangeSurvey, rangeSurveyor } from '../data/ranges/range-survey.ts';
import type { RowRange } from '../data/ranges/resolve-borders.ts';
import { csvAutomaton } from '../data/ranges/row-automaton.ts';
import { type RowsFile, readRows } from '../data/read-rows.ts';
import { csvPart, openCsv } from '../data/readers/csv.ts';
import { CSV_LIMITS } from '../data/readers/csv-limits.ts';
import { refuse } from '../data/refused.ts';
import type { StagedWrite } from '../ports/objects.ts';
import { outcomeOf } from './check-upload.ts';
import type { RangeCheckPorts } from './plan-range-check.ts';
import {
  bodyOf,
  contractOfPlan,
  fileOfRange,
  KnownTypes,
  layoutOfPlan,
  objectOf,
  ofRange,
  PLAN,
  type PlanDocuments,
  planDocuments,
  RangePlan,
  ROW_RANGES,
  RowRanges,
  TYPES,
} from './range-plan.ts';

export type CheckRangePorts = RangeCheckPorts;

/** The longest row of a file that is divided: as far as an open quote is followed (readers/csv-rows.ts). */
export const LONGEST_ROW = CSV_LIMITS.cellBytes;

/** @throws ObjectNotFound, and what the store throws */
export async function checkRange(ports: CheckRangePorts, { pass, plan: key, index }: RangeInput): Promise<RangeAnswer> {
  const documents = planDocuments(ports.objects, ports.artifactBucket, key);
  const plan = await documents.read(PLAN, RangePlan);
  const work = { ...ports, plan, documents, index };
  const found = await outcomeOf(() => PASSES[pass](work));
  await documents.write(ofRange(pass, index), 'outcome' in found ? found : { outcome: 'found', found });
  return { v: 1 };
}

interface RangeWork extends RangeCheckPorts {
  plan: RangePlan;
  documents: PlanDocuments;
  index: number;
}

const PASSES = { borders: surveyBorders, types: surveyTypes, rows: checkRows } satisfies Record<
  RangeInput['pass'],
  (work: RangeWork) => Promise<object>
>;

async function surveyBorders({ objects, plan, index }: RangeWork): Promise<{ survey: RangeSurvey }> {
  const range = planRanges(bodyOf(plan), plan.most)[index];
  if (!range) throw new Error(`the plan has no range ${index}`);
  const surveyor = rangeSurveyor(csvAutomaton(plan.delimiter), range.from, LONGEST_ROW);
  for await (const bytes of await objects.stream(objectOf(plan), range)) surveyor.add(bytes);
  return { survey: surveyor.finish() };
}

async function surveyTypes(work: RangeWork): Promise<object> {
  const survey = typeSurvey(layoutOfPlan(work.plan), work.plan.manifest);
  for await (const batch of await batchesOf(work, await rowRanges(work))) survey.add(batch);
  return survey.state();
}

async function checkRows(work: RangeWork): Promise<CheckedRange> {
  const { plan, documents } = work;
  const contract = contractOfPlan(plan, await documents.read(TYPES, KnownTypes));
  const digest = rangeDigest();
  const files = await rangeFiles(work);
  try {
    const ranges = await rowRanges(work);
    const leastEvery = leastEveryOfFile(work, ranges, contract.rules.length + 1);
    const rows = { manifest: plan.manifest, layout: layoutOfPlan(plan), contract, leastEvery };
    const read = await readRows(await batchesOf(work, ranges), rows, digest, files.write);
    await files.complete();
    return checkedRange(read, digest.finish());
  } catch (error) {
    await files.abort();
    if (error instanceof UndividedRows) refuseRepeating();
    throw error;
  }
}

/** One pass could digest them; ranges of them have nothing to begin and end with. */
function refuseRepeating(): never {
  refuse('too-large', 'The same few rows repeat over more than 64 MB, so it cannot be checked in ranges.', [
    {
      rule: 'repeating-rows',
      expected: 'rows that differ',
      seen: 'a few rows that repeat over more than 64 MB',
      cause: 'a block that was exported again and again?',
      mend: 'leave the repeated rows out',
    },
  ]);
}

/** More rows than the file's sample will have need not be kept of a range. What is refused for its rejects has no sample. */
function leastEveryOfFile({ plan }: RangeWork, ranges: readonly RowRange[], columns: number): number {
  const rows = ranges.reduce((sum, range) => sum + range.rows, 0) - 1;
  return leastEveryOf(columns, Math.floor(rows * (1 - plan.manifest.data.maxRejectedShare)));
}

const rowRanges = async ({ documents }: RangeWork): Promise<readonly RowRange[]> =>
  (await documents.read(ROW_RANGES, RowRanges)).ranges;

/** The rows of the range, with their true numbers and lines. */
async function batchesOf(
  { objects, plan, index }: RangeWork,
  ranges: readonly RowRange[],
): Promise<AsyncIterable<CellBatch>> {
  const range = ranges[index];
  if (!range) throw new Error(`the plan has no row range ${index}`);
  const { delimiter, header } = plan;
  const source = await objects.stream(objectOf(plan), { from: range.from, to: range.to });
  // The first one begins with the header, which counts as a row where borders are found.
  if (index === 0) return (await openCsv(source, CSV_LIMITS, delimiter)).batches;
  return csvPart(source, { delimiter, width: header.length, line: range.line, row: range.rowsBefore - 1 });
}

export const ROWS_FILES = ['trainFeatures', 'trainLabels', 'holdoutFeatures', 'holdoutLabels', 'rejects'] as const;

async function rangeFiles({ objects, documents, index }: RangeWork) {
  const open = new Map<RowsFile, StagedWrite>();
  for (const file of ROWS_FILES)
    open.set(file, await objects.stage(documents.address(fileOfRange(file, index)), { contentType: 'text/csv' }));
  const encoder = new TextEncoder();
  return {
    write: async (file: RowsFile, piece: string | Uint8Array) =>
      open.get(file)?.write(typeof piece === 'string' ? encoder.encode(piece) : piece),
    complete: () => Promise.all([...open.values()].map((staged) => staged.complete())),
    abort: () => Promise.all([...open.values()].map((staged) => staged.abort())),
  };
}
