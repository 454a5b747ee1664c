/** The plan of a check in ranges, and where its passes leave what they found: documents beside it, one a range. */
import { hash } from 'node:crypto';
import * as z from 'zod';
import { rangePlanKey, rangesPrefix } from '../contracts/locations.ts';
import { Manifest } from '../contracts/manifest/schema.ts';
import { Profile } from '../contracts/profile.ts';
import { ColumnType, DatasetSchema } from '../contracts/schema.ts';
import { type Contract, contractOf, type Inferred } from '../data/contract.ts';
import { type Layout, layoutOf, stillFrozen } from '../data/header.ts';
import { parseTypedJson, typedJson } from '../data/ranges/typed-json.ts';
import { DELIMITERS } from '../data/readers/delimiter.ts';
import type { ByteRange, ObjectAddress, Objects } from '../ports/objects.ts';
import type { CheckUpload } from './check-upload.ts';

const place = z.number().int().nonnegative();

export const RangePlan = z.strictObject({
  v: z.literal(1),
  model: z.string(),
  object: z.strictObject({ bucket: z.string(), key: z.string(), versionId: z.string().optional() }),
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
  size: place,
  /** Where the ranges begin: behind a byte order mark. */
  from: place,
  /** Most bytes of a range. */
  most: place,
  delimiter: z.enum(DELIMITERS),
  header: z.array(z.string()),
});
export type RangePlan = z.infer<typeof RangePlan>;

export const RowRanges = z.strictObject({
  v: z.literal(1),
  ranges: z.array(z.strictObject({ from: place, to: place, rowsBefore: place, line: place, rows: place })),
});

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
export const ofRange = (pass: 'borders' | 'types' | 'rows', index: number): string => `${pass}/${index}.json`;
export const fileOfRange = (file: string, index: number): string => `files/${file}/${index}.csv`;

export function objectOf({ object: { versionId, ...rest } }: RangePlan): ObjectAddress {
  return versionId === undefined ? rest : { ...rest, versionId };
}

/** Ranges are cut out of these bytes. */
export const bodyOf = ({ from, size }: RangePlan): ByteRange => ({ from, to: size });

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
