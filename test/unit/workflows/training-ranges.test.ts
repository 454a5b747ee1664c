/** A large upload goes through passes over its ranges, and comes out as a small one does. */
import { beforeEach, describe, expect, test } from 'vitest';
import { datasetPrefix } from '../../../lib/core/contracts/locations.ts';
import { csv, type MemoryPlatform, memoryPlatform } from '../usecases/_platform.ts';
import { type Task, TaskFault } from './_machine.ts';
import { trained, trainingTasks } from './_training.ts';

const RANGED = { rangedAboveBytes: 1024, rangeBytes: 1024 };

let platform: MemoryPlatform;
let played: ReturnType<typeof trainingTasks>;
beforeEach(async () => {
  platform = memoryPlatform(RANGED);
  played = trainingTasks(platform);
  await platform.apply();
});

const run = (of = platform) => of.items('RUN#').at(-1) as { run: string; dataset?: string; state: string } | undefined;
const filesOf = (of: MemoryPlatform): [string, string][] => {
  const prefix = datasetPrefix('churn', run(of)?.run ?? '');
  return Object.entries(of.ports.objects.dump('artifacts'))
    .filter(([key]) => key.startsWith(prefix) && key.endsWith('.csv'))
    .map(([key, text]) => [key.slice(prefix.length), text]);
};
const passes = (trace: readonly string[] = []) => trace.filter((name) => name === 'Ranges' || name === 'Join');

describe('an upload above the limit of one function', () => {
  test('becomes a version by three passes, of the same dataset as one pass makes it', async () => {
    const execution = await trained(platform, csv(), played);
    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'registered', version: 1 } });
    expect(passes(execution?.trace)).toEqual(['Ranges', 'Join', 'Ranges', 'Join', 'Ranges', 'Join']);
    expect(execution?.trace.filter((name) => name === 'Range').length).toBeGreaterThan(3);
    const single = memoryPlatform();
    await single.apply();
    await trained(single, csv());
    expect(run()?.dataset).toBe(run(single)?.dataset);
    expect(filesOf(platform)).toEqual(filesOf(single));
    expect(filesOf(platform).length).toBe(5);
  });

  test('needs no types under a frozen contract, and an equal one is linked', async () => {
    await trained(platform, csv(), played);
    const again = await trained(platform, csv(200), played, 'churn/uploads/again.csv');
    expect(passes(again?.trace)).toEqual(['Ranges', 'Join', 'Ranges', 'Join']);
    expect(again?.output).toMatchObject({ outcome: 'linked' });
    const scaled = await trained(platform, csv(200, 1000), played, 'churn/uploads/scaled.csv');
    expect(scaled?.output).toMatchObject({ outcome: 'refused' });
    expect(run()).toMatchObject({ state: 'refused' });
  });

  test('is refused at once by its header, before any pass', async () => {
    const execution = await trained(platform, csv().replace('churned', 'gone'), played);
    expect(passes(execution?.trace)).toEqual([]);
    expect(run()).toMatchObject({ state: 'refused' });
  });

  test('survives ranges that fail once, and joins whose answer is lost', async () => {
    const failed = new Set<string>();
    const twice =
      (task: Task | undefined): Task =>
      async (input: never) => {
        const answer = await task?.(input);
        const key = JSON.stringify(input);
        if (failed.has(key)) return answer;
        failed.add(key);
        throw new TaskFault('Lambda.SdkClientException', 'the answer was lost');
      };
    for (const name of ['TrainingRange', 'TrainingCheck']) played.tasks[name] = twice(played.tasks[name]);
    const execution = await trained(platform, csv(), played);
    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'registered', version: 1 } });
    expect(platform.ports.objects.openWrites).toBe(0);
  });

  test('fails with a record when a range cannot be checked', async () => {
    played.tasks['TrainingRange'] = () => {
      throw new TaskFault('Runtime.ExitError', '{"errorMessage":"out of memory"}');
    };
    const execution = await trained(platform, csv(), played);
    expect(execution?.status).toBe('FAILED');
    expect(run()).toMatchObject({ state: 'failed', reason: { code: 'check-failed' } });
  });

  test('is planned again when another first upload was accepted meanwhile', async () => {
    const check = played.tasks['TrainingCheck'];
    let other: Promise<unknown> | undefined;
    played.tasks['TrainingCheck'] = async (input: never) => {
      const { ranges } = input as { ranges?: { pass: string } };
      if (ranges?.pass === 'rows' && !other) {
        other = trained(platform, csv(150), trainingTasks(platform), 'churn/uploads/other.csv');
        await other;
      }
      return check?.(input);
    };
    const execution = await trained(platform, csv(), played);
    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'registered' } });
    expect(passes(execution?.trace).length).toBe(10);
    expect((await platform.events()).filter((kind) => kind === 'dataset-accepted').length).toBe(2);
  });
});
