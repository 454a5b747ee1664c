/** What the hourly rule asks for. */
import { describe, expect, test } from 'vitest';
import { memoryQueue } from '../../../lib/adapters/memory/services.ts';
import { scheduleLooks } from '../../../lib/core/usecases/drift/schedule-looks.ts';
import { applied, live, registered, testPlatform } from '../api/_platform.ts';

async function served() {
  const platform = testPlatform();
  platform.clock.set('2026-01-05T09:00:00.000Z');
  await applied(platform);
  await registered(platform, 1);
  await live(platform, 1);
  const driftQueue = memoryQueue();
  const performanceQueue = memoryQueue();
  const { registry, clock } = platform;
  const at = (time: string) => {
    clock.set(time);
    return scheduleLooks({ registry, clock, driftQueue, performanceQueue });
  };
  return { at, driftQueue, performanceQueue };
}

describe('looks at performance', () => {
  test('are asked for by the first run that is twenty minutes after its end', async () => {
    const { at, performanceQueue } = await served();
    expect(await at('2026-01-05T23:30:00Z')).toMatchObject({ days: 0 });
    expect(await at('2026-01-06T00:10:00Z')).toMatchObject({ days: 0 });
    expect(await at('2026-01-06T00:30:00Z')).toMatchObject({ days: 1 });
    expect(performanceQueue.sent).toEqual([
      {
        ...{ v: 1, model: 'churn', stage: 'production' },
        ...{ from: '2026-01-05T00:00:00.000Z', to: '2026-01-06T00:00:00.000Z', ifMissing: true },
      },
    ]);
  });

  test('are not asked for of what began to serve after the day', async () => {
    const { at, performanceQueue } = await served();
    expect(await at('2026-01-05T00:30:00Z')).toMatchObject({ days: 0 });
    expect(performanceQueue.sent).toEqual([]);
  });

  test('are asked for although windows cannot be, and the other way round', async () => {
    const { at, driftQueue, performanceQueue } = await served();
    const broken = new Error('the queue is gone');
    driftQueue.send = () => Promise.reject(broken);
    await expect(at('2026-01-06T00:30:00Z')).rejects.toThrow('1 stages were not scheduled');
    expect(performanceQueue.sent).toHaveLength(1);
    performanceQueue.send = driftQueue.send;
    await expect(at('2026-01-06T00:40:00Z')).rejects.toThrow('1 looks at performance were not asked for');
  });
});
