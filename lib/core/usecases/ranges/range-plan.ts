/** The plan of a check in ranges, and where its passes leave what they found: documents beside it, one a range. */
import { hash } from 'node:crypto';
import * as z from 'zod';
import { rangePlanKey, rangesPrefix } from '../../contracts/locations.ts';
import { Manifest } from '../../contracts/manifest/schema.ts';
import { Profile } from '../../contracts/profile.ts';
import { ColumnType, DatasetSchema } from '../../contracts/schema.ts';
import { isClosingKey } from '../../contracts/upload-set.ts';
import type { RangePass } from '../../contracts/workflow-training.ts';
import { type Contract, contractOf, type Inferred } from '../../data/contract.ts';
import { type Layout, layoutOf, stillFrozen } from '../../data/header.ts';
import { planRanges } from '../../data/ranges/plan-ranges.ts';
import { parseTypedJson, typedJson } from '../../data/ranges/typed-json.ts';
import { DELIMITERS } from '../../data/readers/delimiter.ts';
import { type Places, places } from '../../data/set/places.ts';
import type { ByteRange, ObjectAddress, Objects } from '../../ports/objects.ts';
import type { CheckUpload } from '../check/check-upload.ts';

const place = z.number().int().nonnegative();
const Address = z.strictObject({ bucket: z.string(), key: z.string(), versionId: z.string().optional() });

/** A file whose rows are read in ranges. */
export const RangedFile = z.strictObject({
  /** As people call it. */
  name: z.string(),
  object: Address,
  size: place,
  /** Where its text begins: behind a byte order mark. */
  from: place,
  /** Of CSV. */
  delimiter: z.enum(DELIMITERS).optional(),
  /** What a set says of its bytes, in hex. */
  sha256: z.string().optional(),
});
export type RangedFile = z.infer<typeof RangedFile>;

export const RangePlan = z.strictObject({
  v: z.literal(2),
  model: z.string(),
  /** The file, or the closing object of a set. */
  object: Address,
  manifest: Manifest,
  /** The frozen contract, when there is one. */
  schema: DatasetSchema.optional(),
  changeAccepted: z.boolean().optional(),
  output: z.strictObject({ bucket: z.string(), prefix: z.string() }),
  origin: z.strictObject({
    run: z.string(),
    author: z.string(),
    file: z.string(),
    checked: z.string(),
    manifestRevision: z.number(),
  }),
  /** Dataset whose contract and profile the rows are held against. */
  against: z.string().optional(),
  /** Most bytes of a range. */
  most: place,
  format: z.enum(['csv', 'json-lines']),
  /** Of every file. */
  header: z.array(z.string()),
  /** In the order of their rows: one, or those of a set. */
  files: z.array(RangedFile).min(1),
});
export type RangePlan = z.infer<typeof RangePlan>;

const FileRange = z.strictObject({
  /** Which file of the plan. */
  file: place,
  from: place,
  to: place,
  /** Rows of all files before the first of these. */
  rowsBefore: place,
  /** Physical line of the file the range begins on. */
  line: place,
  rows: place,
  /** It begins with the header of its file, which is none of its rows. */
  header: z.literal(true).optional(),
});
export type FileRange = z.infer<typeof FileRange>;

/** Ranges of whole rows, in order, and how many lines come before each file where lines are counted over all of them. */
export const RowRanges = z.strictObject({ v: z.literal(2), ranges: z.array(FileRange), linesBefore: z.array(place) });
export type RowRanges = z.infer<typeof RowRanges>;

/** What is known of types before the rows are checked: the frozen schema, or what the first pass told. */
export const KnownTypes = z.union([
  DatasetSchema,
  z.strictObject({
    inferred: z.literal(true),
    types: z.array(z.tuple([z.string(), ColumnType])),
    target: z.strictObject({ type: ColumnType, labels: z.tuple([z.string(), z.string()]).optional() }),
  }),
]);
export type KnownTypes = z.infer<typeof KnownTypes>;

/** A contract that changed meanwhile gives other places. */
export const planKey = (model: string, run: string, against: string | undefined): string =>
  rangePlanKey(rangesPrefix(model, run, hash('sha256', against ?? '', 'hex').slice(0, 12)));

/** Documents of a plan. Written again by a retry they are the same. */
export interface PlanDocuments {
  read<S extends z.ZodType>(name: string, schema: S): Promise<z.output<S>>;
  write(name: string, document: unknown): Promise<void>;
  address(name: string): { bucket: string; key: string };
}

export function planDocuments(objects: Objects, bucket: string, plan: string): PlanDocuments {
  const prefix = plan.slice(0, plan.lastIndexOf('/') + 1);
  const address = (name: string) => ({ bucket, key: `${prefix}${name}` });
  return {
    address,
    read: async (name, schema) => schema.parse(parseTypedJson(await objects.text(address(name)))),
    write: (name, document) => objects.put(address(name), typedJson(document), { contentType: 'application/json' }),
  };
}

/** Names of the documents. */
export const PLAN = 'plan.json';
export const ROW_RANGES = 'row-ranges.json';
export const TYPES = 'types.json';
export const PREVIOUS = 'previous.json';
export const VALUES = 'values.json';
export const ofRange = (pass: RangePass['pass'], index: number): string => `${pass}/${index}.json`;
export const fileOfRange = (file: string, index: number): string => `files/${file}/${index}.csv`;

/** Hashes of the values of a unique column, counted from 0; and of those, which an earlier range had. */
export const valuesOf = (column: number, index: number): string => `values/${column}/${index}.bin`;
export const repeatedOf = (column: number, index: number): string => `repeated/${column}/${index}.bin`;

export function objectOf({ object: { versionId, ...rest } }: Pick<RangedFile, 'object'>): ObjectAddress {
  return versionId === undefined ? rest : { ...rest, versionId };
}

/** The files cut wherever that falls: ranges of bytes of one file each. */
export const cutsOf = ({ files, most }: Pick<RangePlan, 'files' | 'most'>): (ByteRange & { file: number })[] =>
  files.flatMap(({ from, size }, file) => planRanges({ from, to: size }, most).map((range) => ({ ...range, file })));

/** Several files are told apart where lines and faults are told. */
export const isSet = ({ object }: RangePlan): boolean => isClosingKey(object.key);

/** Where lines are that are counted over the files of a set; undefined for one file. */
export const placesOf = (plan: RangePlan, { linesBefore }: RowRanges): Places | undefined =>
  isSet(plan)
    ? places(plan.files.map(({ name }, index) => ({ file: name, before: linesBefore[index] ?? 0 })))
    : undefined;

export const layoutOfPlan = ({ header, manifest, schema }: RangePlan): Layout =>
  layoutOf(header, manifest, stillFrozen(manifest, schema));

export function contractOfPlan(plan: RangePlan, known: KnownTypes): Contract {
  const types: DatasetSchema | Inferred =
    'inferred' in known ? { types: new Map(known.types), target: inferredTarget(known.target) } : known;
  return contractOf(plan.manifest, layoutOfPlan(plan), types);
}

const inferredTarget = ({ type, labels }: { type: ColumnType; labels?: [string, string] | undefined }) => ({
  type,
  ...(labels ? { labels } : {}),
});

/** The upload's check as it was asked for. */
export async function checkOfPlan(plan: RangePlan, documents: PlanDocuments): Promise<CheckUpload> {
  const { model, manifest, schema, changeAccepted, output, origin } = plan;
  return {
    model,
    object: objectOf(plan),
    manifest,
    output,
    origin,
    ...(changeAccepted === undefined ? {} : { changeAccepted }),
    ...(schema ? { schema, previousProfile: await documents.read(PREVIOUS, Profile) } : {}),
  };
}
