/** Executions that a person stops: what they leave is recorded, told and free again. */

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { DescribeEndpointCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import {
  GetQueueAttributesCommand,
  ListQueuesCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { expect, it, onTestFinished, vi } from 'vitest';
import { awsEndpoints } from '../../../lib/adapters/aws/endpoints.ts';
import { readEvents } from '../../../lib/cli/commands/events.ts';
import { readRelease, requestRelease, watchRelease } from '../../../lib/cli/commands/promote.ts';
import { uploadFile } from '../../../lib/cli/commands/upload.ts';
import type { Session } from '../../../lib/cli/session.ts';
import { watchUpload } from '../../../lib/cli/upload/watch.ts';
import { UploadView } from '../../../lib/core/contracts/api.ts';
import { endpointName, releaseExecutionName, trainingExecutionName } from '../../../lib/core/contracts/names.ts';
import { openInbox } from '../../../lib/demo/inbox.ts';
import { houses, housesCsv, housesManifest } from './_houses.ts';
import { applyYaml, folder, modelName, session, uploadCsv } from './_journey.ts';

/** Stops an execution as soon as it is there. */
const stop = (open: Session, machine: 'training-state-machine' | 'release-state-machine', name: string) =>
  vi.waitFor(
    () =>
      new SFNClient(open.admin).send(
        new StopExecutionCommand({
          executionArn: `${open.outputs[machine].replace(':stateMachine:', ':execution:')}:${name}`,
          cause: 'a test',
        }),
      ),
    { timeout: 10_000, interval: 50 },
  );

/** Time is not scaled for queues: messages that wait for an endpoint come back after seconds, not after a minute. */
async function lookAgainSoon(open: Session): Promise<void> {
  const sqs = new SQSClient({ ...open.admin, useQueueUrlAsEndpoint: false });
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: open.platform }));
  const [QueueUrl, ...others] = QueueUrls.filter((url) => /ExecutionEnds/.test(url));
  expect(QueueUrl).toBeDefined();
  expect(others).toEqual([]);
  const wait = (seconds: string) =>
    sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: seconds } }));
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['VisibilityTimeout'] }),
  );
  await wait('5');
  onTestFinished(async () => void (await wait(Attributes.VisibilityTimeout ?? '30')));
}

const kinds = async (open: Session, model: string): Promise<string[]> =>
  (await readEvents(open, model)).map(({ kind }) => kind);

it('fails the run of a training that was stopped, and trains the same data again', async () => {
  const open = await session();
  const inbox = await openInbox(open.admin, open.outputs['notifications-topic']);
  const model = modelName('halted');
  await applyYaml(open, housesManifest(model));
  const content = housesCsv(houses(300, 7));
  const file = path.join(folder(), 'data.csv');
  writeFileSync(file, content);

  const upload = await uploadFile(open, model, file);
  const hash = await vi.waitFor(
    async () => {
      const seen = UploadView.parse(
        (await open.api('DataScientist')({ method: 'GET', path: `/models/${model}/uploads/${upload}` })).body,
      );
      // The dataset is accepted, so the run has an input to set free.
      expect(seen.state).toBe('accepted');
      return seen.hash ?? '';
    },
    { timeout: 30_000, interval: 50 },
  );
  await stop(open, 'training-state-machine', trainingExecutionName(hash, 1));

  const { run } = await watchUpload(open, model, upload, { timeoutSeconds: 30 });
  expect(run).toMatchObject({ state: 'failed', reason: { code: 'execution-aborted' } });
  expect(await kinds(open, model)).toContain('run-failed');
  const mail = await inbox.waitFor('failure', ({ subject }) => subject.includes(model) && /run failed/.test(subject));
  expect(mail.body).toContain('execution-aborted');
  expect((await uploadCsv(open, model, content, 'again.csv')).run?.state).toBe('registered');
});

it('ends a release that was stopped by what serves, once the endpoint rests, and lets the next one through', async () => {
  const open = await session();
  const inbox = await openInbox(open.admin, open.outputs['notifications-topic']);
  const model = modelName('stopped');
  await applyYaml(open, housesManifest(model));
  expect((await uploadCsv(open, model, housesCsv(houses(300, 8)))).run?.state).toBe('registered');
  expect((await uploadCsv(open, model, housesCsv(houses(300, 9)), 'more.csv')).run?.state).toBe('registered');
  const first = await requestRelease(open, model, 'staging', { version: 1 });

  const sagemaker = new SageMakerClient(open.admin);
  const EndpointName = endpointName(open.platform, model, 'staging');
  await vi.waitFor(
    async () => {
      const { EndpointStatus } = await sagemaker.send(new DescribeEndpointCommand({ EndpointName }));
      expect(EndpointStatus).toBe('Creating');
    },
    { timeout: 30_000, interval: 20 },
  );
  await lookAgainSoon(open);
  await stop(open, 'release-state-machine', releaseExecutionName(model, 'staging', first.release));

  // It moves on by itself: the first look is too early.
  const ended = await watchRelease(open, await readRelease(open, model, 'staging', first.release), {
    timeoutSeconds: 60,
  });
  expect(ended).toMatchObject({ state: 'live', cause: { code: 'execution-aborted' } });
  expect(await awsEndpoints({ client: sagemaker }).describe(EndpointName)).toMatchObject({
    EndpointStatus: 'InService',
    EndpointConfigName: ended.configuration,
  });
  await inbox.waitFor('end', ({ subject }) => subject.includes(`${model}/staging`));

  const second = await requestRelease(open, model, 'staging', { version: 2 });
  expect(await watchRelease(open, second, { timeoutSeconds: 60 })).toMatchObject({ state: 'live' });
  expect((await kinds(open, model)).filter((kind) => kind === 'release-live')).toHaveLength(2);
});
