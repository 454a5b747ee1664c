/** A second platform on the same account, in a network of its own, used and torn down, while the first one stays untouched. */

import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import {
  DescribeModelCommand,
  DescribeTrainingJobCommand,
  ListEndpointConfigsCommand,
  ListEndpointsCommand,
  ListModelsCommand,
  ListTrainingJobsCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { expect, inject, it, onTestFinished } from 'vitest';
import { readEvents } from '../../../lib/cli/commands/events.ts';
import { requestRelease, watchRelease } from '../../../lib/cli/commands/promote.ts';
import { tearDown, teardownPlan } from '../../../lib/cli/commands/teardown.ts';
import { keptText } from '../../../lib/cli/output/teardown.ts';
import { openSession } from '../../../lib/cli/session.ts';
import { StageView } from '../../../lib/core/contracts/api.ts';
import { deployLocally } from '../../../lib/local/deploy.ts';
import { makePersonas } from '../../../lib/local/personas.ts';
import { houses, housesCsv, housesManifest } from './_houses.ts';
import { applyYaml, modelName, uploadCsv } from './_journey.ts';

it('leaves nothing that bills, and only of its own platform', async () => {
  const port = inject('port');
  const workDir = mkdtempSync(path.join(os.tmpdir(), 'sluice-second-'));
  onTestFinished(() => rmSync(workDir, { recursive: true, force: true }));
  await deployLocally(port, { workDir, context: { name: 'second', vpc: 'create' } });
  await makePersonas(port, 'second');
  const open = await openSession({ platform: 'second', target: 'local', port });
  const sagemaker = new SageMakerClient(open.admin);
  const ours = async () => ({
    endpoints: ((await sagemaker.send(new ListEndpointsCommand({ NameContains: 'second-' }))).Endpoints ?? []).length,
    configurations: (
      (await sagemaker.send(new ListEndpointConfigsCommand({ NameContains: 'second-' }))).EndpointConfigs ?? []
    ).length,
    models: ((await sagemaker.send(new ListModelsCommand({ NameContains: 'second-' }))).Models ?? []).length,
    alarms: (
      (await new CloudWatchClient(open.admin).send(new DescribeAlarmsCommand({ AlarmNamePrefix: 'second-' })))
        .MetricAlarms ?? []
    ).length,
  });
  const formation = new CloudFormationClient(open.admin);
  /** Asks for it, and gives its end with the reason. */
  const deletion = async (StackName: string): Promise<string> => {
    const { Stacks } = await formation.send(new DescribeStacksCommand({ StackName }));
    const StackId = Stacks?.[0]?.StackId;
    await formation.send(new DeleteStackCommand({ StackName }));
    for (;;) {
      const { Stacks: now } = await formation.send(new DescribeStacksCommand({ StackName: StackId }));
      const status = now?.[0]?.StackStatus ?? '';
      if (status === 'DELETE_COMPLETE') return status;
      if (status === 'DELETE_FAILED') {
        const guard = { StackName: StackId, LogicalResourceId: 'DeletionGuard' };
        const { StackResourceDetail } = await formation.send(new DescribeStackResourceCommand(guard));
        return `${status} ${StackResourceDetail?.ResourceStatusReason}`;
      }
      await setTimeout(100);
    }
  };
  const model = modelName('gone');
  await applyYaml(open, housesManifest(model));
  expect((await uploadCsv(open, model, housesCsv(houses(200, 7)))).run?.state).toBe('registered');
  const live = await watchRelease(open, await requestRelease(open, model, 'production', { version: 1 }), {
    timeoutSeconds: 60,
  });
  expect(live.state).toBe('live');
  expect(await ours()).toMatchObject({ endpoints: 1, configurations: 1, models: 1, alarms: expect.any(Number) });

  const inTheNetwork = { Subnets: [expect.stringMatching(/^subnet-/), expect.stringMatching(/^subnet-/)] };
  const [job] =
    (await sagemaker.send(new ListTrainingJobsCommand({ NameContains: 'second-' }))).TrainingJobSummaries ?? [];
  const [made] = (await sagemaker.send(new ListModelsCommand({ NameContains: 'second-' }))).Models ?? [];
  expect(await sagemaker.send(new DescribeTrainingJobCommand({ TrainingJobName: job?.TrainingJobName }))).toMatchObject(
    { VpcConfig: inTheNetwork },
  );
  expect(await sagemaker.send(new DescribeModelCommand({ ModelName: made?.ModelName }))).toMatchObject({
    VpcConfig: inTheNetwork,
  });

  // Nothing of any stack is lost while a stage is live: what it needs works on.
  for (const part of ['monitoring', 'release', 'storage'])
    expect(await deletion(`second-${part}`)).toMatch(
      new RegExp(`^DELETE_FAILED .*a stage is live: ${model}/production. First: sluice --platform second teardown`),
    );
  expect((await readEvents(open, model)).at(-1)?.kind).toBe('release-live');

  const plan = await teardownPlan(open);
  expect(plan).toMatchObject({
    stages: [{ model, stage: 'production', version: 1 }],
    endpoints: [{ name: `second-${model}-production`, monthly: expect.any(Number) }],
    trainings: [],
    strange: [],
  });
  expect(plan.kept.map(({ monthly }) => monthly).filter(Boolean).length).toBeGreaterThanOrEqual(3);
  expect(keptText(plan.kept)).toContain('registry (table ');
  const torn = await tearDown(open, plan, () => undefined);

  expect(torn).toMatchObject({ stages: [`${model}/production`], configurations: 1, models: 1 });
  // The alarm over dead letters is its stack's.
  expect(await ours()).toEqual({ endpoints: 0, configurations: 0, models: 0, alarms: 1 });
  const stage = StageView.parse(
    (await open.api('Operator')({ method: 'GET', path: `/models/${model}/stages/production` })).body,
  );
  expect(stage.serving).toBeUndefined();
  expect((await readEvents(open, model)).at(-1)?.kind).toBe('stage-retired');
  const again = await teardownPlan(open);
  expect((await tearDown(open, again, () => undefined)).stages).toEqual([]);
  for (const part of ['monitoring', 'release', 'training', 'storage'])
    expect(await deletion(`second-${part}`)).toBe('DELETE_COMPLETE');
}, 300_000);
