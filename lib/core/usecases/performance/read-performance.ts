/** How well the versions that a stage served do: measured on the labels that came, and estimated without labels. */
import { endpointName } from '../../contracts/names.ts';
import type { Policy } from '../../contracts/policy.ts';
import { Problem } from '../../contracts/problems.ts';
import type { PerformanceQuery } from '../../contracts/queries.ts';
import type { ConfigurationPerformance, PerformanceReport } from '../../performance/document.ts';
import { Watched } from '../../performance/judged.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Objects } from '../../ports/objects.ts';
import type { Registry } from '../../ports/registry.ts';
import { askedTime } from '../asked-time.ts';
import { captureFiles } from '../capture/captured-records.ts';
import { knownModel, knownStage, knownVersion } from '../known.ts';
import { readLabels } from '../labels/read-labels.ts';
import { releasedConfigurations } from '../release/released-configurations.ts';
import { configurationPerformance } from './configuration-performance.ts';
import { newestPerformanceWatch } from './performance-reports.ts';

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
  const window = askedTime(query, ports.clock.now(), USUAL_DAYS);
  const { book, unreadable, faults } = await readLabels(ports, model, Date.parse(window.from));
  const configurations: ConfigurationPerformance[] = [];
  let bytes = 0;
  let count = 0;
  for (const { configuration, version } of await releasedConfigurations(ports.registry, model, stage, window)) {
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
    configurations.push(await configurationPerformance(ports, { configuration, stored, files, window, book }));
  }
  const newest = await newestPerformanceWatch(ports.objects, ports.artifactBucket, { model, stage }, ports.clock.now());
  const watched = newest && Watched.parse(newest);
  return {
    model,
    stage,
    window,
    configurations,
    ...(watched ? { watched } : {}),
    labels: { ...book.tally(), unreadable, faults },
  };
}
