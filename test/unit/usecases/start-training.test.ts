import { beforeEach, describe, expect, test } from 'vitest';
import { announceUpload } from '../../../lib/core/usecases/uploads/announce-upload.ts';
import { startTraining } from '../../../lib/core/usecases/uploads/start-training.ts';
import { uploadHash } from '../../../lib/core/usecases/uploads/upload-claim.ts';
import { csv, type MemoryPlatform, memoryPlatform, TRAINING_MACHINE } from './_platform.ts';

let platform: MemoryPlatform;
beforeEach(async () => {
  platform = memoryPlatform();
  await platform.apply();
});

describe('an upload of a known model', () => {
  test('is claimed with its run and event, and starts one execution of its name', async () => {
    const object = await platform.upload('churn/uploads/data.csv', csv());
    await startTraining(platform.ports, object);
    const hash = uploadHash(object);
    const run = platform.items('RUN#')[0]?.['run'];
    expect(platform.item(`UPLOAD#${hash}`)).toMatchObject({ state: 'received', author: 'unattributed', run });
    expect(platform.items('RUN#')).toMatchObject([{ state: 'running', manifestRevision: 1, execution: `${hash}-1` }]);
    expect(platform.ports.executions.started).toEqual([
      { stateMachine: TRAINING_MACHINE, name: `${hash}-1`, input: { v: 1, model: 'churn', run, upload: hash } },
    ]);
    expect(await platform.events()).toEqual(['model-applied', 'upload-received']);
  });

  test('delivered twice, or by two at once, starts once', async () => {
    const object = await platform.upload('churn/uploads/data.csv', csv());
    await Promise.all([1, 2, 3].map(() => startTraining(platform.ports, object)));
    await startTraining(platform.ports, object);
    expect(platform.ports.executions.started).toHaveLength(1);
    expect(platform.items('RUN#')).toHaveLength(1);
    expect(await platform.events()).toEqual(['model-applied', 'upload-received']);
  });

  test('whose execution was not started is started by the next delivery', async () => {
    const object = await platform.upload('churn/uploads/data.csv', csv());
    const { executions } = platform.ports;
    const start = executions.start;
    executions.start = async () => {
      throw new Error('Step Functions is away');
    };
    await expect(startTraining(platform.ports, object)).rejects.toThrow('away');
    executions.start = start;
    await startTraining(platform.ports, object);
    expect(executions.started).toHaveLength(1);
    expect(platform.items('RUN#')).toHaveLength(1);
  });

  test('in another version of the object is another upload', async () => {
    await startTraining(platform.ports, await platform.upload('churn/uploads/data.csv', csv()));
    await startTraining(platform.ports, await platform.upload('churn/uploads/data.csv', csv(300)));
    expect(platform.ports.executions.started).toHaveLength(2);
  });

  test('has the author of its announcement, and of no other', async () => {
    const announce = () =>
      announceUpload(platform.ports, { model: 'churn', request: { fileName: 'a.csv' }, principal: 'arn:anna' });
    const { key, upload } = await announce();
    await startTraining(platform.ports, await platform.upload(key, csv()));
    await startTraining(platform.ports, await platform.upload(`churn/uploads/${upload}/other.csv`, csv()));
    const authors = platform.items('UPLOAD#').map((item) => [item['key'], item['author']]);
    expect(Object.fromEntries(authors)).toEqual({
      [key]: 'arn:anna',
      [`churn/uploads/${upload}/other.csv`]: 'unattributed',
    });
  });
});

describe('an upload that no model takes', () => {
  test.each([
    ['of a model that was never applied', 'ghost/uploads/data.csv'],
    ['of a name no model can have', 'UPPER/uploads/data.csv'],
    ['whose key names the platform chain', '_platform/uploads/data.csv'],
  ])('%s is refused on the chain of the platform, and told once', async (_, key) => {
    const object = await platform.upload(key, csv());
    await startTraining(platform.ports, object);
    await startTraining(platform.ports, object);
    expect(await platform.events('_platform')).toEqual(['upload-refused']);
    expect(platform.items('UPLOAD#')).toMatchObject([{ state: 'refused', refusal: { code: 'unknown-model' } }]);
    expect(platform.ports.executions.started).toEqual([]);
    const [message, ...more] = platform.ports.publisher.published;
    expect(more).toEqual([]);
    expect(message?.attributes).toMatchObject({ kind: 'upload-refused', code: 'unknown-model' });
  });

  test('is told by the next delivery when the message did not go out', async () => {
    const object = await platform.upload('ghost/uploads/data.csv', csv());
    const { publisher, clock } = platform.ports;
    const publish = publisher.publish;
    publisher.publish = async () => {
      throw new Error('SNS is away');
    };
    await expect(startTraining(platform.ports, object)).rejects.toThrow('away');
    publisher.publish = publish;
    await expect(startTraining(platform.ports, object)).rejects.toThrow('being sent');
    clock.advance(61_000);
    await startTraining(platform.ports, object);
    expect(publisher.published).toHaveLength(1);
  });
});

describe('an object of a known model whose key cannot be used', () => {
  test.each([
    ['leads elsewhere', 'churn/uploads/../../other/uploads/data.csv', /part \. or \.\./],
    ['has an empty part', 'churn/uploads//data.csv', /\/\/ in it/],
    ['holds a line break', 'churn/uploads/a\nb.csv', /control character/],
    ['holds a NUL', 'churn/uploads/a\u0000.csv', /control character/],
    ['names no file', 'churn/uploads/folder/', /names no file/],
    ['is not below uploads', 'churn/other/uploads/data.csv', /not below churn\/uploads/],
  ])('and %s is refused on its own chain with a reason, and never trained', async (_, key, reason) => {
    const object = await platform.upload(key, csv());
    await startTraining(platform.ports, object);
    await startTraining(platform.ports, object);
    expect(await platform.events()).toEqual(['model-applied', 'upload-refused']);
    expect(platform.items('UPLOAD#')).toMatchObject([
      { state: 'refused', refusal: { code: 'unusable-key', message: expect.stringMatching(reason) } },
    ]);
    expect(platform.ports.executions.started).toEqual([]);
    expect(platform.ports.publisher.published).toHaveLength(1);
  });

  test('because it is a folder of the console is no upload', async () => {
    await startTraining(platform.ports, await platform.upload('churn/uploads/', ''));
    expect(await platform.events()).toEqual(['model-applied']);
    expect(platform.ports.publisher.published).toEqual([]);
  });
});

test('more trainings than the policy allows a day are refused, until the next day', async () => {
  platform = memoryPlatform({ maxTrainingsPerDay: 2 });
  await platform.apply();
  const upload = async (name: string) =>
    startTraining(platform.ports, await platform.upload(`churn/uploads/${name}.csv`, csv()));
  for (const name of ['a', 'b', 'c', 'd']) {
    platform.ports.clock.advance(1000);
    await upload(name);
  }
  expect(platform.ports.executions.started).toHaveLength(2);
  expect(platform.items('RUN#').map((run) => run['state'])).toEqual(['running', 'running', 'refused', 'refused']);
  expect(platform.ports.publisher.published.map(({ attributes }) => attributes['code'])).toEqual([
    'too-many-trainings',
    'too-many-trainings',
  ]);
  platform.ports.clock.advance(24 * 3_600_000);
  await upload('e');
  expect(platform.ports.executions.started).toHaveLength(3);
});
