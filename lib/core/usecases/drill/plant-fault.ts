/** The beginning of a drill: requests with a fault in them, written as an endpoint's capture writes them. */
import { type DrillStep, drillConfiguration, drillStage, drillTime, drillWindow } from '../../contracts/drill.ts';
import { captureHourPrefix } from '../../contracts/locations.ts';
import { endpointName } from '../../contracts/names.ts';
import type { DriftRequest } from '../../contracts/workflow-monitoring.ts';
import { csvWriter } from '../../data/write-csv.ts';
import { isFeature } from '../../drift/baseline.ts';
import { drillRows } from '../../drift/drill-rows.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Objects } from '../../ports/objects.ts';
import type { Registry } from '../../ports/registry.ts';
import type { Queue } from '../../ports/services.ts';
import { read } from '../../registry/documents.ts';
import { type Drill, Stage, Version } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';
import { baselineOf } from '../drift/version-baseline.ts';

export interface PlantFaultPorts {
  registry: Registry;
  objects: Objects;
  clock: Clock;
  driftQueue: Queue;
  platform: string;
  artifactBucket: string;
  captureBucket: string;
}

/** Rows of one request. */
const BATCH = 10;

/**
 * Safe to repeat: keys and records follow from the drill's name. The window is asked for as the hourly schedule asks.
 *
 * @returns the drill as it is then: running, or with a failure where there is nothing to drill with
 */
export async function plantFault(ports: PlantFaultPorts, { model, stage, drill }: DrillStep): Promise<Drill> {
  const { registry, objects, clock, driftQueue, artifactBucket, captureBucket } = ports;
  const asked: Drill = { v: 1, model, stage, drill, state: 'running', asked: drillTime(drill), hops: [] };
  const impossible = (message: string): Drill => ({ ...asked, failure: { hop: 'captured', message } });
  const serving = (await read(registry, model, SK.stage(stage), Stage))?.document.serving;
  if (!serving) return impossible(`nothing serves ${model}/${stage}`);
  const version = (await read(registry, model, SK.version(serving.version), Version))?.document;
  if (!version) throw new Error(`${model} has no version ${serving.version}, but ${stage} serves it`);
  const { baseline } = await baselineOf(objects, artifactBucket, version);
  // Requests have the columns of the contract and no others.
  const planted = drillRows(baseline.filter(isFeature));
  if (!planted) return impossible(`v${version.version} was trained on no column with a value that could be spoilt`);

  const began = clock.now().toISOString();
  const key = drillCaptureKey(ports.platform, { model, stage, drill });
  await objects.put({ bucket: captureBucket, key }, records(drill, planted.rows));
  const { from, to } = drillWindow(drill);
  const configuration = drillConfiguration(drill);
  const request: DriftRequest = { v: 1, model, stage, configuration, version: version.version, from, to, drill };
  await driftQueue.send(request);
  const { column, fault } = planted;
  const about = { version: version.version, dataset: version.dataset, column, fault };
  return { ...asked, began, ...about, hops: [{ hop: 'captured', at: clock.now().toISOString() }] };
}

/** Where the drill's requests lie in the capture bucket. */
export function drillCaptureKey(platform: string, { model, stage, drill }: Omit<DrillStep, 'v'>): string {
  const { from } = drillWindow(drill);
  const endpoint = endpointName(platform, model, drillStage(stage));
  const place = { model, stage: drillStage(stage), configuration: drillConfiguration(drill), endpoint };
  return `${captureHourPrefix(place, from)}${from.slice(14, 23).replaceAll(/[:.]/g, '-')}-drill.jsonl`;
}

function records(drill: string, rows: readonly string[][]): string {
  const { from } = drillWindow(drill);
  const csv = csvWriter();
  const lines: string[] = [];
  for (let first = 0; first < rows.length; first += BATCH) {
    const data = rows
      .slice(first, first + BATCH)
      .map((cells) => csv.line(cells))
      .join('');
    const endpointInput = { observedContentType: 'text/csv', mode: 'INPUT', data, encoding: 'CSV' };
    const eventMetadata = { eventId: `${drillConfiguration(drill)}-${first}`, inferenceTime: from };
    lines.push(JSON.stringify({ captureData: { endpointInput }, eventMetadata, eventVersion: '0' }));
  }
  return `${lines.join('\n')}\n`;
}
