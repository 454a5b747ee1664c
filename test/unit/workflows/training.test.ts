import { beforeEach, describe, expect, test } from 'vitest';
import { codeKey } from '../../../lib/core/contracts/locations.ts';
import { Notice } from '../../../lib/core/messages/notice.ts';
import { renderMessage } from '../../../lib/core/messages/render.ts';
import { noticeKey } from '../../../lib/core/usecases/notices.ts';
import { addressOf } from '../../../lib/core/usecases/object-digest.ts';
import { failRun } from '../../../lib/core/usecases/runs/fail-run.ts';
import { announceUpload } from '../../../lib/core/usecases/uploads/announce-upload.ts';
import { retryUpload } from '../../../lib/core/usecases/uploads/retry-upload.ts';
import { startTraining } from '../../../lib/core/usecases/uploads/start-training.ts';
import { csv, type MemoryPlatform, manifest, memoryPlatform } from '../usecases/_platform.ts';
import { definitionOf, runMachine, TaskFault } from './_machine.ts';
import { ran, trained, trainingTasks } from './_training.ts';

let platform: MemoryPlatform;
let played: ReturnType<typeof trainingTasks>;
beforeEach(async () => {
  platform = memoryPlatform();
  played = trainingTasks(platform);
  await platform.apply();
});

const run = () => platform.items('RUN#').at(-1);

describe('an upload that keeps its contract', () => {
  test('becomes version 1 with its lineage, and is told of', async () => {
    const execution = await trained(platform, csv(), played);
    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'registered', version: 1 } });
    expect(await platform.events()).toEqual([
      'model-applied',
      'upload-received',
      'dataset-accepted',
      'version-registered',
    ]);
    const version = platform.item('VERSION#000001');
    expect(version).toMatchObject({
      version: 1,
      author: 'unattributed',
      code: 'sha256:abc',
      job: played.jobs[0],
      parameters: { maxDepth: '3', sagemaker_program: 'train.py' },
      artifact: { digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) },
      sagemakerModel: played.models[0]?.['ModelName'],
    });
    expect(run()).toMatchObject({ state: 'registered', version: 1 });
    expect(platform.items('UPLOAD#')).toMatchObject([{ state: 'accepted' }]);
    expect(platform.items('INPUT#')).toMatchObject([{ state: 'done' }]);
    expect(played.events.map((event) => Notice.parse(event).kind)).toEqual(['version-registered']);
  });

  test('is trained in isolation on its canonical files, by the code as a channel', async () => {
    await trained(platform, csv(), played);
    const [job] = played.training as unknown as Record<string, never>[];
    expect(job).toMatchObject({
      EnableNetworkIsolation: true,
      HyperParameters: { sagemaker_submit_directory: '/opt/ml/input/data/code/abc.tar.gz' },
      InputDataConfig: [{ ChannelName: 'train' }, { ChannelName: 'schema' }, { ChannelName: 'code' }],
      StoppingCondition: { MaxRuntimeInSeconds: 3600 },
    });
    expect(job?.['TrainingJobName']).toMatch(/^sluice-churn-[0-9a-f]{12}-1-t0-0$/);
    expect(played.jobs).toEqual([expect.stringMatching(/-t0-0$/), expect.stringMatching(/-c0-0$/)]);
  });

  test('is trained and served in the network of the platform, under a name of its own', async () => {
    await trained(platform, csv(), played);
    const inside = memoryPlatform({}, { subnets: ['subnet-1'], securityGroups: ['sg-1'] });
    await inside.apply();
    const there = trainingTasks(inside);
    await trained(inside, csv(), there);
    const VpcConfig = { Subnets: ['subnet-1'], SecurityGroupIds: ['sg-1'] };
    expect(there.training).toMatchObject([{ VpcConfig, EnableNetworkIsolation: true }]);
    expect(there.models).toMatchObject([{ VpcConfig, EnableNetworkIsolation: true }]);
    // Same artefact, image and environment: only the network tells the two models apart.
    const { VpcConfig: _, ModelName, ...rest } = there.models[0] ?? {};
    expect({ ...rest, ModelName: played.models[0]?.['ModelName'] }).toEqual(played.models[0]);
    expect(ModelName).not.toBe(played.models[0]?.['ModelName']);
  });

  test('is scored beside the champion on the same rows', async () => {
    await trained(platform, csv(), played);
    await serve(platform, 1);
    await trained(platform, csv(220, 1, 2), played, 'churn/uploads/more.csv');
    expect(played.transforms.slice(1).map(({ TransformInput }) => TransformInput)).toEqual([
      played.transforms[1]?.TransformInput,
      played.transforms[1]?.TransformInput,
    ]);
    expect(platform.item('VERSION#000002')).toMatchObject({ champion: 1 });
  });

  test('of equal rows, parameters and code is linked, not trained again', async () => {
    await trained(platform, csv(), played);
    const again = await trained(platform, csv(), played, 'churn/uploads/copy.csv');
    expect(again).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'linked' } });
    expect(played.training).toHaveLength(1);
    expect(run()).toMatchObject({ state: 'linked', linkedTo: platform.items('RUN#')[0]?.['run'] });
    expect((await platform.events()).at(-1)).toBe('run-linked');
  });

  test('and came with another first upload keeps the contract of the faster one', async () => {
    const wider = csv().replaceAll(
      /^(.*),(\w+)$/gm,
      (_, features, label) => `${features},${label === 'churned' ? 'z' : '7'},${label}`,
    );
    await startTraining(platform.ports, await platform.upload('churn/uploads/narrow.csv', csv()));
    await startTraining(platform.ports, await platform.upload('churn/uploads/wide.csv', wider));
    const { started } = platform.ports.executions;
    const machine = definitionOf('training.asl.json');
    const ended = await Promise.all(started.map(({ input }) => runMachine(machine, input, played.tasks)));
    const outcomes = platform.items('RUN#').map(({ state, reason }) => [state, (reason as { code?: string })?.code]);
    expect(outcomes.toSorted()).toEqual([
      ['refused', 'header-mismatch'],
      ['registered', undefined],
    ]);
    expect(ended.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  });

  test('is trained again when another champion serves than its version was compared with', async () => {
    await trained(platform, csv(), played);
    await trained(platform, csv(220, 1, 2), played, 'churn/uploads/more.csv');
    await serve(platform, 1);
    // Version 1 serves: trained again it would be itself.
    expect(await trained(platform, csv(), played, 'churn/uploads/a.csv')).toMatchObject({
      output: { outcome: 'linked' },
    });
    // Version 2 was compared with nothing, and may not be released for that.
    const again = await trained(platform, csv(220, 1, 2), played, 'churn/uploads/b.csv');
    expect(again).toMatchObject({ output: { outcome: 'registered', version: 3 } });
    expect(platform.item('VERSION#000003')).toMatchObject({ champion: 1 });
    const once = await trained(platform, csv(220, 1, 2), played, 'churn/uploads/c.csv');
    expect(once).toMatchObject({ output: { outcome: 'linked' } });
  });

  test('is not compared with a champion that answers another question', async () => {
    const evaluation = { gates: ['auc >= champion - 0.01'] };
    await platform.apply(manifest({ data: { target: 'churned', id: 'y' }, evaluation }));
    await trained(platform, csv(), played);
    await serve(platform, 1);
    // Without its id the file has a column more to learn from.
    await platform.apply(manifest({ evaluation }));
    const execution = await trained(platform, csv(), played, 'churn/uploads/other.csv');
    expect(execution).toMatchObject({ output: { outcome: 'registered', version: 2 } });
    expect(played.transforms).toHaveLength(2);
    // It is known what served then, so the release is not refused for a changed champion.
    expect(platform.item('VERSION#000002')).toMatchObject({
      champion: 1,
      notCompared: { version: 1, code: 'other-question' },
      gates: [{ outcome: 'not-applicable', text: expect.stringContaining('champion v1 answers another question') }],
    });
  });

  describe('whose champion fails while it scores', () => {
    const described = (more: object) =>
      JSON.stringify({ TransformJobName: 'j', TransformJobStatus: 'Failed', ...more });
    /** Runs something in place of the champion's transform, or after it. */
    const champion = (instead: (score: () => unknown, output: string) => unknown) => {
      const score = played.tasks['sagemaker:createTransformJob.sync'];
      played.tasks['sagemaker:createTransformJob.sync'] = (input: never) => {
        const { S3OutputPath } = (input as { TransformOutput: { S3OutputPath: string } }).TransformOutput;
        return S3OutputPath.endsWith('/champion') ? instead(() => score?.(input), S3OutputPath) : score?.(input);
      };
    };
    const broken = (error: string, cause: string) =>
      champion(() => {
        throw new TaskFault(error, cause);
      });
    beforeEach(async () => {
      await platform.apply(manifest({ evaluation: { gates: ['auc >= 0.7', 'auc >= champion - 0.01'] } }));
      await trained(platform, csv(), played);
      await serve(platform, 1);
    });
    const next = () => trained(platform, csv(220, 1, 2), played, 'churn/uploads/more.csv');

    test.each([
      ['States.TaskFailed', described({ FailureReason: 'ClientError: See job logs' }), 'ClientError: See job logs'],
      ['States.Timeout', 'The job ran 7200 s.', 'the step did not end in its time'],
      ['SageMaker.AmazonSageMakerException', 'Could not find model "arn".', 'Could not find model "arn".'],
    ])('by its own fault (%s) is compared with nothing, and that is said', async (error, cause, message) => {
      broken(error, cause);
      expect(await next()).toMatchObject({ output: { outcome: 'registered', version: 2 } });
      const notCompared = { version: 1, code: 'unscored', message };
      expect(platform.item('VERSION#000002')).toMatchObject({
        champion: 1,
        notCompared,
        gates: [
          { outcome: 'met' },
          {
            outcome: 'not-applicable',
            text: 'auc >= champion - 0.01: not applicable, champion v1 could not score these rows',
          },
        ],
      });
      expect((await platform.ports.registry.events('churn')).at(-1)).toMatchObject({ data: { notCompared } });
      // A container's own words are no part of what is mailed.
      expect(JSON.stringify(played.events.at(-1))).not.toContain(message);
    });

    test.each([
      ['States.TaskFailed', described({ FailureReason: 'CapacityError: no ml.m5.large' })],
      ['States.TaskFailed', described({ FailureReason: 'InternalServerError: We encountered an internal error.' })],
      ['States.TaskFailed', described({ TransformJobStatus: 'Stopped' })],
      ['SageMaker.ResourceLimitExceededException', 'The account-level limit is 0 Instances'],
    ])('for a reason that passes (%s %s) fails: the same upload is compared later', async (error, cause) => {
      broken(error, cause);
      expect(await next()).toMatchObject({ status: 'FAILED', error: 'scoring-failed' });
      expect(run()).toMatchObject({ state: 'failed', reason: { code: 'scoring-failed' } });
    });

    test('with answers nobody can read is compared with nothing', async () => {
      champion(async (score, output) => {
        const answer = await score();
        await platform.ports.objects.put(addressOf(`${output}/features.csv.out`), 'nonsense\n');
        return answer;
      });
      expect(await next()).toMatchObject({ output: { outcome: 'registered', version: 2 } });
      expect(platform.item('VERSION#000002')).toMatchObject({ notCompared: { code: 'unscored' } });
    });
  });

  test('that misses a gate makes no version, and says which', async () => {
    played = trainingTasks(platform, ([x = '0']) => (Number(x) > 50 ? 'yes,0.1' : 'no,0.9'));
    const execution = await trained(platform, csv(), played);
    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'rejected' } });
    expect(platform.items('VERSION#')).toEqual([]);
    expect(run()).toMatchObject({ state: 'rejected', reason: { code: 'gate-not-met' } });
    expect((await platform.events()).at(-1)).toBe('version-rejected');
  });
});

test('data that changed without surely being a fault is told of, trains, and the version keeps what changed', async () => {
  await trained(platform, csv(400), played);
  const offset = csv(400).replace(/,(\d+),/g, (_, y: string) => `,${Number(y) + 6},`);
  await trained(platform, offset, played, 'churn/uploads/offset.csv');
  expect(played.events.map((event) => Notice.parse(event).kind)).toEqual([
    'version-registered',
    'data-changed',
    'version-registered',
  ]);
  const told = Notice.parse(played.events[1]);
  expect(told).toMatchObject({ file: 'offset.csv', run: run()?.['run'], findings: [{ column: 'y' }], more: 0 });
  expect(renderMessage(told).subject).toContain('dataset accepted with 1 warning');
  const warnings = [{ column: 'y', rule: 'location-change', severity: 'warn' }];
  expect(run()).toMatchObject({ state: 'registered', warnings });
  expect(platform.item('VERSION#000002')).toMatchObject({ warnings });
  expect(platform.item('VERSION#000001')).not.toHaveProperty('warnings');
});

describe('an upload that breaks its contract', () => {
  test('is refused before training, with the reason in the registry, an event and a message', async () => {
    const execution = await trained(platform, 'x,z,churned\n1,2,yes\n', played);
    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'refused' } });
    expect(played.jobs).toEqual([]);
    expect(run()).toMatchObject({ state: 'refused', reason: { code: expect.any(String) } });
    expect(platform.items('UPLOAD#')).toMatchObject([{ state: 'refused' }]);
    expect((await platform.events()).at(-1)).toBe('upload-refused');
    const notice = Notice.parse(played.events[0]);
    expect(renderMessage(notice).subject).toContain('upload refused');
  });

  test('in another unit than before is refused with its column named', async () => {
    await trained(platform, csv(), played);
    await trained(platform, csv(200, 10), played, 'churn/uploads/millimetres.csv');
    expect(run()).toMatchObject({ state: 'refused', reason: { code: 'unit-change' } });
    const [, refused] = played.events;
    expect(refused).toMatchObject({ kind: 'upload-refused', findings: [{ column: 'x' }] });
  });

  test('without the code its model trains by is refused', async () => {
    await platform.apply(manifest({ training: { algorithm: 'script' } }));
    await trained(platform, csv(), played);
    expect(run()).toMatchObject({ state: 'refused', reason: { code: 'code-missing' } });
  });
});

describe("a user's own code", () => {
  const CODE = 'a tar.gz';
  const SHA256 = '4fe8b1c7'.padEnd(64, '0');

  async function announced(sha256: string) {
    await platform.apply(manifest({ training: { algorithm: 'script' } }));
    const { key } = await announceUpload(platform.ports, {
      model: 'churn',
      request: { fileName: 'data.csv', code: { sha256, size: CODE.length } },
      principal: 'anna',
    });
    await platform.ports.objects.put({ bucket: 'artifacts', key: codeKey('churn', sha256) }, CODE);
    return key;
  }

  test('is used when it is what was announced', async () => {
    const { createHash } = await import('node:crypto');
    const sha256 = createHash('sha256').update(CODE).digest('hex');
    const key = await announced(sha256);
    const execution = await trained(platform, csv(), played, key);
    expect(execution).toMatchObject({ output: { outcome: 'registered' } });
    expect(platform.item('VERSION#000001')).toMatchObject({ code: `sha256:${sha256}`, author: 'anna' });
  });

  test('is refused when it was swapped', async () => {
    const key = await announced(SHA256);
    await trained(platform, csv(), played, key);
    expect(run()).toMatchObject({ state: 'refused', reason: { code: 'code-missing' } });
  });
});

describe('a step that fails', () => {
  const steps = [
    ['sagemaker:createTrainingJob.sync', 'States.TaskFailed', 'training-failed'],
    ['aws-sdk:sagemaker:createModel', 'SageMaker.SageMakerException', 'model-failed'],
    ['sagemaker:createTransformJob.sync', 'States.TaskFailed', 'scoring-failed'],
    ['TrainingEvaluate', 'ScoresUnreadable', 'evaluation-failed'],
    ['TrainingPrepare', 'ObjectNotFound', 'artifact-failed'],
  ] as const;

  test.each(steps)('%s ends the run with a reason, and frees its input', async (task, error, code) => {
    const cause = JSON.stringify({ TrainingJobName: 'job-1', FailureReason: 'AlgorithmError:\n\u0007 bad   things' });
    const working = { ...played.tasks };
    played.tasks[task] = () => {
      throw new TaskFault(error, cause);
    };
    const execution = await trained(platform, csv(), played);
    expect(execution).toMatchObject({ status: 'FAILED', error: code, cause: 'AlgorithmError: bad things' });
    expect(run()).toMatchObject({ state: 'failed', reason: { code, message: 'AlgorithmError: bad things' } });
    expect(platform.items('INPUT#')).toMatchObject([{ state: 'failed' }]);
    expect(played.events).toMatchObject([{ kind: 'run-failed', code }]);
    played.tasks = working;
    const again = await trained(platform, csv(), played, 'churn/uploads/again.csv');
    expect(again).toMatchObject({ output: { outcome: 'registered' } });
  });

  test('is mended, and the same upload is tried again: as a run of its own, by the manifest of now', async () => {
    const working = played.tasks['sagemaker:createTrainingJob.sync'];
    played.tasks['sagemaker:createTrainingJob.sync'] = () => {
      throw new TaskFault('States.TaskFailed', '{"FailureReason":"out of memory"}');
    };
    await trained(platform, csv(), played);
    const [failed] = platform.items('RUN#');
    played.tasks['sagemaker:createTrainingJob.sync'] = working ?? (() => ({}));
    await platform.apply(manifest({ training: { algorithm: 'xgboost', hyperparameters: { maxDepth: 2 } } }));

    const { executions } = platform.ports;
    const upload = String(failed?.['upload']);
    const request = { reason: 'smaller trees' };
    const again = await retryUpload(platform.ports, { model: 'churn', upload, request, principal: 'ben' });

    expect(again).toMatchObject({ state: 'running', attempt: 2, manifestRevision: 2, author: 'unattributed' });
    expect(executions.started.at(-1)).toMatchObject({ name: `${upload}-2`, input: { run: again.run } });
    expect(await ran(platform, played, executions.started.length - 1)).toMatchObject({
      output: { outcome: 'registered' },
    });
    expect(platform.items('RUN#').map(({ state, attempt }) => [attempt, state])).toEqual([
      [1, 'failed'],
      [2, 'registered'],
    ]);
    expect(platform.item(`UPLOAD#${upload}`)).toMatchObject({ state: 'accepted', attempt: 2, run: again.run });
    const events = await platform.ports.registry.events('churn');
    expect(events.find(({ kind }) => kind === 'upload-retried')).toMatchObject({
      actor: 'ben',
      data: { upload, run: again.run, attempt: 2, before: failed?.['run'], reason: 'smaller trees' },
    });
    expect(played.training.at(-1)?.TrainingJobName).toMatch(/-2-t0-0$/);
  });

  test('a retry that is refused again is told again', async () => {
    await trained(platform, 'x,z,churned\n1,2,yes\n', played);
    const upload = String(run()?.['upload']);
    await retryUpload(platform.ports, { model: 'churn', upload, request: {}, principal: 'ben' });
    await ran(platform, played, 1);
    expect(run()).toMatchObject({ state: 'refused', attempt: 2 });
    const keys = played.events.map((notice) => noticeKey(Notice.parse(notice)));
    expect(new Set(keys).size).toBe(2);
  });

  test('a retried job has another name, for names are never free again', async () => {
    const create = played.tasks['sagemaker:createTrainingJob.sync'];
    let tries = 0;
    played.tasks['sagemaker:createTrainingJob.sync'] = (input: never) => {
      tries += 1;
      if (tries === 1) throw new TaskFault('SageMaker.AmazonSageMakerException', 'Rate exceeded');
      return create?.(input);
    };
    await trained(platform, csv(), played);
    expect(played.jobs[0]).toMatch(/-t0-1$/);
  });

  test('a job that ran into its limit made no model', async () => {
    const create = played.tasks['sagemaker:createTrainingJob.sync'];
    played.tasks['sagemaker:createTrainingJob.sync'] = async (input: never) => ({
      ...((await create?.(input)) as object),
      TrainingJobStatus: 'Stopped',
    });
    const execution = await trained(platform, csv(), played);
    expect(execution).toMatchObject({ status: 'FAILED', error: 'training-stopped' });
  });

  test.each([
    ['Stopped', /training job j was stopped before it ended$/],
    ['MaxRuntimeExceeded', /ran into its limit of 60 minutes: training\.maxMinutes/],
  ])('a job that Step Functions gives back as %s is told in words, not as its description', async (why, words) => {
    const description = {
      TrainingJobName: 'j',
      TrainingJobStatus: 'Stopped',
      SecondaryStatus: why,
      StoppingCondition: { MaxRuntimeInSeconds: 3600 },
    };
    played.tasks['sagemaker:createTrainingJob.sync'] = () => {
      throw new TaskFault('States.TaskFailed', JSON.stringify(description));
    };
    const execution = await trained(platform, csv(), played);
    expect(execution).toMatchObject({ error: 'training-stopped', cause: expect.stringMatching(words) });
  });

  test('a job that leaves no model fails the run at once, and says where a model belongs', async () => {
    const create = played.tasks['sagemaker:createTrainingJob.sync'];
    played.tasks['sagemaker:createTrainingJob.sync'] = async (input: never) => ({
      ...((await create?.(input)) as object),
      ModelArtifacts: undefined,
    });
    const execution = await trained(platform, csv(), played);
    expect(execution).toMatchObject({ error: 'artifact-failed', cause: expect.stringMatching(/SM_MODEL_DIR/) });
    expect(execution?.trace.filter((state) => state === 'Prepare')).toHaveLength(1);
  });

  test('a model of the same content may exist already', async () => {
    const create = played.tasks['aws-sdk:sagemaker:createModel'];
    played.tasks['aws-sdk:sagemaker:createModel'] = (input: never) => {
      create?.(input);
      throw new TaskFault('SageMaker.SageMakerException', 'Cannot create already existing model "arn".');
    };
    expect(await trained(platform, csv(), played)).toMatchObject({ output: { outcome: 'registered' } });
  });
});

describe('an answer that is lost for good', () => {
  /** The function does its work; nobody hears of it. */
  const deaf = (name: string, when: (input: { outcome?: string }) => boolean) => {
    const task = played.tasks[name];
    played.tasks[name] = async (input: never) => {
      const answer = await task?.(input);
      if (when(input)) throw new TaskFault('States.Timeout', '');
      return answer;
    };
  };

  test('of the registration: the run is registered, and told of as such', async () => {
    deaf('TrainingRegister', ({ outcome }) => outcome === 'evaluated');
    const execution = await trained(platform, csv(), played);
    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'registered', version: 1 } });
    expect(execution?.trace).toContain('RecordFailure');
    expect(run()).toMatchObject({ state: 'registered', version: 1 });
    expect(played.events.map((event) => Notice.parse(event).kind)).toEqual(['version-registered']);
    expect(await platform.events()).not.toContain('run-failed');
  });

  test('of the registration of a candidate that missed a gate: the run is rejected', async () => {
    played = trainingTasks(platform, ([x = '0']) => (Number(x) > 50 ? 'yes,0.1' : 'no,0.9'));
    deaf('TrainingRegister', ({ outcome }) => outcome === 'evaluated');
    expect(await trained(platform, csv(), played)).toMatchObject({ output: { outcome: 'rejected' } });
    expect(played.events.map((event) => Notice.parse(event).kind)).toEqual(['version-rejected']);
  });

  test('of the check that refused: the upload is refused, and told of as such', async () => {
    deaf('TrainingCheck', () => true);
    const execution = await trained(platform, 'x,z,churned\n1,2,yes\n', played);
    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'refused' } });
    expect(played.events.map((event) => Notice.parse(event).kind)).toEqual(['upload-refused']);
  });

  test('of the check that linked: the run is linked, and nobody is bothered', async () => {
    await trained(platform, csv(), played);
    played.events.length = 0;
    deaf('TrainingCheck', () => true);
    const execution = await trained(platform, csv(), played, 'churn/uploads/copy.csv');
    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'linked' } });
    expect(played.events).toEqual([]);
  });
});

test('a run that was failed meanwhile stays failed when its execution goes on: no version comes of it', async () => {
  const register = played.tasks['TrainingRegister'];
  played.tasks['TrainingRegister'] = async (input: never) => {
    const { model, run: id, upload } = input as { model: string; run: string; upload: string };
    const reason = { code: 'execution-aborted', message: 'the execution was stopped by hand' };
    await failRun(platform.ports, { model, run: id, upload, step: 'execution', reason });
    return register?.(input);
  };
  expect(await trained(platform, csv(), played)).toMatchObject({ status: 'FAILED', error: 'execution-aborted' });
  expect(platform.items('VERSION#')).toEqual([]);
  expect(played.events).toEqual([]);
});

test('each step may run twice, as after an answer that was lost', async () => {
  for (const [name, task] of Object.entries(played.tasks))
    if (name.startsWith('Training'))
      played.tasks[name] = async (input: never) => {
        const first = await task(input);
        const second = await task(input);
        // Findings of a refusal are not kept; everything else is answered alike.
        expect(second).toEqual(first);
        return second;
      };
  expect(await trained(platform, csv(), played)).toMatchObject({ output: { outcome: 'registered', version: 1 } });
  expect(await platform.events()).toEqual([
    'model-applied',
    'upload-received',
    'dataset-accepted',
    'version-registered',
  ]);
});

describe.each(['before', 'after'] as const)('a function that dies right %s a commit', (when) => {
  // The commits of an execution: the dataset's acceptance, the version's registration.
  test.each([1, 2])('number %i is tried again, and the run ends the same', async (crash) => {
    const { ports } = platform;
    await startTraining(ports, await platform.upload('churn/uploads/data.csv', csv()));
    const commit = ports.registry.commit.bind(ports.registry);
    let commits = 0;
    ports.registry.commit = async (change) => {
      commits += 1;
      if (commits === crash && when === 'before') throw new Error('the store is away');
      await commit(change);
      if (commits === crash) throw new Error('the answer is lost');
    };
    const execution = await runMachine(
      definitionOf('training.asl.json'),
      ports.executions.started[0]?.input,
      played.tasks,
    );
    expect(execution).toMatchObject({ output: { outcome: 'registered', version: 1 } });
    expect(commits).toBeGreaterThanOrEqual(crash);
    expect(platform.items('VERSION#')).toHaveLength(1);
    expect(await platform.events()).toEqual([
      'model-applied',
      'upload-received',
      'dataset-accepted',
      'version-registered',
    ]);
  });
});

/** Makes production serve a version, as a release does. */
async function serve({ ports }: MemoryPlatform, version: number): Promise<void> {
  await ports.registry.put({
    item: {
      pk: 'M#churn',
      sk: 'STAGE#production',
      v: 1,
      model: 'churn',
      stage: 'production',
      endpoint: 'sluice-churn-production',
      fence: 1,
      serving: { version, configuration: 'c', since: '2026-03-02T08:00:00.000Z', release: 'R' },
      updated: '2026-03-02T08:00:00.000Z',
    },
    when: 'any',
  });
}
