/**
 * AWS's own models of its services (botocore's, of the Python environment): which operations there are, what they take,
 * which errors they give.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ROOT } from '../../../lib/infra/config/root.ts';

export interface Shape {
  type:
    | 'structure'
    | 'list'
    | 'map'
    | 'string'
    | 'integer'
    | 'long'
    | 'float'
    | 'double'
    | 'boolean'
    | 'blob'
    | 'timestamp';
  members?: Record<string, { shape: string; streaming?: boolean }>;
  required?: string[];
  member?: { shape: string };
  key?: { shape: string };
  value?: { shape: string };
  enum?: string[];
  pattern?: string;
  min?: number;
  max?: number;
  streaming?: boolean;
  error?: { code?: string };
}
export interface ServiceModel {
  metadata: { serviceId: string };
  operations: Record<string, { input?: { shape: string }; output?: { shape: string }; errors?: { shape: string }[] }>;
  shapes: Record<string, Shape>;
}

/** Where the folder has another name than Step Functions gives the service. */
const FOLDERS: Readonly<Record<string, string>> = {
  eventbridge: 'events',
  sfn: 'stepfunctions',
  states: 'stepfunctions',
  cloudwatchlogs: 'logs',
  sagemakerruntime: 'sagemaker-runtime',
};
const loaded = new Map<string, ServiceModel | undefined>();

/** @returns undefined for a service that does not exist. @throws Error when the Python environment is missing */
export function serviceModel(service: string): ServiceModel | undefined {
  if (!loaded.has(service)) loaded.set(service, load(FOLDERS[service] ?? service));
  return loaded.get(service);
}

function load(folder: string): ServiceModel | undefined {
  const versions = path.join(modelsFolder(), folder);
  if (!existsSync(versions)) return undefined;
  const newest = readdirSync(versions).sort().at(-1) ?? '';
  return JSON.parse(gunzipSync(readFileSync(path.join(versions, newest, 'service-2.json.gz'))).toString('utf8'));
}

function modelsFolder(): string {
  const lib = path.join(ROOT, '.venv', 'lib');
  const python = existsSync(lib) ? readdirSync(lib).find((name) => name.startsWith('python3')) : undefined;
  const folder = path.join(lib, python ?? '', 'site-packages', 'botocore', 'data');
  if (!python || !existsSync(folder)) throw new Error('the models of AWS are missing: run `node bin/run.mjs setup`');
  return folder;
}
