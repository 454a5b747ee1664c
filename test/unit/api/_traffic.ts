/** What a stage answered, as SageMaker captures it, and what the version answered for its held-out rows. */
import {
  capturePrefix,
  DATASET_FILES,
  datasetPrefix,
  SCORES_FILE,
  scoresPrefix,
} from '../../../lib/core/contracts/locations.ts';
import type { DatasetSchema } from '../../../lib/core/contracts/schema.ts';
import { create } from '../../../lib/core/registry/documents.ts';
import { modelKey, SK } from '../../../lib/core/registry/keys.ts';
import type { TestPlatform } from './_platform.ts';

export const SCHEMA: DatasetSchema = {
  v: 1,
  task: 'binary-classification',
  columns: [
    { name: 'tenureMonths', type: 'integer', nulls: ['?'] },
    { name: 'plan', type: 'category', values: ['basic', 'plus', 'pro'] },
  ],
  target: { name: 'churned', type: 'category', labels: ['no', 'yes'] },
  id: 'customerId',
};

const put = ({ objects }: TestPlatform, bucket: string, key: string, text: string): Promise<void> =>
  objects.put({ bucket, key }, text);

/** 200 held-out rows whose scores are right: of those scored s, the share s is positive. */
export async function heldOut(platform: TestPlatform, run: string, schema: DatasetSchema = SCHEMA): Promise<void> {
  const rows = Array.from({ length: 200 }, (_, i) => ({
    score: (i % 10) / 10,
    isPositive: Math.floor(i / 10) % 10 < i % 10,
  }));
  const folder = datasetPrefix('churn', run);
  await put(platform, 'artifacts', `${folder}${DATASET_FILES.schema}`, JSON.stringify(schema));
  const labels = rows.map(({ isPositive }) => (isPositive ? 'yes\n' : 'no\n')).join('');
  await put(platform, 'artifacts', `${folder}${DATASET_FILES.holdoutLabels}`, labels);
  const scores = rows.map(({ score }) => `${score >= 0.5 ? 'yes' : 'no'},${score}\n`).join('');
  await put(platform, 'artifacts', `${scoresPrefix('churn', run, 'candidate')}${SCORES_FILE}`, scores);
}

export interface Asked {
  id?: string;
  /** Whole records that were captured twice have one event. */
  event: string;
  time: string;
  /** Scores of its rows. */
  scores: readonly number[];
  /** Instead of what the model answers to them. */
  output?: string;
}

const line = ({ id, event, time, scores, output }: Asked): string =>
  JSON.stringify({
    captureData: {
      endpointInput: {
        observedContentType: 'text/csv',
        data: scores.map(() => '41,basic\n').join(''),
        encoding: 'CSV',
      },
      endpointOutput: {
        observedContentType: 'text/csv',
        data: output ?? scores.map((score) => `${score >= 0.5 ? 'yes' : 'no'},${score}\n`).join(''),
        encoding: 'CSV',
      },
    },
    eventMetadata: { eventId: event, ...(id ? { inferenceId: id } : {}), inferenceTime: time },
    eventVersion: '0',
  });

/** A file of captured requests of production, in the hour of the first. */
export async function captured(platform: TestPlatform, configuration: string, asked: readonly Asked[]): Promise<void> {
  const [first] = asked;
  if (!first) throw new Error('nothing was asked');
  const hour = first.time.slice(0, 13).replace(/[-T]/g, '/');
  const prefix = `${capturePrefix('churn', 'production', configuration)}/sluice-churn-production/primary/${hour}`;
  await put(
    platform,
    'capture',
    `${prefix}/00-00-000-${first.event}.jsonl`,
    asked.map((one) => `${line(one)}\n`).join(''),
  );
}

/** The data of the run is what was accepted last, and its schema the contract. */
export async function contracted({ registry }: Pick<TestPlatform, 'registry'>, run: string): Promise<void> {
  const common = { v: 1 as const, model: 'churn', run };
  const location = datasetPrefix('churn', run);
  const counts = { rows: 300, rejected: 0, train: 100, holdout: 200 };
  await registry.put(
    create(SK.dataset('d'), { ...common, digest: 'd', location, ...counts, time: '2026-01-05T09:00:00.000Z' }),
  );
  const origin = 'first-upload' as const;
  await registry.put(
    create(SK.contract(1), {
      ...common,
      contract: 1,
      since: '2026-01-05T09:00:00.000Z',
      origin,
      author: 'anna',
      dataset: 'd',
    }),
  );
  const { rev, ...item } = (await registry.get(modelKey('churn'), SK.meta)) ?? { rev: 0 };
  await registry.put({ item: { ...item, lastDataset: 'd', contract: 1 } as never, when: { revision: rev } });
}
