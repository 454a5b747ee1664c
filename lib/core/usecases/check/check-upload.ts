/** Checks an upload and, when it keeps the contract, leaves its canonical files. Nothing of a refused upload becomes visible. */
import { type CheckOutcome, MAX_WARNINGS } from '../../contracts/check.ts';
import { canonicalJson } from '../../contracts/digest.ts';
import { DATASET_FILES } from '../../contracts/locations.ts';
import type { Manifest } from '../../contracts/manifest/schema.ts';
import type { Profile } from '../../contracts/profile.ts';
import type { DatasetSchema } from '../../contracts/schema.ts';
import { checkRows, type RowsCheck, type RowsChecked } from '../../data/check.ts';
import { type Contract, contractOf } from '../../data/contract.ts';
import { type DatasetReport, datasetReport } from '../../data/dataset-report.ts';
import { firstPass } from '../../data/first-pass.ts';
import { layoutOf, stillFrozen } from '../../data/header.ts';
import { ROWS_FILES } from '../../data/read-rows.ts';
import { refusalOf } from '../../data/refusal-of.ts';
import { UploadRefused, withinLimits } from '../../data/refused.ts';
import { findingInFiles, type Places, placeText, reasonInFiles, textInFiles } from '../../data/set/places.ts';
import { timeCutOf } from '../../data/time-cut.ts';
import type { Formats } from '../../ports/formats.ts';
import type { ObjectAddress, Objects } from '../../ports/objects.ts';
import { datasetPage } from '../../reports/dataset-page.ts';
import { putJson } from '../json-objects.ts';
import { type StagedFiles, writeTogether } from '../staged-files.ts';
import type { SetObject } from '../uploads/read-set.ts';
import { type OpenedUpload, uploadTable } from './upload-table.ts';

export interface CheckUploadPorts {
  objects: Objects;
  formats: Formats;
}

export interface CheckUpload {
  model: string;
  /** The file, or the closing object of a set. With its version, so that both passes read the same bytes. */
  object: ObjectAddress;
  manifest: Manifest;
  /** Schema of the last accepted dataset: the frozen contract. Absent for a first upload. */
  schema?: DatasetSchema;
  /** Profile of the last accepted dataset. */
  previousProfile?: Profile;
  /** Whether somebody accepted that it differs from the last dataset. */
  changeAccepted?: boolean;
  /** Prefix with its final slash; the files of DATASET_FILES go below it. */
  output: { bucket: string; prefix: string };
  /** What the report of the dataset says of where it came from. */
  origin: Pick<DatasetReport, 'run' | 'author' | 'file' | 'checked' | 'manifestRevision'>;
  /** The objects of the upload, where they were looked up. */
  files?: readonly SetObject[];
  /** @default 4 GB, what one function checks in two passes within its 15 minutes */
  maxBytes?: number;
}

/** At the 80 MB a CPU second measured for a whole upload, 4 GB take a minute; a first pass for types, half a minute. */
export const MAX_UPLOAD_BYTES = 4 * 1024 ** 3;

/**
 * One streaming pass under a frozen contract, two when types must be inferred first.
 *
 * @throws ObjectNotFound, and whatever the store throws: those are faults, and the step may be repeated
 */
export const checkUpload = (ports: CheckUploadPorts, input: CheckUpload): Promise<CheckOutcome> =>
  outcomeOf(() => accepted(ports, input));

/** A refusal on its way out of `check` is an outcome; everything else it throws is a fault. */
export async function outcomeOf<T>(
  check: () => Promise<T>,
): Promise<T | Extract<CheckOutcome, { outcome: 'refused' }>> {
  try {
    return await check();
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal) return { outcome: 'refused', refusal };
    throw error;
  }
}

export type AcceptedUpload = Extract<CheckOutcome, { outcome: 'accepted' }>;

async function accepted(ports: CheckUploadPorts, input: CheckUpload): Promise<AcceptedUpload> {
  const { object, manifest } = input;
  const upload = await uploadTable(ports, object, input.maxBytes ?? MAX_UPLOAD_BYTES, input.files);
  const frozen = stillFrozen(manifest, input.schema);
  const file = await upload.open();
  try {
    const layout = layoutOf(file.header, manifest, frozen);
    const check = async ({ batches, places }: OpenedUpload, contract: Contract) => {
      const timeCut = await timeCutOf(upload.open, manifest.data, layout);
      const rows = { ...rowsCheck(input, contract), layout, timeCut, placeOf: places && placeText(places) };
      return keepRows(ports.objects, input, { contract, size: upload.size, places }, (files) =>
        checkRows(batches, rows, files.write),
      );
    };
    if (frozen) return await check(file, contractOf(manifest, layout, frozen));
    const inferred = await firstPass(file.batches, layout, manifest);
    const again = await upload.open();
    try {
      return await check(again, contractOf(manifest, layout, inferred));
    } finally {
      await again.close();
    }
  } finally {
    await file.close();
  }
}

/** What rows of the upload are checked by. */
export function rowsCheck(input: CheckUpload, contract: Contract): RowsCheck {
  const { manifest, changeAccepted = false } = input;
  const previous = stillFrozen(manifest, input.schema) ? input.previousProfile : undefined;
  return { manifest, contract, changeAccepted, ...(previous ? { previous } : {}) };
}

/**
 * Makes the files of a dataset visible together, or none of them.
 *
 * @param write writes the files of the rows, and judges them @throws UploadRefused, and whatever `write` throws
 */
export async function keepRows(
  objects: Objects,
  input: CheckUpload,
  { contract, size, places }: { contract: Contract; size: number; places?: Places | undefined },
  write: (files: WriteDataset) => Promise<RowsChecked>,
): Promise<AcceptedUpload> {
  const frozen = stillFrozen(input.manifest, input.schema) !== undefined;
  const { bucket, prefix } = input.output;
  const addressOf = (file: DatasetFile): ObjectAddress => ({ bucket, key: `${prefix}${DATASET_FILES[file]}` });
  try {
    return await writeTogether(objects, FILES, addressOf, async (files) => {
      const found = await write(files);
      const rows = places
        ? {
            ...found,
            reasons: found.reasons.map((reason) => reasonInFiles(reason, places)),
            warnings: found.warnings.map((finding) => findingInFiles(finding, places)),
          }
        : found;
      await files.write('schema', JSON.stringify(contract.schema));
      await files.write('profile', JSON.stringify(rows.profile));
      await files.write('chunks', JSON.stringify(rows.chunks));
      await putReport(objects, input, { contract, size, places }, rows);
      return { outcome: 'accepted', dataset: datasetOf(input, contract, rows, !frozen) };
    });
  } catch (error) {
    throw places && error instanceof UploadRefused ? refusedInFiles(error, places) : error;
  }
}

/** In the order they become visible: the schema last, so that where it lies, all lies. */
const FILES = [...ROWS_FILES, 'profile', 'chunks', 'schema'] as const;
type DatasetFile = (typeof FILES)[number];
export type WriteDataset = StagedFiles<DatasetFile>;

/** Before the schema becomes visible, so that where it lies, all lies. */
async function putReport(
  objects: Objects,
  { model, manifest, origin, output, previousProfile, schema }: CheckUpload,
  { contract, size, places }: { contract: Contract; size: number; places?: Places | undefined },
  rows: RowsChecked,
): Promise<void> {
  const told = datasetReport({
    model,
    ...origin,
    bytes: size,
    dataset: rows.digest,
    rows: rows.kept,
    rejected: rows.rejected,
    allowedShare: manifest.data.maxRejectedShare,
    reasons: rows.reasons,
    train: rows.train,
    holdout: rows.holdout,
    schema: contract.schema,
    profile: rows.profile,
    previous: stillFrozen(manifest, schema) ? previousProfile : undefined,
    positiveShare: rows.positiveShare,
    leaks: rows.leaks,
    warnings: rows.warnings,
  });
  const report = places
    ? { ...told, findings: told.findings.map((each) => ({ ...each, text: textInFiles(each.text, places) })) }
    : told;
  const { bucket, prefix } = output;
  const html = { contentType: 'text/html; charset=utf-8' };
  await putJson(objects, { bucket, key: `${prefix}${DATASET_FILES.report}` }, report);
  await objects.put({ bucket, key: `${prefix}${DATASET_FILES.page}` }, datasetPage(report), html);
}

function datasetOf(
  { output, schema: before }: CheckUpload,
  { schema }: Contract,
  rows: RowsChecked,
  firstContract: boolean,
) {
  return {
    digest: rows.digest,
    rows: rows.kept,
    rejected: rows.rejected,
    rejectedReasons: rows.reasons,
    ...(rows.warnings.length > 0 ? { warnings: withinLimits(rows.warnings, MAX_WARNINGS) } : {}),
    train: rows.train,
    holdout: rows.holdout,
    bucket: output.bucket,
    location: output.prefix,
    task: schema.task,
    columns: schema.columns.length,
    target: {
      ...schema.target,
      ...(rows.positiveShare === undefined ? {} : { positiveShare: rows.positiveShare }),
    },
    firstContract,
    contractChanged: before === undefined || shapeOf(before) !== shapeOf(schema),
    flattenedCells: rows.flattenedCells,
  };
}

const refusedInFiles = ({ refusal }: UploadRefused, places: Places): UploadRefused =>
  new UploadRefused({ ...refusal, findings: refusal.findings.map((finding) => findingInFiles(finding, places)) });

/** What a contract is about, whatever values its columns may have. */
function shapeOf({ task, columns, target, id, ignored }: DatasetSchema): string {
  return canonicalJson({
    task,
    columns: columns.map(({ name, type }) => [name, type]),
    target: { ...target },
    id: id ?? null,
    ignored: ignored ?? [],
  });
}
