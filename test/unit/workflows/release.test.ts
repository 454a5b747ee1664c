import { beforeEach, describe, expect, test } from 'vitest';
import { Notice } from '../../../lib/core/messages/notice.ts';
import { renderMessage } from '../../../lib/core/messages/render.ts';
import { SK } from '../../../lib/core/registry/keys.ts';
import { readStage, readStageAt } from '../../../lib/core/usecases/release/read-stages.ts';
import { requestRelease } from '../../../lib/core/usecases/release/request-release.ts';
import { csv, type MemoryPlatform, manifest, memoryPlatform, RELEASE_MACHINE } from '../usecases/_platform.ts';
import { TaskFault } from './_machine.ts';
import { execute, PlayedEndpoint, released, releaseTasks } from './_release.ts';
import { trained } from './_training.ts';

let platform: MemoryPlatform;
let endpoint: PlayedEndpoint;
let played: ReturnType<typeof releaseTasks>;

beforeEach(async () => {
  platform = memoryPlatform();
  await platform.apply();
  await trained(platform, csv());
  await trained(platform, csv(240, 1, 2), undefined, 'churn/uploads/second.csv');
  endpoint = new PlayedEndpoint(platform);
  played = releaseTasks(platform, endpoint);
});

const stage = () => platform.item('STAGE#production');
const release = () => platform.items('RELEASE#').at(-1);
const alarms = () => [...platform.ports.alarms.states.keys()];

/** Version 2 was not compared with version 1 in production, so the first release of a test is not its champion. */
async function liveWith1(): Promise<void> {
  await released(platform, played, { version: 1 });
  const version = platform.item('VERSION#000002');
  await platform.ports.registry.put({ item: { ...version, champion: 1 } as never, when: 'any' });
  played.called.length = 0;
  played.notices.length = 0;
}

describe('the first release of a stage', () => {
  test('creates the endpoint and the drift alarm, and goes live by proof', async () => {
    const { execution } = await released(platform, played, { version: 1 });
    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'live', serving: 1 } });
    expect(stage()).toMatchObject({ serving: { version: 1, configuration: 'sluice-churn-production-000001' } });
    expect(stage()).not.toHaveProperty('lock');
    expect(release()).toMatchObject({
      state: 'live',
      proof: { endpointStatus: 'InService', configuration: 'sluice-churn-production-000001' },
    });
    expect((await platform.events()).slice(-3)).toEqual(['release-requested', 'release-started', 'release-live']);
    expect(platform.items('STAGE#production#')).toMatchObject([{ version: 1 }]);
    expect(alarms()).toEqual(['sluice-churn-production-drift', 'sluice-churn-production-performance']);
    expect(played.configurations).toMatchObject([
      {
        ProductionVariants: [{ VariantName: 'primary', InitialInstanceCount: 2 }],
        DataCaptureConfig: { DestinationS3Uri: 's3://capture/churn/production/sluice-churn-production-000001' },
      },
    ]);
    expect(played.notices).toMatchObject([{ kind: 'release-live', serving: 1 }]);
  });

  test('whose creation was begun though its answer was lost goes live', async () => {
    const create = played.tasks['aws-sdk:sagemaker:createEndpoint'];
    played.tasks['aws-sdk:sagemaker:createEndpoint'] = (input: never) => {
      create?.(input);
      throw new TaskFault('SageMaker.SdkClientException', 'Read timed out');
    };
    const { execution } = await released(platform, played, { version: 1 });
    expect(execution).toMatchObject({ output: { outcome: 'live', serving: 1 } });
    expect(release()).not.toHaveProperty('cause');
  });

  test('whose endpoint cannot be created fails, leaves none behind and the stage empty', async () => {
    endpoint.failCreation = true;
    const { execution } = await released(platform, played, { version: 1 });
    expect(execution).toMatchObject({ output: { outcome: 'failed', cause: { code: 'endpoint-failed' } } });
    expect(endpoint.description).toBeUndefined();
    expect(stage()).not.toHaveProperty('serving');
    expect(stage()).not.toHaveProperty('lock');
    endpoint.failCreation = false;
    const again = await released(platform, played, { version: 1 });
    expect(again.execution).toMatchObject({ output: { outcome: 'live' } });
  });

  test('deletes what an earlier creation left as Failed', async () => {
    endpoint.description = { EndpointName: 'e', EndpointConfigName: 'old', EndpointStatus: 'Failed' };
    const { execution } = await released(platform, played, { version: 1 });
    expect(execution).toMatchObject({ output: { outcome: 'live' } });
    expect(played.called).toContain('deleteEndpoint');
  });
});

describe('a canary', () => {
  beforeEach(liveWith1);

  test('moves the stage, keeps its history and shows its share', async () => {
    const { asked, execution } = await released(platform, played, { version: 2 });
    expect(asked.effectiveShare).toBe(0.5);
    expect(execution).toMatchObject({ output: { outcome: 'live', serving: 2 } });
    expect(stage()).toMatchObject({ serving: { version: 2, configuration: 'sluice-churn-production-000002' } });
    expect(platform.items('STAGE#production#').map((item) => item['version'])).toEqual([1, 2]);
    expect(release()).toMatchObject({ progress: { share: 1, candidate: { requests: 600, errors: 0 } } });
    expect(played.called).not.toContain('createEndpoint');
  });

  test('with errors goes back: the stage stays, and the cause has numbers', async () => {
    endpoint.traffic = { requests: 1284, errors: 47 };
    const { execution } = await released(platform, played, { version: 2 });
    expect(execution).toMatchObject({
      output: {
        outcome: 'rolled-back',
        serving: 1,
        cause: { code: 'errors', message: 'alarm errors: 47 of 1,284 requests ended in 5xx (3.66 %, limit 2 %)' },
      },
    });
    expect(stage()).toMatchObject({ serving: { version: 1, configuration: 'sluice-churn-production-000001' } });
    expect(release()).toMatchObject({
      state: 'rolled-back',
      proof: { endpointStatus: 'InService', configuration: 'sluice-churn-production-000001' },
    });
    expect(platform.items('STAGE#production#')).toHaveLength(1);
    expect((await platform.events()).at(-1)).toBe('release-rolled-back');
    const message = renderMessage(Notice.parse(played.notices[0]));
    expect(message.body).toContain('47 of 1,284 requests ended in 5xx');
  });

  test('without traffic is taken back as inconclusive, the alarm asserted until the old fleet serves', async () => {
    endpoint.traffic = { requests: 0, errors: 0 };
    endpoint.patience = 12;
    const { execution } = await released(platform, played, { version: 2 });
    expect(execution).toMatchObject({ output: { outcome: 'inconclusive', cause: { code: 'no-traffic' } } });
    expect(stage()).toMatchObject({ serving: { version: 1 } });
    expect(played.called.filter((name) => name === 'setAlarmState').length).toBeGreaterThan(1);
    expect(alarms()).toEqual(['sluice-churn-production-drift', 'sluice-churn-production-performance']);
  });

  test('that another release took over from is taken back', async () => {
    const put = platform.ports.registry.put.bind(platform.ports.registry);
    let looks = 0;
    played.tasks['ReleaseWatch'] = watchThen(async () => {
      looks += 1;
      if (looks !== 2) return;
      const item = stage();
      await put({
        item: { ...item, fence: 3, lock: { release: 'OTHER', fence: 3, since: 'now' } } as never,
        when: 'any',
      });
    });
    const { execution } = await released(platform, played, { version: 2 });
    expect(execution).toMatchObject({ output: { outcome: 'inconclusive', cause: { code: 'superseded' } } });
    expect(stage()).toMatchObject({ lock: { release: 'OTHER' }, serving: { version: 1 } });
  });

  test('whose watch function is broken goes back, and the end is proved all the same', async () => {
    played.tasks['ReleaseWatch'] = () => {
      throw new TaskFault('TypeError', '{"errorMessage":"x is undefined"}');
    };
    const { execution } = await released(platform, played, { version: 2 });
    expect(execution).toMatchObject({
      output: { outcome: 'failed', serving: 1, cause: { code: 'watch-failed', message: 'x is undefined' } },
    });
    expect(endpoint.description).toMatchObject({ EndpointConfigName: 'sluice-churn-production-000001' });
  });

  test('that lost its fence before the update changes nothing', async () => {
    played.tasks['aws-sdk:dynamodb:transactWriteItems'] = () => {
      throw new TaskFault('DynamoDb.TransactionCanceledException', 'ConditionalCheckFailed');
    };
    const { execution } = await released(platform, played, { version: 2 });
    expect(execution).toMatchObject({ output: { outcome: 'failed', cause: { code: 'superseded' } } });
    expect(played.called).not.toContain('updateEndpoint');
  });

  test('whose configuration exists already goes on with it', async () => {
    played.tasks['aws-sdk:sagemaker:createEndpointConfig'] = () => {
      throw new TaskFault('SageMaker.SageMakerException', 'Cannot create already existing endpoint configuration');
    };
    expect((await released(platform, played, { version: 2 })).execution).toMatchObject({ output: { outcome: 'live' } });
  });

  test.each([
    ['aws-sdk:cloudwatch:putMetricAlarm', 'alarms-failed'],
    ['aws-sdk:sagemaker:createEndpointConfig', 'configure-failed'],
    ['aws-sdk:sagemaker:updateEndpoint', 'update-failed'],
  ])('that %s refuses fails with the reason, and version 1 serves', async (task, code) => {
    played.tasks[task] = () => {
      throw new TaskFault('SageMaker.SageMakerException', 'instance type is not allowed');
    };
    const { execution } = await released(platform, played, { version: 2 });
    expect(execution).toMatchObject({
      output: { outcome: 'failed', serving: 1, cause: { code, message: 'instance type is not allowed' } },
    });
    expect(stage()).not.toHaveProperty('lock');
  });

  test.each(['SageMaker.SdkClientException', 'States.Timeout'])(
    'whose update was begun though its answer was lost (%s) goes on',
    async (fault) => {
      const update = played.tasks['aws-sdk:sagemaker:updateEndpoint'];
      played.tasks['aws-sdk:sagemaker:updateEndpoint'] = (input: never) => {
        update?.(input);
        throw new TaskFault(fault, 'Read timed out');
      };
      const { execution } = await released(platform, played, { version: 2 });
      expect(execution).toMatchObject({ output: { outcome: 'live', serving: 2 } });
      expect(played.called).not.toContain('setAlarmState');
      expect(release()).not.toHaveProperty('cause');
    },
  );

  test('that is described with a throttled answer now and then is not taken for gone', async () => {
    const describe = played.tasks['aws-sdk:sagemaker:describeEndpoint'];
    let calls = 0;
    played.tasks['aws-sdk:sagemaker:describeEndpoint'] = (input: never) => {
      calls += 1;
      if (calls % 3 === 0) throw new TaskFault('SageMaker.SageMakerException', 'Rate exceeded');
      return describe?.(input);
    };
    expect((await released(platform, played, { version: 2 })).execution).toMatchObject({ output: { outcome: 'live' } });
  });

  test('waits while the endpoint moves for another reason', async () => {
    const describe = played.tasks['aws-sdk:sagemaker:describeEndpoint'];
    let calls = 0;
    played.tasks['aws-sdk:sagemaker:describeEndpoint'] = (input: never) => {
      calls += 1;
      const seen = describe?.(input) as object;
      return calls < 3 ? { ...seen, EndpointStatus: 'SystemUpdating' } : seen;
    };
    const { execution } = await released(platform, played, { version: 2 });
    expect(execution.trace.filter((name) => name === 'LookAgain')).toHaveLength(2);
    expect(execution).toMatchObject({ output: { outcome: 'live' } });
  });

  test('that runs again after its end answers the same and touches nothing', async () => {
    const { execution } = await released(platform, played, { version: 2 });
    const before = platform.ports.registry.dump();
    played.called.length = 0;
    const again = await execute(platform, played);
    expect(again.output).toEqual(execution.output);
    expect(platform.ports.registry.dump()).toEqual(before);
    expect(played.called).not.toContain('updateEndpoint');
  });

  test('each function may run twice, as after an answer that was lost', async () => {
    for (const [name, task] of Object.entries(played.tasks))
      if (name.startsWith('Release'))
        played.tasks[name] = async (input: never) => {
          await task(input);
          return task(input);
        };
    expect((await released(platform, played, { version: 2 })).execution).toMatchObject({ output: { outcome: 'live' } });
    expect((await platform.events()).slice(-3)).toEqual(['release-requested', 'release-started', 'release-live']);
  });
});

describe('a version whose SageMaker model is gone', () => {
  const version = () => platform.item('VERSION#000001') as unknown as { sagemakerModel: string };

  test('gets it again, of the same content under the same name, with the role of today', async () => {
    const { sagemakerModel } = version();
    played.gone.add(sagemakerModel);
    platform.ports.servingRole = 'arn:aws:iam::123456789012:role/other';
    const { execution } = await released(platform, played, { version: 1 });
    expect(execution).toMatchObject({ output: { outcome: 'live' } });
    expect(played.models).toMatchObject([
      {
        ModelName: sagemakerModel,
        ExecutionRoleArn: 'arn:aws:iam::123456789012:role/other',
        EnableNetworkIsolation: true,
        PrimaryContainer: { ModelDataUrl: expect.stringMatching(/^s3:/), Environment: expect.any(Object) },
      },
    ]);
  });

  test('made by somebody else at the same moment is this one', async () => {
    played.gone.add(version().sagemakerModel);
    played.tasks['aws-sdk:sagemaker:createModel'] = () => {
      throw new TaskFault('SageMaker.SageMakerException', 'Cannot create already existing model "arn".');
    };
    expect((await released(platform, played, { version: 1 })).execution).toMatchObject({ output: { outcome: 'live' } });
  });

  test('and cannot be made fails with the reason, before anything moves', async () => {
    played.gone.add(version().sagemakerModel);
    played.tasks['aws-sdk:sagemaker:createModel'] = () => {
      throw new TaskFault('SageMaker.SageMakerException', 'Could not access the artefact');
    };
    const { execution } = await released(platform, played, { version: 1 });
    expect(execution).toMatchObject({ output: { outcome: 'failed', cause: { code: 'model-failed' } } });
    expect(played.called).not.toContain('createEndpointConfig');
    expect(stage()).not.toHaveProperty('lock');
  });

  test('that is there is not made again; one of before this was known is left to the configuration', async () => {
    await released(platform, played, { version: 1 });
    expect(played.called).toContain('describeModel');
    expect(played.called).not.toContain('createModel');
    const { createModel: _made, ...before } = platform.item('VERSION#000002') as never as { createModel: unknown };
    await platform.ports.registry.put({ item: { ...before, champion: 1 } as never, when: 'any' });
    played.called.length = 0;
    expect((await released(platform, played, { version: 2 })).execution).toMatchObject({ output: { outcome: 'live' } });
    expect(played.called).not.toContain('describeModel');
  });
});

describe('a manifest that is applied while a release is under way', () => {
  test('counts for the next one: instances stay those of the recorded share', async () => {
    await liveWith1();
    const ask = { model: 'churn', stage: 'production', principal: 'anna' };
    const ports = { ...platform.ports, stateMachine: RELEASE_MACHINE };
    const asked = await requestRelease(ports, { ...ask, request: { version: 2 } });
    expect(asked).toMatchObject({ effectiveShare: 0.5, manifestRevision: 1 });
    const { production } = manifest().stages;
    await platform.apply(manifest({ stages: { staging: {}, production: { ...production, serving: { count: 4 } } } }));
    expect(await execute(platform, played)).toMatchObject({ output: { outcome: 'live' } });
    expect(played.configurations.at(-1)).toMatchObject({ ProductionVariants: [{ InitialInstanceCount: 2 }] });

    await released(platform, played, { rollbackTo: 1 });
    expect(played.configurations.at(-1)).toMatchObject({ ProductionVariants: [{ InitialInstanceCount: 4 }] });
  });

  test('may even take the stage away', async () => {
    await liveWith1();
    const ports = { ...platform.ports, stateMachine: RELEASE_MACHINE };
    await requestRelease(ports, { model: 'churn', stage: 'production', principal: 'anna', request: { version: 2 } });
    await platform.apply(manifest({ stages: { staging: {} } }));
    expect(await execute(platform, played)).toMatchObject({ output: { outcome: 'live' } });
  });
});

describe('a rollback', () => {
  test('is the same flow, all at once, to a version that served before', async () => {
    await liveWith1();
    await released(platform, played, { version: 2 });
    const { asked, execution } = await released(platform, played, { rollbackTo: 1 });
    expect(asked).toMatchObject({ kind: 'rollback', rollout: { strategy: 'all-at-once' } });
    expect(execution).toMatchObject({ output: { outcome: 'live', serving: 1 } });
    expect(stage()).toMatchObject({ serving: { version: 1, configuration: 'sluice-churn-production-000003' } });
  });
});

describe('an endpoint that is not as the registry knows it', () => {
  const byHand = () => Object.assign(endpoint.description ?? {}, { EndpointConfigName: 'by-hand' });

  test('is not overwritten by a promotion: the release names what it found and the way out', async () => {
    await liveWith1();
    byHand();
    const { execution } = await released(platform, played, { version: 2 });
    expect(execution).toMatchObject({ output: { outcome: 'failed', cause: { code: 'endpoint-changed' } } });
    expect(release()).toMatchObject({
      cause: { message: expect.stringMatching(/by-hand.*sluice rollback churn --stage production --to 1/) },
      proof: { configuration: 'by-hand' },
    });
    expect(played.called).not.toContain('updateEndpoint');
    expect(played.notices).toMatchObject([{ kind: 'release-failed' }]);
    expect(played.notices[0]).not.toHaveProperty('serving');
    expect(stage()).not.toHaveProperty('lock');
    expect((await platform.events()).slice(-2)).toEqual(['release-requested', 'release-failed']);
  });

  test('leaves the stage unproved until a release proves what serves again', async () => {
    await liveWith1();
    byHand();
    await released(platform, played, { version: 2 });
    const found = { configuration: 'by-hand', endpointStatus: 'InService', release: release()?.['release'] };
    const { unproved } = stage() as unknown as { unproved: { since: string } };
    expect(stage()).toMatchObject({ serving: { version: 1 }, unproved: found });
    expect((await platform.ports.registry.events('churn')).at(-1)).toMatchObject({ data: { unproved: 'by-hand' } });
    const ports = platform.ports;
    expect(await readStage(ports, 'churn', 'production')).toMatchObject({ unproved: found });
    const then = await readStageAt(ports, 'churn', 'production', unproved.since);
    expect(then).toMatchObject({ unproved: { configuration: 'by-hand' } });
    expect(then.serving).toBeUndefined();

    // A second look finds the same, and says since when.
    ports.clock.advance(60_000);
    await released(platform, played, { version: 2 });
    expect(stage()).toMatchObject({ unproved: { configuration: 'by-hand', since: unproved.since } });
    expect(platform.items('STAGE#production#')).toHaveLength(2);

    await released(platform, played, { rollbackTo: 1 });
    expect(stage()).not.toHaveProperty('unproved');
    expect(platform.items('STAGE#production#').map((entry) => entry['version'])).toEqual([1, undefined, 1]);
  });

  test('and is put back by hand, too, is proved by the next release that is taken back to it', async () => {
    await liveWith1();
    byHand();
    await released(platform, played, { version: 2 });
    Object.assign(endpoint.description ?? {}, { EndpointConfigName: 'sluice-churn-production-000001' });
    endpoint.traffic = { requests: 100, errors: 90 };
    const { execution } = await released(platform, played, { version: 2 });
    expect(execution).toMatchObject({ output: { outcome: 'rolled-back', serving: 1 } });
    expect(stage()).not.toHaveProperty('unproved');
    expect(platform.items('STAGE#production#').map((entry) => entry['version'])).toEqual([1, undefined, 1]);
  });

  test('is taken back by a rollback to the version that should serve', async () => {
    await liveWith1();
    byHand();
    const { execution } = await released(platform, played, { rollbackTo: 1 });
    expect(execution).toMatchObject({ output: { outcome: 'live', serving: 1 } });
    expect(endpoint.description).toMatchObject({ EndpointConfigName: 'sluice-churn-production-000002' });
    expect(stage()).toMatchObject({ serving: { version: 1, configuration: 'sluice-churn-production-000002' } });
  });

  test('and is gone is made again, by a canary that has nothing to compare with', async () => {
    await liveWith1();
    endpoint.delete();
    endpoint.traffic = { requests: 0, errors: 0 };
    const { execution } = await released(platform, played, { version: 2 });
    expect(execution).toMatchObject({ output: { outcome: 'live', serving: 2 } });
    expect(played.called).toContain('createEndpoint');
  });

  test('because a release was finished whose execution was lost, is known by it, and gone back to', async () => {
    await liveWith1();
    const watch = played.tasks['ReleaseWatch'];
    // Its execution dies while SageMaker moves the traffic, and nobody records that.
    played.tasks['ReleaseWatch'] = () => {
      throw new Error('the execution is gone');
    };
    await expect(released(platform, played, { version: 2 })).rejects.toThrow('gone');
    const lost = platform.ports.executions.started.at(-1);
    const lostId = String(release()?.['release']);
    platform.ports.executions.finish(lost?.name ?? '', 'FAILED');
    while (endpoint.description?.['EndpointStatus'] !== 'InService') endpoint.describe();
    played.tasks['ReleaseWatch'] = watch as never;
    endpoint.traffic = { requests: 1000, errors: 500 };
    // However long ago that was.
    const abandoned = platform.item(SK.release('production', lostId)) as never as object;
    for (let i = 0; i < 130; i += 1) {
      const id = platform.ports.ids.ulid();
      const item = { ...abandoned, sk: SK.release('production', id), release: id, state: 'failed', configuration: 'x' };
      await platform.ports.registry.put({ item: item as never, when: 'absent' });
    }

    const { execution } = await released(platform, played, { rollbackTo: 1 });

    expect(execution).toMatchObject({ output: { outcome: 'rolled-back', serving: 2 } });
    expect(release()).toMatchObject({ from: 2, fromConfiguration: 'sluice-churn-production-000002' });
    expect(stage()).toMatchObject({ serving: { version: 2, configuration: 'sluice-churn-production-000002' } });
    expect(platform.items('STAGE#production#').map((entry) => entry['version'])).toEqual([1, 2]);
  });
});

/** The watch function, with something that happens at each of its looks. */
function watchThen(happens: () => Promise<void>) {
  const watch = played.tasks['ReleaseWatch'];
  return async (input: never) => {
    await happens();
    return watch?.(input);
  };
}
