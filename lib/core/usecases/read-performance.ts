/** How well the versions that a stage served do: measured on the labels that came, and estimated without labels. */
import { DATASET_FILES, SCORES_FILE, scoresPrefix } from '../contracts/locations.ts';
import { endpointName } from '../contracts/names.ts';
import type { Policy } from '../contracts/policy.ts';
import { Problem } from '../contracts/problems.ts';
import type { PerformanceQuery } from '../contracts/queries.ts';
import { DatasetSchema } from '../contracts/schema.ts';
import { parseBinary } from '../evaluation/scores.ts';
import { estimatePerformance, fitEstimator } from '../performance/cbpe.ts';
import type { ConfigurationPerformance, PerformanceReport } from '../performance/document.ts';
import type { LabelBook } from '../performance/label-book.ts';
import { ScoredTraffic } from '../performance/scored-traffic.ts';
import type { Clock } from '../ports/clock.ts';
import { ObjectNotFound, type Objects } from '../ports/objects.ts';
import type { Registry } from '../ports/registry.ts';
import { Release, type Version } from '../registry/entities.ts';
import { SK } from '../registry/keys.ts';
import { newestFirst } from '../registry/newest-first.ts';
import { capturedRecords, captureFiles } from './captured-records.ts';
import type { Window } from './drift-windows.ts';
import { knownModel, knownStage, knownVersion } from './known.ts';
import { readLabels } from './read-labels.ts';
import { badQuery } from './request-fields.ts';
import { type SmallObject, textsOf } from './small-objects.ts';

export interface ReadPerformancePorts {
  registry: Registry;
  objects: Objects;
  clock: Clock;
  policy: Policy;
  platform: string;
  dataBucket: string;
  artifactBucket: string;
  captureBucket: string;
}

const DAY_MS = 86_400_000;
const USUAL_DAYS = 7;
/** What one function reads in its seconds: about half a million requests. */
const MOST_BYTES = 256 * 1024 * 1024;
const MOST_FILES = 20_000;

/** @throws Problem unknown-model, unknown-stage, invalid-request, too-large */
export async function readPerformance(
  ports: ReadPerformancePorts,
  model: string,
  stage: string,
  query: PerformanceQuery,
): Promise<PerformanceReport> {
  await knownModel(ports.registry, model);
  knownStage(ports.policy, stage);
  const window = windowOf(query, ports.clock.now());
  const { book, unreadable, faults } = await readLabels(ports, model, Date.parse(window.from));
  const configurations: ConfigurationPerformance[] = [];
  let bytes = 0;
  let count = 0;
  for (const { configuration, version } of await configurationsOf(ports.registry, model, stage, window)) {
    const endpoint = endpointName(ports.platform, model, stage);
    const captured = { bucket: ports.captureBucket, model, stage, endpoint, configuration };
    const files = await captureFiles(ports.objects, captured, window);
    if (files.length === 0) continue;
    bytes += files.reduce((sum, { size }) => sum + size, 0);
    count += files.length;
    if (bytes > MOST_BYTES || count > MOST_FILES)
      throw new Problem(
        'too-large',
        `more was captured in this time than is read at once: ${MOST_BYTES} bytes in ${MOST_FILES} files`,
        {
          mend: 'ask for a shorter time, by from and to',
        },
      );
    const stored = (await knownVersion(ports.registry, model, version)).document;
    configurations.push(await performanceOf(ports, { configuration, stored, files, window, book }));
  }
  return { model, stage, window, configurations, labels: { ...book.tally(), unreadable, faults } };
}

function windowOf({ from, to }: PerformanceQuery, now: Date): Window {
  const end = to === undefined ? now.getTime() : Date.parse(to);
  const begin = from === undefined ? end - USUAL_DAYS * DAY_MS : Date.parse(from);
  if (begin >= end) throw badQuery('from', 'is not before the end of the time');
  return { from: new Date(begin).toISOString(), to: new Date(end).toISOString() };
}

/** What the stage may have served in the window: releases back to the last one that went live before it. */
async function configurationsOf(registry: Registry, model: string, stage: string, { from, to }: Window) {
  const found = new Map<string, number>();
  for await (const { document } of newestFirst(registry, model, SK.release(stage, ''), Release)) {
    if (document.requested < to) found.set(document.configuration, document.version);
    // Until a release has ended, what served before it does still.
    if (document.state === 'live' && document.ended !== undefined && document.ended < from) break;
  }
  return [...found].map(([configuration, version]) => ({ configuration, version }));
}

interface Served {
  configuration: string;
  stored: Version;
  files: readonly SmallObject[];
  window: Window;
  book: LabelBook;
}

async function performanceOf(ports: ReadPerformancePorts, served: Served): Promise<ConfigurationPerformance> {
  const { configuration, stored, files, window, book } = served;
  const { objects, captureBucket, artifactBucket } = ports;
  const schemaKey = `${stored.datasetLocation}${DATASET_FILES.schema}`;
  const schema = DatasetSchema.parse(JSON.parse(await objects.text({ bucket: artifactBucket, key: schemaKey })));
  const traffic = new ScoredTraffic({ task: schema.task, labels: schema.target.labels }, book);
  const columns = schema.columns.map(({ name }) => name);
  for await (const { text } of textsOf(objects, captureBucket, files))
    for (const line of capturedRecords(text, window, columns)) {
      if ('record' in line) traffic.add(line.record);
      else traffic.skip(line.skipped);
    }
  return {
    configuration,
    version: stored.version,
    ...traffic.counts(),
    measured: traffic.measured(configuration),
    ...(await estimated(ports, stored, schema, traffic)),
    heldOut: stored.metrics,
  };
}

/** The reference is what the version itself answered for its held-out rows. */
async function estimated(
  { objects, artifactBucket }: ReadPerformancePorts,
  { model, run, datasetLocation }: Version,
  { task, target }: DatasetSchema,
  traffic: ScoredTraffic,
): Promise<Pick<ConfigurationPerformance, 'estimated' | 'notEstimated'>> {
  if (task === 'regression' || !target.labels) return { estimated: {}, notEstimated: 'regression' };
  if (traffic.counts().rows === 0) return { estimated: {}, notEstimated: 'no-rows' };
  const text = (key: string): Promise<string> => objects.text({ bucket: artifactBucket, key });
  try {
    const actual = await text(`${datasetLocation}${DATASET_FILES.holdoutLabels}`);
    const scores = await text(`${scoresPrefix(model, run, 'candidate')}${SCORES_FILE}`);
    const estimator = fitEstimator(parseBinary(actual, scores, target.labels, 'candidate'));
    return { estimated: estimatePerformance(estimator, traffic.unlabelled()) };
  } catch (error) {
    if (!(error instanceof ObjectNotFound)) throw error;
    return { estimated: {}, notEstimated: 'no-held-out-scores' };
  }
}
