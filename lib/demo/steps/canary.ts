import type { Demo } from '../demo.ts';
import { expectEqual, expectThat } from '../expect.ts';
import { SECOND } from '../manifest.ts';
import { csv, features } from '../patients.ts';
import { startTraffic } from '../traffic.ts';
import { endpointOf, expectLive, release } from './release.ts';
import { trainVersion } from './train.ts';

/** Part 4: version 2 takes over under traffic, by canary; no request is lost. */
export async function canary(demo: Demo): Promise<void> {
  const { narrator, patients, application } = demo;
  narrator.part('Canary: version 2 takes over production while traffic runs');
  await trainVersion(demo, SECOND, { file: 'patients.csv', content: csv(patients) }, 2);
  const traffic = startTraffic(application, endpointOf(demo, 'production'), features(patients));
  const shares = new Set<number>();
  const ended = await release(demo, 'production', { version: 2 }, ({ progress }) => {
    if (progress) shares.add(progress.share);
  }).finally(() => traffic.stop());
  const { sent, answered, failed } = await traffic.stop();
  await expectLive(demo, ended);
  expectThat('the share of version 2 moved', shares.has(0.5) && shares.has(1), 'through 50 % to 100 %', [...shares]);
  expectThat('lost requests', Object.keys(failed).length === 0, 'none', failed);
  expectEqual('answers to the requests', sent, answered);
  narrator.ok(`${answered} of ${sent} requests were answered during the release; none was lost`);
}
