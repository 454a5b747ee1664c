/** A model with something under every route, put there as the workflows do, without training anything. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { awsRegistry } from '../../lib/adapters/aws/registry.ts';
import { systemIds } from '../../lib/adapters/aws/system.ts';
import type { Api } from '../../lib/cli/session.ts';
import { AnnounceAnswer } from '../../lib/core/contracts/api.ts';
import type { Outputs } from '../../lib/core/contracts/outputs.ts';
import { create } from '../../lib/core/registry/documents.ts';
import type { Incident, Run, Stage, Upload, Version } from '../../lib/core/registry/entities.ts';
import { SK } from '../../lib/core/registry/keys.ts';
import { rootAccess } from '../../lib/local/personas.ts';

/** Names and ids that exist, by path parameter. */
type Names = Readonly<Record<string, readonly (string | number)[]>>;

const HASH = '0f'.repeat(32);
const TIME = '2026-01-05T08:00:00.000Z';

const manifest = (model: string) => ({
  sluice: 1,
  model,
  task: 'binary-classification',
  data: { target: 'churned' },
  training: { algorithm: 'xgboost' },
  stages: { staging: {}, production: {} },
});

const documents = (model: string, upload: string, run: string) => {
  const common = { v: 1 as const, model, author: 'anna', run };
  const claim: Upload = {
    ...common,
    hash: HASH,
    bucket: 'b',
    key: 'k',
    upload,
    attempt: 1,
    state: 'accepted',
    time: TIME,
  };
  const pass: Run = { ...common, upload: HASH, attempt: 1, execution: 'e', state: 'registered', started: TIME };
  // Its gate is not met: no release of it is ever begun, so the registry stands still but for what requests do.
  const version: Version = {
    ...common,
    version: 1,
    registered: TIME,
    task: 'binary-classification',
    manifestRevision: 1,
    manifestDigest: 'd',
    dataset: 'd',
    datasetLocation: 'l',
    code: 'c',
    image: 'i',
    job: 'j',
    parameters: {},
    artifact: { uri: 's3://a', digest: 'd' },
    sagemakerModel: 'm',
    metrics: { auc: { value: 0.79, low: 0.7, high: 0.9 } },
    gates: [{ gate: 'auc >= 0.80', outcome: 'not-met', text: 'auc 0.79 >= 0.80' }],
    evaluation: 's3://e',
  };
  // Serves by the registry, on an endpoint that is not there: a prediction goes all the way to SageMaker.
  const stage: Stage = {
    v: 1,
    model,
    stage: 'production',
    serving: { version: 2, configuration: 'c', since: TIME, release: run },
    endpoint: `sluice-${model}-production`,
    fence: 1,
    updated: TIME,
  };
  const incident: Incident = {
    v: 1,
    model,
    stage: 'production',
    kind: 'drift',
    untold: [],
    since: TIME,
    state: 'open',
    version: 2,
    report: 'r',
    columns: ['age'],
    last: TIME,
  };
  return [
    create(SK.upload(HASH), claim),
    create(SK.run(run), pass),
    create(SK.version(1), version),
    create(SK.stage('production'), stage),
    create(SK.incident('production', TIME), incident),
  ];
};

export async function makeWorld(port: number, outputs: Outputs, api: Api, model: string): Promise<Names> {
  await api({ method: 'PUT', path: `/models/${model}`, body: manifest(model) });
  const announced = await api({ method: 'POST', path: `/models/${model}/uploads`, body: { fileName: 'a.csv' } });
  const { upload } = AnnounceAnswer.parse(announced.body);
  const registry = awsRegistry({
    client: new DynamoDBClient(rootAccess(port)),
    registryTable: outputs['registry-table'],
    eventsTable: outputs['events-table'],
  });
  const run = systemIds.ulid();
  for (const write of documents(model, upload, run)) await registry.put(write);
  return {
    model: [model],
    stage: ['staging', 'production'],
    version: [1],
    upload: [upload],
    run: [run],
    before: [run],
  };
}
