/** One pass over one range of a large upload. What comes of it lies beside the plan; doing it again leaves the same. */
import type { RangeAnswer, RangeInput } from '../../contracts/workflow-training.ts';
import { uniqueColumns } from '../../data/across-rows.ts';
import type { CellBatch } from '../../data/cell-batch.ts';
import type { Contract } from '../../data/contract.ts';
import { typeSurvey } from '../../data/first-pass.ts';
import { UndividedRows } from '../../data/identity/kept-rows.ts';
import { rangeDigest } from '../../data/identity/range-digest.ts';
import { leastEveryOf } from '../../data/profile/sample-builder.ts';
import { automatonOf, LONGEST_ROW } from '../../data/ranges/automaton-of.ts';
import { type CheckedRange, checkedRange } from '../../data/ranges/checked-range.ts';
import { type RangeSurvey, rangeSurveyor } from '../../data/ranges/range-survey.ts';
import { type ReadRows, ROWS_FILES, type RowsFile, readRows } from '../../data/read-rows.ts';
import { refuse } from '../../data/refused.ts';
import type { Repeats } from '../../data/repeats.ts';
import { placeText } from '../../data/set/places.ts';
import { outcomeOf } from '../check/check-upload.ts';
import { hasItsDigest } from '../check/upload-table.ts';
import { writeTogether } from '../staged-files.ts';
import { hashesAt, KnownValues } from './join-values.ts';
import type { RangeCheckPorts } from './plan-range-check.ts';
import {
  contractOfPlan,
  cutsOf,
  fileOfRange,
  KnownTypes,
  layoutOfPlan,
  objectOf,
  ofRange,
  PLAN,
  type PlanDocuments,
  placesOf,
  planDocuments,
  RangePlan,
  ROW_RANGES,
  RowRanges,
  repeatedOf,
  TYPES,
  VALUES,
} from './range-plan.ts';
import { rangeRows } from './range-rows.ts';
import { needsValues, type RangeValues, rangeRepeats, surveyValues } from './survey-values.ts';

export type CheckRangePorts = RangeCheckPorts;

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

const PASSES = {
  digests: compareDigest,
  borders: surveyBorders,
  types: surveyTypes,
  values: surveyRange,
  rows: checkRows,
} satisfies Record<RangeInput['pass'], (work: RangeWork) => Promise<object>>;

async function compareDigest({ objects, plan, index }: RangeWork): Promise<{ changed?: string }> {
  const file = plan.files[index];
  if (!file) throw new Error(`the plan has no file ${index}`);
  return (await hasItsDigest(objects, { address: objectOf(file), sha256: file.sha256 })) ? {} : { changed: file.name };
}

async function surveyBorders({ objects, plan, index }: RangeWork): Promise<{ survey: RangeSurvey }> {
  const cut = cutsOf(plan)[index];
  const file = plan.files[cut?.file ?? -1];
  if (!cut || !file) throw new Error(`the plan has no range ${index}`);
  const surveyor = rangeSurveyor(automatonOf(plan.format, file.delimiter), cut.from, LONGEST_ROW[plan.format]);
  const range = { from: cut.from, to: cut.to };
  for await (const bytes of await objects.stream(objectOf(file), range)) surveyor.add(bytes);
  return { survey: surveyor.finish() };
}

async function surveyTypes(work: RangeWork): Promise<object> {
  const survey = typeSurvey(layoutOfPlan(work.plan), work.plan.manifest);
  for await (const batch of rowsOf(work, await rowRanges(work))) survey.add(batch);
  return survey.state();
}

async function surveyRange(work: RangeWork): Promise<RangeValues> {
  const contract = contractOfPlan(work.plan, await work.documents.read(TYPES, KnownTypes));
  return surveyValues(rowsOf(work, await rowRanges(work)), work, contract);
}

/** What is known of the rows of other ranges. */
async function knownOfAll(work: RangeWork, { rules }: Contract): Promise<Pick<ReadRows, 'unique' | 'timeCut'>> {
  const { objects, plan, documents, index } = work;
  if (!needsValues(plan.manifest)) return {};
  const { unique, timeCut = Number.POSITIVE_INFINITY } = await documents.read(VALUES, KnownValues);
  const known = new Map<string, Repeats>();
  for (const [column, { name, repeated }] of unique.entries()) {
    const to = 8 * (repeated[index] ?? 0);
    known.set(
      name,
      rangeRepeats(await hashesAt(objects, documents.address(repeatedOf(column, index)), { from: 0, to })),
    );
  }
  return { unique: uniqueColumns(rules, (name) => known.get(name) ?? rangeRepeats()), timeCut };
}

async function checkRows(work: RangeWork): Promise<CheckedRange> {
  const { plan, documents } = work;
  const contract = contractOfPlan(plan, await documents.read(TYPES, KnownTypes));
  const digest = rangeDigest();
  const addressOf = (file: RowsFile) => documents.address(fileOfRange(file, work.index));
  try {
    const ranges = await rowRanges(work);
    const leastEvery = leastEveryOfRows(work, ranges, contract.rules.length + 1);
    const places = placesOf(plan, ranges);
    const told = places ? { placeOf: placeText(places) } : {};
    const known = await knownOfAll(work, contract);
    const rows = { manifest: plan.manifest, layout: layoutOfPlan(plan), contract, leastEvery, ...told, ...known };
    return await writeTogether(work.objects, ROWS_FILES, addressOf, async (files) =>
      checkedRange(await readRows(rowsOf(work, ranges), rows, digest, files.write), digest.finish()),
    );
  } catch (error) {
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

/** More rows than the sample of all will have need not be kept of a range. What is refused for its rejects has no sample. */
function leastEveryOfRows({ plan }: RangeWork, { ranges }: RowRanges, columns: number): number {
  const rows = ranges.reduce((sum, range) => sum + range.rows, 0);
  return leastEveryOf(columns, Math.floor(rows * (1 - plan.manifest.data.maxRejectedShare)));
}

const rowRanges = ({ documents }: RangeWork): Promise<RowRanges> => documents.read(ROW_RANGES, RowRanges);

const rowsOf = ({ objects, plan, index }: RangeWork, ranges: RowRanges): AsyncIterable<CellBatch> =>
  rangeRows(objects, plan, ranges, index);
