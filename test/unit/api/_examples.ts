/** A model's life in requests, one after the other: the examples of the OpenAPI document are its recording. */

import type { ChunkList } from '../../../lib/core/contracts/chunks.ts';
import { DATASET_FILES, datasetPrefix, driftReportKey } from '../../../lib/core/contracts/locations.ts';
import type { Example } from '../../../lib/core/contracts/openapi/examples.ts';
import { OPERATIONS } from '../../../lib/core/contracts/openapi/operations/index.ts';
import type { Profile } from '../../../lib/core/contracts/profile.ts';
import type { RouteName } from '../../../lib/core/contracts/routes.ts';
import type { DriftReport } from '../../../lib/core/drift/document.ts';
import { create } from '../../../lib/core/registry/documents.ts';
import type { Incident, Run, Upload, Version } from '../../../lib/core/registry/entities.ts';
import { modelKey, SK } from '../../../lib/core/registry/keys.ts';
import { keepSummary } from '../../../lib/core/usecases/drift/window-summaries.ts';
import { categoryProfile, numberProfile, profileOf } from '../core/drift/profile.ts';
import { smallReport } from '../core/reports/_samples.ts';
import { manifest, registered, type TestPlatform, testPlatform, wentLive } from './_platform.ts';
import { captured, heldOut } from './_traffic.ts';

type Recorded = Record<string, Example[]>;
type Sent = Example['request'];

const HASH = 'c8f4e1d29b0a7c3355e6a1f0b4d87e92c8f4e1d29b0a7c3355e6a1f0b4d87e92';
const DATASET = `rows-sha256-v2:${HASH}`;
const TIME = '2026-01-05T08:00:00.000Z';
const HOUR_LATER = '2026-01-05T09:00:00.000Z';
const OF_STAGE = { model: 'churn', stage: 'production' };

/** Sends examples and keeps them with their answers, by operation. */
function recorder(platform: TestPlatform) {
  const recorded: Recorded = {};
  async function send(route: RouteName, name: string, summary: string, request: Sent = {}, user = 'anna') {
    const [method, path] = route.split(' ') as ['GET' | 'PUT' | 'POST', string];
    const { path: parameters = {}, query, headers, body } = request;
    const {
      status,
      headers: answered,
      body: said,
    } = await platform.call(
      method,
      path.replace(/\{(\w+)\}/g, (_, parameter: string) => parameters[parameter] ?? ''),
      {
        ...(query ? { query } : {}),
        ...(headers ? { headers } : {}),
        ...(typeof body === 'string' ? { raw: body } : { body }),
        account: '123456789012',
        user,
      },
    );
    const { id } = OPERATIONS[route];
    recorded[id] = [
      ...(recorded[id] ?? []),
      { name, summary, request, answer: { status, headers: answered, body: said } },
    ];
    return said;
  }
  return { recorded, send };
}

const version = (run: string, more: Partial<Version> = {}): Partial<Version> => ({
  run,
  author: 'arn:aws:iam::123456789012:user/anna',
  manifestDigest: `json-sha256-v1:${HASH}`,
  dataset: DATASET,
  datasetLocation: `churn/datasets/${run}/`,
  code: `sha256:${HASH}`,
  image: '683313688378.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:1.7-1',
  job: `sluice-churn-${HASH.slice(0, 12)}-1-t00`,
  parameters: { maxDepth: '6', eta: '0.2' },
  artifact: { uri: `s3://artifacts/churn/runs/${run}/artifact/model.tar.gz`, digest: `sha256:${HASH}` },
  sagemakerModel: `sluice-churn-${HASH.slice(0, 16)}`,
  metrics: { auc: { value: 0.861, low: 0.842, high: 0.88 } },
  gates: [{ gate: 'auc >= 0.80', outcome: 'met', value: 0.861, limit: 0.8, text: 'auc 0.861 >= 0.80' }],
  evaluation: `s3://artifacts/churn/runs/${run}/evaluation.json`,
  ...more,
});

async function trained({ registry, ports, clock }: TestPlatform, upload: string, key: string): Promise<string> {
  const run = ports.ids.ulid();
  const author = 'arn:aws:iam::123456789012:user/anna';
  const common = { v: 1 as const, model: 'churn', author, run, attempt: 1 };
  const claim: Upload = { ...common, hash: HASH, bucket: 'data', key, upload, state: 'accepted', time: TIME };
  const pass: Run = {
    ...common,
    upload: HASH,
    execution: `${HASH}-1`,
    state: 'registered',
    manifestRevision: 1,
    dataset: DATASET,
    version: 1,
    started: clock.now().toISOString(),
    ended: '2026-01-05T08:04:12.000Z',
  };
  await registry.put(create(SK.upload(HASH), claim));
  await registry.put(create(SK.run(run), pass));
  return run;
}

const REFUSED = 'Columns look as if their unit had changed since the last accepted data. 1 of 12 columns: length.';

/** The contract that the first dataset made. */
async function contracted(platform: TestPlatform, run: string): Promise<void> {
  const { registry } = platform;
  const model = 'churn';
  const author = 'arn:aws:iam::123456789012:user/anna';
  const location = `churn/datasets/${run}/`;
  const counts = { rows: 5043, rejected: 12, train: 4021, holdout: 1022 };
  const dataset = { v: 1 as const, model, digest: DATASET, location, ...counts, run, time: TIME };
  const begun = {
    v: 1 as const,
    model,
    contract: 1,
    since: TIME,
    origin: 'first-upload' as const,
    author,
    run,
    dataset: DATASET,
  };
  await registry.put(create(SK.dataset(DATASET), dataset));
  await registry.put(create(SK.contract(1), begun));
  await heldOut(platform, run);
  const meta = await registry.get(modelKey(model), SK.meta);
  if (!meta) throw new Error('the example has no model');
  const { rev, ...item } = meta;
  await registry.put({ item: { ...item, lastDataset: DATASET, contract: 1 }, when: { revision: rev } });
}

/** What is stored beside the datasets of a run and of one before it. @returns the one before */
async function storedEarlier({ registry, objects }: TestPlatform, run: string): Promise<string> {
  const earlier = '01JD8Y0B7C3VX5KQ0000000001';
  const pass = await registry.get(modelKey('churn'), SK.run(run));
  if (!pass) throw new Error('the example has no run');
  const { rev: _, pk: __, sk: ___, version: ____, ...document } = pass as Record<string, unknown>;
  const dataset = `rows-sha256-v2:${'1'.repeat(64)}`;
  await registry.put(
    create(SK.run(earlier), { ...(document as unknown as Run), run: earlier, state: 'linked', dataset }),
  );
  const schema = await objects.text({ bucket: 'artifacts', key: `churn/datasets/${run}/${DATASET_FILES.schema}` });
  const levels = { basic: 3_000, plus: 1_500, pro: 543 };
  for (const [of, moved] of [
    [earlier, {}],
    [run, { plus: 900, pro: 1_143 }],
  ] as const) {
    const months = numberProfile('tenureMonths', [1, 2, 3, 12, 24, 24, 36, 60]);
    const profile: Profile = {
      ...profileOf(months, categoryProfile('plan', { ...levels, ...moved })),
      rows: 5043,
      target: categoryProfile('churned', { no: 3_700, yes: 1_343 }),
    };
    const digest = (of === run ? 'a' : 'b').repeat(64);
    const chunks: ChunkList = {
      v: 1,
      algorithm: 'rows-sha256-v2',
      level: 0,
      chunks: [
        { digest: 'c'.repeat(64), rows: 4096, border: 12 },
        { digest, rows: 947 },
      ],
    };
    const put = (file: string, text: string) =>
      objects.put({ bucket: 'artifacts', key: `churn/datasets/${of}/${file}` }, text);
    await put(DATASET_FILES.schema, schema);
    await put(DATASET_FILES.profile, JSON.stringify(profile));
    await put(DATASET_FILES.chunks, JSON.stringify(chunks));
  }
  return earlier;
}

/** An upload whose training broke, or that was refused. @param letter what its hash has in place of c @returns its hash */
async function failed(
  { registry, ports, clock }: TestPlatform,
  letter = '0',
  refusal?: Upload['refusal'],
): Promise<string> {
  const hash = HASH.replaceAll('c', letter);
  const run = ports.ids.ulid();
  const common = { v: 1 as const, model: 'churn', author: 'arn:aws:iam::123456789012:user/anna', run, attempt: 1 };
  const key = 'churn/uploads/2026-02.csv';
  const state = refusal ? 'refused' : 'failed';
  const claim: Upload = { ...common, hash, bucket: 'data', key, state, ...(refusal ? { refusal } : {}), time: TIME };
  const reason = refusal ?? { code: 'training-failed', message: 'InternalServerError: out of memory' };
  const started = clock.now().toISOString();
  const pass: Run = {
    ...common,
    upload: hash,
    execution: `${hash}-1`,
    state,
    reason: { code: reason.code, message: reason.message },
    started,
    ended: started,
  };
  await registry.put(create(SK.upload(hash), claim));
  await registry.put(create(SK.run(run), pass));
  return hash;
}

async function drifted({ registry, objects }: TestPlatform): Promise<void> {
  const configuration = 'sluice-churn-production-000001';
  const key = driftReportKey('churn', 'production', configuration, TIME, HOUR_LATER);
  const missing = { now: 0.184, baseline: 0.001, p: 1e-9, psi: 0.43 };
  const report: DriftReport = {
    v: 1,
    ...OF_STAGE,
    version: 1,
    configuration,
    window: { from: TIME, to: HOUR_LATER },
    baselineDataset: DATASET,
    rowsRead: 4812,
    requests: 4812,
    skipped: {},
    outcome: 'drift',
    columns: [
      {
        kind: 'number',
        name: 'tenureMonths',
        rows: 4812,
        measures: { ks: 0.02, ksP: 0.21, psi: 0.01, missing },
        effect: 0.43,
        limit: 0.1,
        drifted: true,
        changes: ['missing'],
        unparsable: 0,
        now: { count: 3927, nulls: 0.184, median: 29 },
        baseline: { count: 48_163, nulls: 0.001, median: 29 },
      },
    ],
    budget: { falseAlarmsPerYear: 4, windowsPerYear: 8766, columns: 1, alpha: 0.000456 },
  };
  const incident: Incident = {
    v: 1,
    ...OF_STAGE,
    kind: 'drift',
    untold: [],
    since: TIME,
    state: 'open',
    version: 1,
    report: `s3://artifacts/${key}`,
    columns: ['tenureMonths'],
    last: HOUR_LATER,
  };
  await registry.put(create(SK.incident('production', TIME), incident));
  const unwell: Incident = { ...incident, kind: 'health', columns: ['errors'] };
  await registry.put(create(SK.incident('production', TIME, 'health'), unwell));
  await objects.put({ bucket: 'artifacts', key }, JSON.stringify(report));
  await keepSummary(registry, report, { report: key });
}

/** Plays the life; the clock stands still and ids are counted, so each recording is the same. */
export async function recordExamples(): Promise<Recorded> {
  const platform = testPlatform({
    stages: [
      { name: 'staging', approval: false },
      { name: 'production', approval: true },
    ],
  });
  const { recorded, send } = recorder(platform);
  const model = { path: { model: 'churn' } };
  const ofStage = { path: OF_STAGE };
  platform.objects.presignPut = async ({ bucket, key: object }, { expiresSeconds }) => ({
    url: `https://${bucket}.s3.eu-west-1.amazonaws.com/${object}?X-Amz-Expires=${expiresSeconds}&X-Amz-Signature=0a1b`,
    headers: {},
  });

  await send('GET /models/{model}', 'unknown', 'There is no such model', { path: { model: 'fraud' } });
  await send('PUT /models/{model}', 'first', 'The first manifest makes the model', { ...model, body: manifest() });
  await send('PUT /models/{model}', 'repeated', 'Sent again: nothing changes', { ...model, body: manifest() });
  const wrong = { ...manifest({ evaluation: { gates: ['acu >= 0.8'] } }), task: 'regresion' };
  await send('PUT /models/{model}', 'faulty', 'Every fault is told at once', { ...model, body: wrong });
  const stale = { ...model, headers: { 'if-match': '"7"' }, body: manifest({ evaluation: { gates: [] } }) };
  await send('PUT /models/{model}', 'stale', 'Somebody else changed it', stale);
  await send('GET /models', 'page', 'The first page', { query: { limit: '20' } });
  await send('GET /models/{model}', 'model', 'A model', model);

  const announced = await send('POST /models/{model}/uploads', 'csv', 'One CSV file', {
    ...model,
    headers: { 'idempotency-key': '0193a1c2-7d6f-7a53-9f0e-1f4a3a0f5b11' },
    body: { fileName: 'customers.csv' },
  });
  const { upload } = announced;
  await send('POST /models/{model}/uploads', 'unknownMember', 'A member that is not known', {
    ...model,
    body: { fileName: 'customers.csv', compress: true },
  });
  platform.clock.advance(60_000);
  const run = await trained(platform, upload, (announced as unknown as { key: string }).key);
  await registered(platform, 1, version(run));
  const missed = [{ gate: 'auc >= 0.80', outcome: 'not-met' as const, text: 'auc 0.791 >= 0.80' }];
  await registered(platform, 2, version(run, { gates: missed, champion: 1 }));
  await send('GET /models/{model}/uploads/{upload}', 'upload', 'An upload that was accepted', {
    path: { model: 'churn', upload },
  });
  await send('GET /models/{model}/runs', 'registered', 'Runs that ended in a version', {
    ...model,
    query: { state: 'registered', since: '2026-01-01T00:00:00Z' },
  });
  await send('GET /models/{model}/runs/{run}', 'run', 'A run', { path: { model: 'churn', run } });
  const report = smallReport({ run, dataset: DATASET, file: 'customers.csv' });
  const key = `${datasetPrefix('churn', run)}${DATASET_FILES.report}`;
  await platform.objects.put({ bucket: 'artifacts', key }, JSON.stringify(report));
  await send('GET /models/{model}/runs/{run}/report', 'report', 'The dataset of a run', {
    path: { model: 'churn', run },
  });
  await contracted(platform, run);
  const earlier = await storedEarlier(platform, run);
  await send('GET /models/{model}/runs/{run}/difference/{before}', 'difference', 'Two datasets of a model', {
    path: { model: 'churn', run, before: earlier },
  });
  await send('GET /models/{model}/contract', 'contract', 'The first contract', model);
  await send('GET /models/{model}/versions', 'newest', 'The newest version', { ...model, query: { limit: '1' } });
  await send('GET /models/{model}/versions/{version}', 'version', 'A version', {
    path: { model: 'churn', version: '1' },
  });

  const predictions = 'POST /models/{model}/stages/{stage}/predictions';
  const rows = {
    headers: { 'content-type': 'text/csv', 'x-sluice-inference-id': 'order-4711' },
    body: '41,basic,29.9\n',
  };
  await send(predictions, 'notLive', 'The stage serves nothing', {
    path: { model: 'churn', stage: 'staging' },
    ...rows,
  });
  const releases = 'POST /models/{model}/stages/{stage}/releases';
  await send(releases, 'approvalMissing', 'Nobody asked for an approval', { ...ofStage, body: { version: 1 } });
  const approvals = 'POST /models/{model}/stages/{stage}/approvals';
  const { approval } = await send(approvals, 'ask', 'For version 1', {
    ...ofStage,
    headers: { 'idempotency-key': '0193a1c5-52a0-7c4e-9d0b-0d2b4b1f7a55' },
    body: { version: 1, reason: 'first model' },
  });
  const ofApproval = { path: { ...OF_STAGE, approval } };
  const decisions = 'POST /models/{model}/stages/{stage}/approvals/{approval}/decisions';
  const decision = { ...ofApproval, body: { decision: 'approve', comment: 'looked at the gates' } };
  await send(decisions, 'author', 'The author may not', decision);
  await send(decisions, 'approve', 'Somebody else approves', decision, 'cleo');
  const asked = await send(releases, 'promote', 'To version 1', {
    ...ofStage,
    headers: { 'idempotency-key': '0193a1c9-11d0-7e0c-8b1f-6f9f0c2d7e90' },
    body: { version: 1, reason: 'first model' },
  });
  platform.clock.advance(60_000);
  await wentLive(platform, asked.release);
  await send('GET /models/{model}/stages/{stage}/approvals', 'page', 'The newest approvals', ofStage);
  await send('GET /models/{model}/stages/{stage}/approvals/{approval}', 'used', 'One that was used', ofApproval);
  await send(releases, 'gate', 'A gate is not met', { ...ofStage, body: { version: 2 } });
  await send(releases, 'neverServed', 'There is nothing to go back to', {
    ...ofStage,
    body: { rollbackTo: 'previous' },
  });
  await send('GET /models/{model}/stages/{stage}/releases', 'page', 'The newest releases', ofStage);
  const { configuration } = await send(
    'GET /models/{model}/stages/{stage}/releases/{release}',
    'live',
    'A release that went live',
    {
      path: { ...OF_STAGE, release: asked.release },
    },
  );
  await send('GET /models/{model}/stages', 'stages', 'Two stages', model);
  await send('GET /models/{model}/stages/{stage}', 'now', 'What it serves', ofStage);
  await send('GET /models/{model}/stages/{stage}', 'then', 'What it served', {
    ...ofStage,
    query: { at: '2026-05-03T12:00:00Z' },
  });

  platform.predictions.endpoints.set('sluice-churn-production', async (_body, { accept }) => ({
    body: new TextEncoder().encode(
      accept === 'application/json' ? '{"predictions":[{"label":"yes","score":0.83}]}' : '0.83\n',
    ),
    contentType: accept ?? 'text/csv',
  }));
  await send(predictions, 'csv', 'One row', { ...ofStage, ...rows });
  await captured(
    platform,
    configuration,
    [0.83, 0.41, 0.12, 0.66].map((score, i) => ({
      id: `order-47${i + 11}`,
      event: `0f6e${i}`,
      time: platform.clock.now().toISOString(),
      scores: [score],
    })),
  );
  platform.clock.advance(60_000);
  const labels = 'POST /models/{model}/labels';
  await send(labels, 'two', 'Two customers, of whom is known now whether they left', {
    ...model,
    body: {
      labels: [
        { inferenceId: 'order-4711', label: 'yes' },
        { inferenceId: 'order-4712', label: 'no' },
      ],
    },
  });
  await send(labels, 'noLabel', 'What is no label of the model', {
    ...model,
    body: { labels: [{ inferenceId: 'order-4713', label: 'perhaps' }] },
  });
  await send('GET /models/{model}/stages/{stage}/performance', 'measured', 'Half of the labels came', ofStage);
  await drifted(platform);
  await send('GET /models/{model}/drift', 'all', 'One stage has drifted', model);
  await send('GET /models/{model}/stages/{stage}/drift', 'drifted', 'A column is missing more often', {
    ...ofStage,
    query: { limit: '1' },
  });
  await send('GET /models/{model}/stages/{stage}/drift/trend', 'day', 'One window, and its incident', {
    ...ofStage,
    query: { from: '2026-01-04T09:00:00Z', to: HOUR_LATER },
  });
  await send('GET /models/{model}/events', 'first', 'The first two events', { ...model, query: { limit: '2' } });
  const retries = 'POST /models/{model}/uploads/{upload}/retries';
  const broken = await failed(platform);
  await send(retries, 'failed', 'After more memory was given', {
    path: { model: 'churn', upload: broken },
    headers: { 'idempotency-key': '0193a1cf-0b7e-7f31-8a6c-2d5f9e41c0aa' },
    body: { reason: 'larger instance' },
  });
  const acceptances = 'POST /models/{model}/contract/acceptances';
  const other = await failed(platform, 'd', { code: 'unit-change', message: REFUSED });
  await send(acceptances, 'unit', 'Lengths are in another unit from now on', {
    ...model,
    headers: { 'idempotency-key': '0193a1d0-4c1e-7b02-9e55-8a0c3d7f1b22' },
    body: { upload: other, reason: 'lengths are in metres since November' },
  });
  await send(acceptances, 'notAcceptable', 'What ended well needs no acceptance', {
    ...model,
    body: { run, reason: 'why not' },
  });
  await send(retries, 'ended', 'What ended well is left alone', { path: { model: 'churn', upload }, body: {} });
  return recorded;
}
