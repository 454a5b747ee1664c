/** A classifier of known quality behind a stage: what it answered for held-out rows, what it was asked, and the labels. */
import { memoryMetrics } from '../../../lib/adapters/memory/metrics.ts';
import { memoryEventBus } from '../../../lib/adapters/memory/services.ts';
import {
  capturePrefix,
  DATASET_FILES,
  datasetPrefix,
  SCORES_FILE,
  scoresPrefix,
} from '../../../lib/core/contracts/locations.ts';
import type { DatasetSchema } from '../../../lib/core/contracts/schema.ts';
import { seededRandom } from '../../../lib/core/evaluation/random.ts';
import { LabelBook } from '../../../lib/core/performance/label-book.ts';
import { LabelledRows } from '../../../lib/core/performance/labelled-rows.ts';
import { watchPerformance } from '../../../lib/core/usecases/performance/watch-performance.ts';
import { applied, live, registered, type TestPlatform, testPlatform } from '../api/_platform.ts';
import { SCHEMA } from '../api/_traffic.ts';

export const REGRESSION: DatasetSchema = {
  ...SCHEMA,
  task: 'regression',
  target: { name: 'price', type: 'number' },
};
const RUN = '01JD8Y0B7C3VX5KQ0000000001';
const DAY_MS = 86_400_000;
export const FIRST_DAY = '2026-01-06T00:00:00.000Z';
export const day = (n: number) => {
  const begin = Date.parse(FIRST_DAY) + n * DAY_MS;
  return { from: new Date(begin).toISOString(), to: new Date(begin + DAY_MS).toISOString() };
};

export interface Row {
  answer: string;
  label: string;
}

/** Rows of a classifier that is right in 85 of 100 (AUC 0.92), or of a regression whose errors have spread 1. */
export function sampler(seed: string, { task }: DatasetSchema = SCHEMA) {
  const random = seededRandom(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return {
    /** @param worse share of labels that are the other one than the scores were made for; of a regression the spread of the errors beyond 1 */
    rows: (count: number, worse = 0): Row[] =>
      Array.from({ length: count }, () => {
        if (task === 'regression') {
          const predicted = 100 + 10 * normal();
          return { answer: `${predicted}`, label: `${predicted + (1 + worse) * normal()}` };
        }
        const isPositive = random() < 0.5;
        const distance = normal() + (isPositive ? 1.04 : -1.04);
        const score = 1 / (1 + Math.exp(-2.08 * distance));
        const told = random() < worse ? !isPositive : isPositive;
        return { answer: `${score >= 0.5 ? 'yes' : 'no'},${score.toFixed(6)}`, label: told ? 'yes' : 'no' };
      }),
  };
}

export async function labelledPlatform(heldOut: readonly Row[], schema: DatasetSchema = SCHEMA) {
  const platform = testPlatform();
  const ports = { ...platform.ports, metrics: memoryMetrics(platform.clock), bus: memoryEventBus() };
  await applied(platform);
  const book = new LabelBook();
  const rows = new LabelledRows(schema.task);
  const question = { task: schema.task, labels: schema.target.labels };
  for (const [i, { answer, label }] of heldOut.entries()) {
    book.add({ inferenceId: `h${i}`, row: 1, label }, 0);
    const [said, score] = answer.split(',');
    const predicted = schema.task === 'regression' ? Number(said) : Number(said === 'yes');
    rows.add({ inferenceId: `h${i}`, row: 1, asked: 0, predicted, score: Number(score ?? said) }, book, question);
  }
  const location = datasetPrefix('churn', RUN);
  const version = { run: RUN, datasetLocation: location, task: schema.task, metrics: rows.measured('held-out') };
  await registered(platform, 1, version);
  const put = (key: string, text: string) => platform.objects.put({ bucket: 'artifacts', key }, text);
  await put(`${location}${DATASET_FILES.schema}`, JSON.stringify(schema));
  await put(`${location}${DATASET_FILES.holdoutLabels}`, heldOut.map(({ label }) => `${label}\n`).join(''));
  await put(
    `${scoresPrefix('churn', RUN, 'candidate')}${SCORES_FILE}`,
    heldOut.map((row) => `${row.answer}\n`).join(''),
  );
  await live(platform, 1);
  const configuration = await newestConfiguration(platform);
  /** A release of a second version that has not ended. @returns its configuration */
  const canary = async (): Promise<string> => {
    await registered(platform, 2, { ...version, champion: 1 });
    await platform.call('POST', '/models/churn/stages/production/releases', { body: { version: 2 } });
    return newestConfiguration(platform);
  };
  return { ...platform, ports, watch: watching(platform, ports), configuration, canary };
}
export type LabelledPlatform = Awaited<ReturnType<typeof labelledPlatform>>;

async function newestConfiguration(platform: Pick<TestPlatform, 'call'>): Promise<string> {
  const { body } = await platform.call('GET', '/models/churn/stages/production/releases');
  return body.items[0]?.configuration ?? '';
}

/** Looks at a day, half an hour after its end. */
const watching =
  (platform: TestPlatform, ports: Parameters<typeof watchPerformance>[0]) => (n: number, at?: string) => {
    platform.clock.set(at ?? new Date(Date.parse(day(n).to) + 30 * 60_000));
    return watchPerformance(ports, { v: 1, model: 'churn', stage: 'production', ...day(n) });
  };

/** Rows that were asked in a day, a hundred a request, from noon. */
export async function asked(
  { objects }: Pick<TestPlatform, 'objects'>,
  configuration: string,
  n: number,
  rows: readonly Row[],
): Promise<void> {
  const noon = Date.parse(day(n).from) + DAY_MS / 2;
  const lines: string[] = [];
  for (let first = 0; first < rows.length; first += 100) {
    const part = rows.slice(first, first + 100);
    const csv = (data: string) => ({ observedContentType: 'text/csv', data, encoding: 'CSV' });
    lines.push(
      JSON.stringify({
        captureData: {
          endpointInput: csv(part.map(() => '41,basic\n').join('')),
          endpointOutput: csv(part.map(({ answer }) => `${answer}\n`).join('')),
        },
        eventMetadata: {
          eventId: `${configuration}-${n}-${first}`,
          inferenceId: idOf(configuration, n, first),
          inferenceTime: new Date(noon + first * 1000).toISOString(),
        },
        eventVersion: '0',
      }),
    );
  }
  const folder = new Date(noon).toISOString().slice(0, 13).replace(/[-T]/g, '/');
  const prefix = `${capturePrefix('churn', 'production', configuration)}/sluice-churn-production/primary/${folder}`;
  await objects.put({ bucket: 'capture', key: `${prefix}/00-00-000-${n}.jsonl` }, `${lines.join('\n')}\n`);
}

const idOf = (configuration: string, n: number, first: number): string => `${configuration}-d${n}-${first}`;

/** Their labels, as a file in the bucket. @param at when they come */
export async function labelled(
  { objects, clock }: Pick<TestPlatform, 'objects' | 'clock'>,
  configuration: string,
  n: number,
  rows: readonly Row[],
  at: string,
): Promise<void> {
  clock.set(at);
  const lines = rows.map(({ label }, i) => `${idOf(configuration, n, i - (i % 100))},${(i % 100) + 1},${label}`);
  const text = ['inferenceId,row,label', ...lines, ''].join('\n');
  await objects.put({ bucket: 'data', key: `churn/labels/day-${n}-${configuration}.csv` }, text);
}
