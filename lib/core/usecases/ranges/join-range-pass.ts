/** What a pass over the ranges of a large upload found is put together: it leads to another pass, or to the check's end. */
import * as z from 'zod';
import { type CheckOutcome, Refusal } from '../../contracts/check.ts';
import type { RangePass } from '../../contracts/workflow-training.ts';
import { concludeCheck } from '../../data/check.ts';
import type { Contract } from '../../data/contract.ts';
import { TypeSurveyState, typeSurvey } from '../../data/first-pass.ts';
import { joinRanges } from '../../data/identity/range-digest.ts';
import { CheckedRange, mergeRange } from '../../data/ranges/checked-range.ts';
import { RangeSurvey } from '../../data/ranges/range-survey.ts';
import { contractReader, noRows, ROWS_FILES, type RowsFile } from '../../data/read-rows.ts';
import { refuseEmpty, UploadRefused } from '../../data/refused.ts';
import type { Rejections } from '../../data/rejections.ts';
import { MOST_REJECTS_LISTED, REJECTS_HEADER, restOfRejects } from '../../data/rejects-list.ts';
import { keepRows, outcomeOf, rowsCheck, type WriteDataset } from '../check/check-upload.ts';
import { refuseChanged } from '../check/upload-table.ts';
import { inOrder } from '../in-order.ts';
import { joinValues, KnownValues } from './join-values.ts';
import type { RangeCheckPorts } from './plan-range-check.ts';
import {
  checkOfPlan,
  contractOfPlan,
  cutsOf,
  fileOfRange,
  KnownTypes,
  layoutOfPlan,
  ofRange,
  PLAN,
  type PlanDocuments,
  placesOf,
  planDocuments,
  RangePlan,
  ROW_RANGES,
  RowRanges,
  TYPES,
  VALUES,
} from './range-plan.ts';
import { rowRangesOf } from './row-ranges.ts';
import { needsValues, RangeValues } from './survey-values.ts';

interface Pass extends RangeCheckPorts {
  plan: RangePlan;
  documents: PlanDocuments;
  made: RangePass;
}

export interface CheckStep {
  /** Dataset whose contract and profile the upload is held against. */
  against: string | undefined;
  /** The pass over ranges to make next, or the end of the check. */
  next: RangePass | CheckOutcome;
}

/** @throws ObjectNotFound, and what the store throws */
export async function joinRangePass(ports: RangeCheckPorts, made: RangePass): Promise<CheckStep> {
  const documents = planDocuments(ports.objects, ports.artifactBucket, made.plan);
  const plan = await documents.read(PLAN, RangePlan);
  const pass: Pass = { ...ports, plan, documents, made };
  const join = {
    digests: joinDigests,
    borders: joinBorders,
    types: joinTypes,
    values: joinRangeValues,
    rows: joinRows,
  }[made.pass];
  return { against: plan.against, next: await outcomeOf<RangePass | CheckOutcome>(() => join(pass)) };
}

const OfRange = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('found'), found: z.unknown() }),
  z.strictObject({ outcome: z.literal('refused'), refusal: Refusal }),
]);

/** What each range found, in order. @throws UploadRefused what one of them refused, the first of them */
async function* found<S extends z.ZodType>({ documents, made }: Pass, schema: S): AsyncGenerator<z.output<S>> {
  for await (const one of inOrder(made.count, (index) => documents.read(ofRange(made.pass, index), OfRange))) {
    if (one.outcome === 'refused') throw new UploadRefused(one.refusal);
    yield schema.parse(one.found);
  }
}

async function joinDigests(pass: Pass): Promise<RangePass> {
  const { plan, made } = pass;
  const names: string[] = [];
  for await (const { changed } of found(pass, z.strictObject({ changed: z.string().optional() })))
    if (changed !== undefined) names.push(changed);
  refuseChanged(names, plan.files.length);
  return { pass: 'borders', plan: made.plan, count: cutsOf(plan).length };
}

async function joinBorders(pass: Pass): Promise<RangePass> {
  const { plan, documents, made } = pass;
  const surveys: RangeSurvey[] = [];
  for await (const { survey } of found(pass, z.strictObject({ survey: RangeSurvey }))) surveys.push(survey);
  const { ranges, linesBefore } = rowRangesOf(plan, surveys);
  if (ranges.length === 0) refuseEmpty();
  await documents.write(ROW_RANGES, { v: 2, ranges, linesBefore } satisfies RowRanges);
  if (plan.schema) await documents.write(TYPES, plan.schema satisfies KnownTypes);
  const next = plan.schema ? behindTypes(plan) : 'types';
  return { pass: next, plan: made.plan, count: ranges.length };
}

async function joinTypes(pass: Pass): Promise<RangePass> {
  const { plan, documents, made } = pass;
  const survey = typeSurvey(layoutOfPlan(plan), plan.manifest);
  for await (const later of found(pass, TypeSurveyState)) survey.merge(later);
  const { types, target } = survey.inferred();
  await documents.write(TYPES, { inferred: true, types: [...types], target } satisfies KnownTypes);
  return { pass: behindTypes(plan), plan: made.plan, count: made.count };
}

const behindTypes = ({ manifest }: RangePlan): RangePass['pass'] => (needsValues(manifest) ? 'values' : 'rows');

async function joinRangeValues(pass: Pass): Promise<RangePass> {
  await joinValues(pass.objects, pass.documents, found(pass, RangeValues));
  return { ...pass.made, pass: 'rows' };
}

async function joinRows(pass: Pass): Promise<CheckOutcome> {
  const { objects, plan, documents } = pass;
  const contract = contractOfPlan(plan, await documents.read(TYPES, KnownTypes));
  const check = await checkOfPlan(plan, documents);
  const places = placesOf(plan, await documents.read(ROW_RANGES, RowRanges));
  const size = plan.files.reduce((sum, file) => sum + file.size, 0);
  // Before, for what a range refused names its places already.
  const { read, identity } = await mergedRows(pass, contract);
  return keepRows(objects, check, { contract, size, places }, async (files) => {
    const rows = concludeCheck(read, identity, rowsCheck(check, contract));
    await joinFiles(pass, files);
    await joinRejects(pass, read.rejected, files);
    return rows;
  });
}

async function mergedRows(pass: Pass, contract: Contract) {
  const read = noRows(contract, contractReader(contract, layoutOfPlan(pass.plan)));
  async function* digests() {
    for await (const later of found(pass, CheckedRange)) {
      mergeRange(read, later);
      yield later.digest;
    }
  }
  const identity = await joinRanges(contract.schema, digests());
  if (!needsValues(pass.plan.manifest)) return { read, identity };
  const { unique } = await pass.documents.read(VALUES, KnownValues);
  return { read: { ...read, unique: unique.map(({ name, every }) => ({ name, before: { every } })) }, identity };
}

async function joinFiles(pass: Pass, files: WriteDataset): Promise<void> {
  for (const file of ROWS_FILES)
    if (file !== 'rejects') for (const part of partsOf(pass, file)) await files.append(file, part);
}

/** The first lines of all ranges. Each range lists as many as the file may have, and counts its rest in one line more. */
async function joinRejects(pass: Pass, rejected: Rejections, files: WriteDataset): Promise<void> {
  await files.write('rejects', REJECTS_HEADER);
  let left = MOST_REJECTS_LISTED;
  for (const part of partsOf(pass, 'rejects')) {
    if (left === 0) break;
    const lines = (await pass.objects.text(part))
      .split(/(?<=\n)/)
      .filter(Boolean)
      .slice(0, left);
    left -= lines.length;
    await files.write('rejects', lines.join(''));
  }
  const faults = rejected.state().tallies.reduce((sum, { count }) => sum + count, 0);
  await files.write('rejects', restOfRejects(faults));
}

const partsOf = ({ documents, made }: Pass, file: RowsFile) =>
  Array.from({ length: made.count }, (_, index) => documents.address(fileOfRange(file, index)));
