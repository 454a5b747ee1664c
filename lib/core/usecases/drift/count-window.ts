/** Counts the captured traffic of a configuration in a window on the baseline of its version. Nothing is written. */
import { endpointName } from '../../contracts/names.ts';
import type { DriftRequest } from '../../contracts/workflow-monitoring.ts';
import type { BaselineColumn } from '../../drift/baseline.ts';
import { DriftWindow, type WindowCounts } from '../../drift/window.ts';
import { answerSample } from '../../performance/answer-sample.ts';
import type { Objects } from '../../ports/objects.ts';
import type { Registry } from '../../ports/registry.ts';
import { read } from '../../registry/documents.ts';
import { type Stage, Version } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';
import type { CapturedConfiguration } from '../capture/capture-files.ts';
import { readTraffic, type TrafficCount } from '../capture/captured-traffic.ts';
import type { Window } from '../drift-windows.ts';
import { baselineOf } from './version-baseline.ts';

export interface CountWindowPorts {
  registry: Registry;
  platform: string;
  objects: Objects;
  artifactBucket: string;
  captureBucket: string;
}

export interface CountedWindow extends TrafficCount {
  captured: CapturedConfiguration;
  window: Window;
  version: Version;
  baseline: readonly BaselineColumn[];
  counts: WindowCounts;
}

/** The request names what no registry entry explains: nothing can be compared, now or later. */
export class DriftRequestImpossible extends Error {
  override readonly name = 'DriftRequestImpossible';
}

/** ISO 8601 with milliseconds, Z. */
export const windowOf = ({ from, to }: DriftRequest): Window => ({
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
});

/** @throws DriftRequestImpossible, and what the ports throw */
export async function countWindow(
  { registry, objects, artifactBucket, captureBucket, platform }: CountWindowPorts,
  request: DriftRequest,
  configuration: string,
  serving: Stage['serving'],
): Promise<CountedWindow> {
  const { model, stage } = request;
  const version = await versionOf(registry, request, configuration, serving);
  const { schema, baseline } = await baselineOf(objects, artifactBucket, version);
  const counter = new DriftWindow(baseline);
  const window = windowOf(request);
  const endpoint = endpointName(platform, model, stage);
  const captured = { bucket: captureBucket, model, stage, endpoint, configuration };
  const count = await readTraffic(
    objects,
    { ...captured, window, columns: schema.columns.map(({ name }) => name) },
    (rows) => counter.addBatch(rows),
    answerSample({ task: schema.task, labels: schema.target.labels }, (values) => counter.addPredictions(values)),
  );
  return { ...count, captured, window, version, baseline, counts: counter.counts() };
}

async function versionOf(
  registry: Registry,
  request: DriftRequest,
  configuration: string,
  serving: Stage['serving'],
): Promise<Version> {
  const number = request.version ?? (configuration === serving?.configuration ? serving.version : undefined);
  const found = number === undefined ? undefined : await read(registry, request.model, SK.version(number), Version);
  if (found) return found.document;
  const named = number === undefined ? `the version behind ${configuration}` : `version ${number}`;
  throw new DriftRequestImpossible(
    `${named} of ${request.model} is not known; name configuration and version together`,
  );
}
