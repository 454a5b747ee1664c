import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IMAGE, ROLE, startTestServer, type TestServer } from './_server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  server.cloud.objects.set('data/churn/train/features.csv', Buffer.from('1,2\n3,4\n'));
  server.cloud.objects.set('data/churn/train/deep/labels.csv', Buffer.from('0\n1\n'));
});
afterAll(() => server.close());

const job = (name: string, over: object = {}) => ({
  TrainingJobName: name,
  RoleArn: ROLE,
  AlgorithmSpecification: {
    TrainingImage: IMAGE,
    TrainingInputMode: 'File',
    MetricDefinitions: [{ Name: 'train:loss', Regex: '.*#011train-loss:(\\S+)' }],
  },
  InputDataConfig: [
    {
      ChannelName: 'train',
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://data/churn/train/' } },
    },
  ],
  OutputDataConfig: { S3OutputPath: 's3://models/churn/' },
  ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 5 },
  StoppingCondition: { MaxRuntimeInSeconds: 60 },
  ...over,
});

const ended = (name: string) =>
  server.until('DescribeTrainingJob', { TrainingJobName: name }, (one) =>
    ['Completed', 'Failed', 'Stopped'].includes(String(one['TrainingJobStatus'])),
  );

async function filesOf(archive: Buffer | undefined): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  const entries = extract();
  Readable.from([archive ?? Buffer.alloc(0)])
    .pipe(createGunzip())
    .pipe(entries);
  for await (const entry of entries) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    files[entry.header.name] = Buffer.concat(chunks).toString();
  }
  return files;
}

describe('a training job', () => {
  it('downloads, runs, uploads the model and says how it went', async () => {
    await server.call('CreateTrainingJob', job('Good-1', { HyperParameters: { do: 'output', eta: '0.2' } }));
    const done = await ended('Good-1');

    expect(done).toMatchObject({
      TrainingJobStatus: 'Completed',
      SecondaryStatus: 'Completed',
      TrainingJobArn: 'arn:aws:sagemaker:us-east-1:111122223333:training-job/good-1',
      ModelArtifacts: { S3ModelArtifacts: 's3://models/churn/Good-1/output/model.tar.gz' },
      FinalMetricDataList: [{ MetricName: 'train:loss', Value: 0.25 }],
      HyperParameters: { do: 'output', eta: '0.2' },
      BillableTimeInSeconds: expect.any(Number),
    });
    const steps = done['SecondaryStatusTransitions'] as { Status: string; EndTime?: number }[];
    expect(steps.map((step) => step.Status)).toEqual(['Starting', 'Downloading', 'Training', 'Uploading', 'Completed']);
    expect(steps.every((step) => step.EndTime !== undefined)).toBe(true);

    const model = await filesOf(server.cloud.objects.get('models/churn/Good-1/output/model.tar.gz'));
    expect(model).toMatchObject({ 'train/features.csv': '1,2\n3,4\n', 'train/deep/labels.csv': '0\n1\n' });
    expect(await filesOf(server.cloud.objects.get('models/churn/Good-1/output/output.tar.gz'))).toEqual({
      'report.txt': 'report',
    });
    const log = [...server.cloud.logs].find(([name]) => name.startsWith('/aws/sagemaker/TrainingJobs Good-1/algo-1-'));
    expect(log?.[1].map((event) => event.message)).toContain('host algo-1 job Good-1');
    expect(server.cloud.events).toContainEqual(
      expect.objectContaining({
        detailType: 'SageMaker Training Job State Change',
        detail: expect.objectContaining({ TrainingJobName: 'Good-1', TrainingJobStatus: 'Completed' }),
      }),
    );
  });

  it('has credentials only without network isolation, and none of our own environment', async () => {
    await server.call('CreateTrainingJob', job('open'));
    await server.call(
      'CreateTrainingJob',
      job('isolated', { EnableNetworkIsolation: true, Environment: { MINE: '1' } }),
    );
    const environmentOf = async (name: string) => {
      await ended(name);
      const files = await filesOf(server.cloud.objects.get(`models/churn/${name}/output/model.tar.gz`));
      return JSON.parse(files['environment.json'] ?? '{}') as Record<string, string>;
    };
    expect(await environmentOf('open')).toMatchObject({
      AWS_ACCESS_KEY_ID: 'ASIATEST',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
    });
    const isolated = await environmentOf('isolated');
    expect(isolated).toMatchObject({ MINE: '1', OMP_NUM_THREADS: '1', LIFELINE: '1' });
    expect(isolated['AWS_ACCESS_KEY_ID']).toBeUndefined();
    expect(isolated['AWS_ENDPOINT_URL']).toBeUndefined();
    expect(isolated['VITEST']).toBeUndefined();
  });

  it('fails with the reason the container left', async () => {
    await server.call('CreateTrainingJob', job('bad', { HyperParameters: { do: 'fail' } }));
    expect(await ended('bad')).toMatchObject({
      TrainingJobStatus: 'Failed',
      FailureReason: 'AlgorithmError: the target has one class only, exit code: 3',
    });
  });

  it('fails when the role may not read or write, or nothing is there', async () => {
    await server.call(
      'CreateTrainingJob',
      job('nothing', {
        InputDataConfig: [
          { ChannelName: 'train', DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://data/none/' } } },
        ],
      }),
    );
    expect((await ended('nothing'))['FailureReason']).toMatch(
      /^ClientError: Data download failed: No S3 objects found/,
    );

    server.cloud.denied = (action) => action === 's3:GetObject';
    await server.call('CreateTrainingJob', job('unread'));
    expect((await ended('unread'))['FailureReason']).toMatch(/^ClientError: Data download failed: AccessDenied/);

    server.cloud.denied = (action) => action === 's3:PutObject';
    await server.call('CreateTrainingJob', job('unwritten'));
    expect((await ended('unwritten'))['FailureReason']).toMatch(/^ClientError: Data upload failed: AccessDenied/);
    server.cloud.denied = () => false;
  });

  it('runs on when the role may write neither logs nor metrics', async () => {
    server.cloud.denied = (action) => action.startsWith('logs:') || action.startsWith('cloudwatch:');
    await server.call('CreateTrainingJob', job('quiet'));
    expect((await ended('quiet'))['TrainingJobStatus']).toBe('Completed');
    server.cloud.denied = () => false;
  });

  it('is Stopped by StopTrainingJob and by its time limit, with what it had written', async () => {
    await server.call('CreateTrainingJob', job('stopped', { HyperParameters: { do: 'wait' } }));
    await server.until(
      'DescribeTrainingJob',
      { TrainingJobName: 'stopped' },
      (one) => one['SecondaryStatus'] === 'Training',
    );
    await server.call('StopTrainingJob', { TrainingJobName: 'stopped' });
    expect(await ended('stopped')).toMatchObject({ TrainingJobStatus: 'Stopped', SecondaryStatus: 'Stopped' });

    await server.call(
      'CreateTrainingJob',
      job('late', { HyperParameters: { do: 'wait' }, StoppingCondition: { MaxRuntimeInSeconds: 1 } }),
    );
    expect(await ended('late')).toMatchObject({ TrainingJobStatus: 'Stopped', SecondaryStatus: 'MaxRuntimeExceeded' });
    expect(server.cloud.objects.has('models/churn/late/output/model.tar.gz')).toBe(true);
  });

  it('is refused in the words of AWS', async () => {
    await expect(server.call('DescribeTrainingJob', { TrainingJobName: 'none' })).rejects.toThrow(
      'ValidationException: Requested resource not found.',
    );
    await expect(server.call('CreateTrainingJob', job('good-1'))).rejects.toThrow(
      /^ResourceInUse: .*training-job\/good-1/,
    );
    server.cloud.denied = (action) => action === 'sts:AssumeRole';
    await expect(server.call('CreateTrainingJob', job('no-trust'))).rejects.toThrow(
      `ValidationException: Could not assume role ${ROLE}.`,
    );
    server.cloud.denied = () => false;
    await expect(server.call('StopTrainingJob', { TrainingJobName: 'Good-1' })).rejects.toThrow('status Completed');
  });

  it('is listed', async () => {
    const list = await server.call('ListTrainingJobs', { NameContains: 'Good', StatusEquals: 'Completed' });
    expect(list['TrainingJobSummaries']).toEqual([expect.objectContaining({ TrainingJobName: 'Good-1' })]);
    const page = await server.call('ListTrainingJobs', { MaxResults: 2, SortBy: 'Name', SortOrder: 'Ascending' });
    const next = await server.call('ListTrainingJobs', {
      MaxResults: 2,
      SortBy: 'Name',
      SortOrder: 'Ascending',
      NextToken: page['NextToken'],
    });
    const names = [page, next].flatMap((one) =>
      (one['TrainingJobSummaries'] as { TrainingJobName: string }[]).map((each) => each.TrainingJobName),
    );
    expect(names).toEqual([...names].sort());
    expect(new Set(names).size).toBe(4);
  });
});
