import path from 'node:path';
import { endText, type Release } from '../../cli/release/text.ts';
import { ROOT } from '../../local/paths.ts';
import type { Demo } from '../demo.ts';
import { expectEqual, expectThat } from '../expect.ts';
import { MODEL, OWN_SCRIPT } from '../manifest.ts';
import { csv, features, withGaps } from '../patients.ts';
import { startTraffic } from '../traffic.ts';
import { endpointOf, expectServing, release } from './release.ts';
import { trainVersion } from './train.ts';

const CODE = path.join(ROOT, 'lib', 'demo', 'script-model');

/** Part 5: version 3 is a script that cannot read an empty cell. Held-out rows have none, live rows do. */
export async function badRelease(demo: Demo): Promise<void> {
  const { narrator, patients, application, inbox } = demo;
  narrator.part('Bad release: version 3 passes its gates, fails under live traffic, and is rolled back');
  await trainVersion(demo, OWN_SCRIPT, { file: 'patients.csv', content: csv(patients), code: CODE }, 3);
  const before = await expectServing(demo, 'production', 2);
  const traffic = startTraffic(application, endpointOf(demo, 'production'), withGaps(features(patients)));
  const looks: Release[] = [];
  const ended = await release(demo, 'production', { version: 3 }, (seen) => void looks.push(seen)).finally(() =>
    traffic.stop(),
  );
  demo.record?.([...looks, ended]);
  expectEqual('the release of v3', 'rolled-back', ended.state);
  narrator.intended(endText(ended).split('\n')[0] ?? '');
  expectThat(
    'the cause of the rollback',
    /5xx|error/i.test(ended.cause?.message ?? ''),
    'errors, with numbers',
    ended.cause,
  );
  narrator.ok(`cause: ${ended.cause?.message}`);
  expectEqual('the configuration after the rollback', before, await expectServing(demo, 'production', 2));
  narrator.ok(`proved: InService on ${before}, the configuration of version 2; the stage still points at version 2`);
  const mail = await inbox.waitFor(
    'release rolled back',
    ({ subject }) => /rolled back/i.test(subject) && subject.includes(MODEL),
  );
  narrator.ok(`message: ${mail.subject}`);
}
