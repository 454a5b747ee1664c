import { GetObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { ListQueuesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { RunsPage } from '../../../lib/core/contracts/api.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../../../lib/local/settings.ts';
import { houses, housesCsv, housesManifest } from './_houses.ts';
import { applyYaml, modelName, session, uploadCsv } from './_journey.ts';

it('starts one run for two deliveries of the same upload event', async () => {
  const open = await session();
  const model = modelName('once');
  await applyYaml(open, housesManifest(model));
  const { upload, run } = await uploadCsv(open, model, housesCsv(houses(200, 5)));
  expect(run?.state).toBe('registered');

  // The event as S3 sent it, once more; and once more while the second is on its way.
  const s3 = new S3Client({ ...open.admin, forcePathStyle: true });
  const Bucket = open.outputs['data-bucket'];
  const { VersionId, ContentLength } = await s3.send(new HeadObjectCommand({ Bucket, Key: upload.key }));
  const event = {
    version: '0',
    id: 'again',
    'detail-type': 'Object Created',
    source: 'aws.s3',
    account: LOCAL_ACCOUNT,
    region: LOCAL_REGION,
    time: new Date().toISOString(),
    resources: [`arn:aws:s3:::${Bucket}`],
    detail: {
      version: '0',
      bucket: { name: Bucket },
      object: { key: upload.key, size: ContentLength, 'version-id': VersionId, etag: 'x', sequencer: '0' },
      reason: 'PutObject',
    },
  };
  const sqs = new SQSClient({ ...open.admin, useQueueUrlAsEndpoint: false });
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: open.platform }));
  const start = QueueUrls.filter((url) => /start|intake/i.test(url));
  expect(start).toHaveLength(1);
  for (let i = 0; i < 2; i += 1)
    await sqs.send(new SendMessageCommand({ QueueUrl: start[0], MessageBody: JSON.stringify(event) }));

  // A second upload of other data goes through the same queue behind them: when it has ended, they were handled.
  const other = await uploadCsv(open, model, housesCsv(houses(200, 6)), 'other.csv');
  expect(other.run?.state).toBe('registered');
  const { executions = [] } = await new SFNClient(open.admin).send(
    new ListExecutionsCommand({ stateMachineArn: open.outputs['training-state-machine'] }),
  );
  expect(executions.filter(({ name }) => name?.startsWith(upload.hash ?? '?'))).toHaveLength(1);
  const { items } = RunsPage.parse(
    (await open.api('DataScientist')({ method: 'GET', path: `/models/${model}/runs` })).body,
  );
  expect(items).toHaveLength(2);
  await s3.send(new GetObjectCommand({ Bucket, Key: upload.key }));
});
