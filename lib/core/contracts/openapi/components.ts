/** Names of the schemas in the document, and the schemas themselves, rendered from zod. */

import * as z from 'zod';
import { DatasetReport } from '../../data/dataset-report.ts';
import { DriftReport } from '../../drift/document.ts';
import { PerformanceReport } from '../../performance/document.ts';
import { JsonValue, RegistryEvent } from '../../registry/event.ts';
import * as api from '../api.ts';
import { DataDiff } from '../data-diff.ts';
import { Manifest } from '../manifest/schema.ts';
import { ProblemDetails } from '../problems.ts';
import { DatasetSchema } from '../schema.ts';
import { fieldText } from './field-texts.ts';

/** What API Gateway answers by itself, before or instead of a function of Sluice. */
const GatewayMessage = z.looseObject({ message: z.string().nullable() });

/** Closed: a member that is not described is refused. */
const REQUESTS = {
  Manifest,
  UploadRequest: api.AnnounceRequest,
  RetryRequest: api.RetryRequest,
  AcceptanceRequest: api.AcceptanceRequest,
  ApprovalRequest: api.ApprovalRequest,
  ApprovalDecision: api.ApprovalDecision,
  ReleaseRequest: api.ReleaseRequest,
  LabelsRequest: api.LabelsRequest,
} as const satisfies Record<string, z.ZodType>;

/** Open: members may be added. */
const ANSWERS = {
  AppliedManifest: api.ApplyAnswer,
  Model: api.ModelView,
  ModelSummary: api.ModelSummary,
  ModelsPage: api.ModelsPage,
  AnnouncedUpload: api.AnnounceAnswer,
  Upload: api.UploadView,
  Run: api.RunView,
  RunsPage: api.RunsPage,
  DatasetReport,
  DataDiff,
  Contract: api.ContractView,
  ContractVersion: api.ContractVersionView,
  DatasetSchema,
  Version: api.VersionView,
  VersionsPage: api.VersionsPage,
  Stage: api.StageView,
  StageAt: api.StageAtView,
  StageAnswer: api.StageAnswer,
  Stages: api.StagesView,
  Approval: api.ApprovalView,
  ApprovalsPage: api.ApprovalsPage,
  Release: api.ReleaseView,
  ReleasesPage: api.ReleasesPage,
  KeptLabels: api.LabelsAnswer,
  Performance: PerformanceReport,
  Incident: api.IncidentView,
  DriftReport,
  Drift: api.DriftView,
  DriftTrend: api.DriftTrendView,
  DriftOfStages: api.DriftOfStagesView,
  Event: RegistryEvent,
  EventsPage: api.EventsPage,
  Json: JsonValue,
  Problem: ProblemDetails,
  GatewayMessage,
} as const satisfies Record<string, z.ZodType>;

type JsonSchema = Record<string, unknown>;
export const componentRef = (name: string): string => `#/components/schemas/${name}`;

/** @throws Error for a schema without a name: each is to be found under one in the document */
export function refOf(schema: z.ZodType): { $ref: string } {
  const found = Object.entries({ ...REQUESTS, ...ANSWERS }).find(([, candidate]) => candidate === schema);
  if (!found) throw new Error('a schema of an operation has no name in contracts/openapi/components');
  return { $ref: componentRef(found[0]) };
}

type Rendered = { zodSchema: z.core.$ZodTypes; jsonSchema: z.core.JSONSchema.BaseSchema };

/** What zod writes and nobody wants to read: the limits of a double, and that the names of an object are texts. */
function tidy({ zodSchema, jsonSchema }: Rendered): void {
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (zodSchema._zod.def.type === 'record' && Object.keys(jsonSchema.propertyNames ?? {}).length <= 1)
    delete jsonSchema.propertyNames;
}

function open(rendered: Rendered): void {
  tidy(rendered);
  if (rendered.jsonSchema.additionalProperties === false) delete rendered.jsonSchema.additionalProperties;
}

function named(components: Record<string, z.ZodType>, override: (rendered: Rendered) => void) {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(components)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { io: 'input', uri: componentRef, override });
  return Object.entries(schemas).map(
    ([name, { $schema: _dialect, $id: _id, ...schema }]) => [name, schema as JsonSchema] as const,
  );
}

/** Puts its text beside each member that has one. */
function withTexts(schema: unknown, path: readonly string[]): unknown {
  if (Array.isArray(schema)) return schema.map((each) => withTexts(each, path));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { properties, ...rest } = schema as { properties?: Record<string, JsonSchema> };
  const members = Object.entries(properties ?? {}).map(([name, member]) => {
    const description = fieldText([...path, name]);
    return [name, { ...(description ? { description } : {}), ...(withTexts(member, [...path, name]) as JsonSchema) }];
  });
  return {
    ...Object.fromEntries(
      Object.entries(rest).map(([key, value]) => [key, NESTED.has(key) ? withTexts(value, path) : value]),
    ),
    ...(properties ? { properties: Object.fromEntries(members) } : {}),
  };
}
const NESTED: ReadonlySet<string> = new Set(['items', 'additionalProperties', 'anyOf', 'oneOf', 'allOf']);

/** Requests and answers as JSON Schema 2020-12, by name. What has a default may be left out. */
export const componentSchemas = (): Record<string, JsonSchema> =>
  Object.fromEntries(
    [...named(REQUESTS, tidy), ...named(ANSWERS, open)].map(([name, schema]) => [
      name,
      withTexts(schema, [name]) as JsonSchema,
    ]),
  );

/** A schema of its own, for a parameter. */
export function inlineSchema(schema: z.ZodType): JsonSchema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input', override: tidy });
  return rest;
}
