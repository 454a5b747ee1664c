/** Executions that end without recording it: stopped, out of time, or broken while they recorded. */
import { beforeEach, describe, expect, test } from 'vitest';
import { SETTLING_SECONDS } from '../../../lib/core/contracts/state-machines.ts';
import { TrainingPointer } from '../../../lib/core/contracts/workflow-training.ts';
import type { EndpointDescription } from '../../../lib/core/release/endpoint.ts';
import { deploymentConfig } from '../../../lib/core/release/guardrails.ts';
import { admitUpload } from '../../../lib/core/usecases/check/admit-upload.ts';
import { requestRelease } from '../../../lib/core/usecases/release/request-release.ts';
import { EndpointMoving, recordExecutionEnd } from '../../../lib/core/usecases/runs/record-execution-end.ts';
import { startTraining } from '../../../lib/core/usecases/uploads/start-training.ts';
import { TaskFault } from '../workflows/_machine.ts';
import { PlayedEndpoint, released, releaseTasks } from '../workflows/_release.ts';
import { trained, trainingTasks } from '../workflows/_training.ts';
import { csv, type MemoryPlatform, memoryPlatform, RELEASE_MACHINE, TRAINING_MACHINE } from './_platform.ts';

let platform: MemoryPlatform;
beforeEach(async () => {
  platform = memoryPlatform();
  await platform.apply();
});

const messages = () => platform.ports.publisher.published.map(({ attributes }) => attributes);

/** The execution that was started last ends so, and EventBridge says it. */
function ended(status: 'FAILED' | 'TIMED_OUT' | 'ABORTED', more: { error?: string; cause?: string } = {}) {
  const { executions } = platform.ports;
  const { stateMachine: stateMachineArn, name, input } = executions.started.at(-1) ?? { stateMachine: '', name: '' };
  executions.finish(name, status);
  return { stateMachineArn, name, status, input: JSON.stringify(input), ...more };
}

describe('a training', () => {
  /** Started, and so far that its input is its own. */
  async function running(key = 'churn/uploads/data.csv'): Promise<void> {
    const { ports } = platform;
    await startTraining(ports, await platform.upload(key, csv()));
    await admitUpload(ports, TrainingPointer.parse(ports.executions.started.at(-1)?.input));
    expect(platform.items('RUN#').at(-1)).toMatchObject({ state: 'running' });
  }

  test.each([
    ['TIMED_OUT', {}, 'execution-timed-out', 'the execution did not end in its time'],
    ['ABORTED', {}, 'execution-aborted', 'the execution was stopped by hand'],
    ['ABORTED', { cause: 'wrong\ndata' }, 'execution-aborted', 'the execution was stopped by hand: wrong data'],
    [
      'FAILED',
      { error: 'Busy', cause: '{"errorMessage":"churn is being changed"}' },
      'execution-failed',
      'the execution failed before it recorded an end: churn is being changed',
    ],
  ] as const)(
    'that ended as %s %j fails its run, frees its input and is told of once',
    async (status, more, code, message) => {
      await running();
      const event = ended(status, more);
      expect(await recordExecutionEnd(platform.ports, event)).toBe('recorded');
      expect(platform.items('RUN#')).toMatchObject([
        { state: 'failed', reason: { code, message }, ended: expect.any(String) },
      ]);
      expect(platform.items('UPLOAD#')).toMatchObject([{ state: 'failed' }]);
      expect(platform.items('INPUT#')).toMatchObject([{ state: 'failed' }]);
      expect(messages()).toMatchObject([{ kind: 'run-failed', code, model: 'churn' }]);

      const before = platform.ports.registry.dump();
      expect(await recordExecutionEnd(platform.ports, event)).toBe('recorded');
      expect(platform.ports.registry.dump()).toEqual(before);
      expect(messages()).toHaveLength(1);
      expect((await platform.events()).filter((kind) => kind === 'run-failed')).toHaveLength(1);

      const again = await trained(platform, csv(), trainingTasks(platform), 'churn/uploads/again.csv');
      expect(again).toMatchObject({ output: { outcome: 'registered' } });
    },
  );

  test('is told of by the next delivery when the first could not', async () => {
    await running();
    const event = ended('ABORTED');
    const { publish } = platform.ports.publisher;
    platform.ports.publisher.publish = async () => {
      throw new Error('the topic is away');
    };
    await expect(recordExecutionEnd(platform.ports, event)).rejects.toThrow('the topic is away');
    platform.ports.publisher.publish = publish;
    platform.ports.clock.advance(61_000);
    await recordExecutionEnd(platform.ports, event);
    expect(messages()).toMatchObject([{ kind: 'run-failed' }]);
  });

  test('that recorded its failure itself is left alone', async () => {
    const played = trainingTasks(platform);
    played.tasks['sagemaker:createTrainingJob.sync'] = () => {
      throw new TaskFault('States.TaskFailed', '{"FailureReason":"AlgorithmError: bad"}');
    };
    expect(await trained(platform, csv(), played)).toMatchObject({ status: 'FAILED', error: 'training-failed' });
    const before = platform.ports.registry.dump();
    expect(await recordExecutionEnd(platform.ports, ended('FAILED', { error: 'training-failed' }))).toBe(
      'ended-before',
    );
    expect(platform.ports.registry.dump()).toEqual(before);
    expect(messages()).toEqual([]);
  });

  test('that was redriven meanwhile goes on', async () => {
    await running();
    const event = ended('FAILED');
    platform.ports.executions.finish(event.name, 'RUNNING' as never);
    expect(await recordExecutionEnd(platform.ports, event)).toBe('running');
    expect(platform.items('RUN#')).toMatchObject([{ state: 'running' }]);
  });

  test.each([
    ['under another name for the same run', (event: object) => ({ ...event, name: 'by-hand' })],
    ['with an input that is no run', (event: object) => ({ ...event, input: '{"hello":1}' })],
    ['whose input is too large for an event', (event: object) => ({ ...event, input: null })],
    [
      'of a run nobody knows',
      (event: { input: string }) => ({ ...event, input: event.input.replace(/"run":"[^"]+"/, '"run":"R"') }),
    ],
  ])('that somebody started by hand, %s, changes nothing', async (_, differently) => {
    await running();
    const before = platform.ports.registry.dump();
    expect(await recordExecutionEnd(platform.ports, differently(ended('ABORTED')) as never)).toBe('no-record');
    expect(platform.ports.registry.dump()).toEqual(before);
  });

  test('of another platform is refused, for the rule should not have brought it', async () => {
    await running();
    const event = { ...ended('ABORTED'), stateMachineArn: `${TRAINING_MACHINE}-2` };
    await expect(recordExecutionEnd(platform.ports, event)).rejects.toThrow(/no state machine of this platform/);
  });
});

describe('a release', () => {
  const OLD = 'sluice-churn-production-000001';
  const NEW = 'sluice-churn-production-000002';
  const described = (more: Partial<EndpointDescription>) =>
    platform.ports.endpoints.descriptions.set('sluice-churn-production', {
      EndpointName: 'sluice-churn-production',
      EndpointConfigName: OLD,
      EndpointStatus: 'InService',
      ...more,
    });
  const stage = () => platform.item('STAGE#production');
  const release = () => platform.items('RELEASE#').at(-1);
  const ask = (version: number) =>
    requestRelease(
      { ...platform.ports, stateMachine: RELEASE_MACHINE },
      { model: 'churn', stage: 'production', request: { version }, principal: 'anna' },
    );

  beforeEach(async () => {
    await trained(platform, csv());
    await trained(platform, csv(240, 1, 2), undefined, 'churn/uploads/second.csv');
    await released(platform, releaseTasks(platform, new PlayedEndpoint(platform)), { version: 1 });
    const version = platform.item('VERSION#000002');
    await platform.ports.registry.put({ item: { ...version, champion: 1 } as never, when: 'any' });
    platform.ports.publisher.published.length = 0;
    await ask(2);
    expect(stage()).toHaveProperty('lock');
    for (const name of GUARDS) guard(name);
  });

  const GUARDS = ['errors', 'latency', 'abort'].map((alarm) => `${NEW}-${alarm}`);
  const guard = (name: string) =>
    platform.ports.alarms.states.set(name, { name, state: 'OK', reason: '', updated: new Date(0) });
  const guards = () => GUARDS.filter((name) => platform.ports.alarms.states.has(name));

  test('that was stopped leaves none of its alarms, and those of others stay', async () => {
    guard('sluice-churn-production-drift');
    described({});
    await recordExecutionEnd(platform.ports, ended('ABORTED'));
    expect([...platform.ports.alarms.states.keys()]).toEqual([
      'sluice-churn-production-drift',
      'sluice-churn-production-performance',
    ]);
  });

  test('that was taken over keeps its alarms while SageMaker goes on with it, and is told of at once', async () => {
    described({ EndpointStatus: 'Updating', PendingDeploymentSummary: { EndpointConfigName: NEW } });
    const event = ended('ABORTED');
    await ask(2);
    await expect(recordExecutionEnd(platform.ports, event)).rejects.toBeInstanceOf(EndpointMoving);
    expect(guards()).toEqual(GUARDS);
    expect(messages()).toMatchObject([{ code: 'abandoned' }]);

    described({ EndpointConfigName: NEW });
    expect(await recordExecutionEnd(platform.ports, event)).toBe('ended-before');
    expect(guards()).toEqual([]);
    expect(messages()).toHaveLength(1);
  });

  test('that was stopped while the endpoint moves waits until it rests, then the stage follows it', async () => {
    described({ EndpointStatus: 'Updating' });
    const event = ended('ABORTED');
    await expect(recordExecutionEnd(platform.ports, event)).rejects.toBeInstanceOf(EndpointMoving);
    expect(stage()).toHaveProperty('lock');
    expect(release()).toMatchObject({ state: 'requested' });

    described({ EndpointConfigName: NEW });
    expect(await recordExecutionEnd(platform.ports, event)).toBe('recorded');
    expect(stage()).toMatchObject({ serving: { version: 2, configuration: NEW } });
    expect(stage()).not.toHaveProperty('lock');
    expect(release()).toMatchObject({
      state: 'live',
      cause: { code: 'execution-aborted' },
      proof: { configuration: NEW },
    });
    expect((await platform.events()).at(-1)).toBe('release-live');
    expect(messages()).toMatchObject([{ kind: 'release-live' }]);

    await recordExecutionEnd(platform.ports, event);
    expect(messages()).toHaveLength(1);
  });

  test.each([
    ['TIMED_OUT', 'execution-timed-out'],
    ['ABORTED', 'execution-aborted'],
    ['FAILED', 'execution-failed'],
  ] as const)('that ended as %s on the old configuration failed, and the next one works', async (status, code) => {
    described({});
    expect(await recordExecutionEnd(platform.ports, ended(status))).toBe('recorded');
    expect(release()).toMatchObject({ state: 'failed', cause: { code } });
    expect(stage()).toMatchObject({ serving: { version: 1, configuration: OLD } });
    expect(messages()).toMatchObject([{ kind: 'release-failed', code }]);
    expect(await ask(2)).toMatchObject({ state: 'requested', fence: 3 });
  });

  test('whose endpoint is gone leaves an empty stage', async () => {
    expect(await recordExecutionEnd(platform.ports, ended('ABORTED'))).toBe('recorded');
    expect(stage()).not.toHaveProperty('serving');
    expect(stage()).not.toHaveProperty('lock');
  });

  test('that the next release took over is told of, and the lock stays with the next', async () => {
    described({ EndpointStatus: 'Updating' });
    const event = ended('ABORTED');
    const next = await ask(2);
    expect(await recordExecutionEnd(platform.ports, event)).toBe('ended-before');
    expect(stage()).toMatchObject({ lock: { release: next.release } });
    expect(messages()).toMatchObject([{ kind: 'release-failed', code: 'abandoned' }]);
  });

  test('that is retried for as long as the longest deployment may take, and its way back', () => {
    for (const strategy of ['canary', 'all-at-once']) {
      const { BlueGreenUpdatePolicy } = deploymentConfig(NEW, { strategy, bakeMinutes: 10_000 });
      expect(2 * BlueGreenUpdatePolicy.MaximumExecutionTimeoutInSeconds).toBeLessThanOrEqual(SETTLING_SECONDS);
    }
  });
});
