import { versionText } from '../../cli/commands/version.ts';
import type { Demo } from '../demo.ts';
import { expectThat } from '../expect.ts';
import { FIRST, MODEL } from '../manifest.ts';
import { csv } from '../patients.ts';
import { trainVersion } from './train.ts';

/** Part 2: real data becomes version 1. */
export async function firstVersion(demo: Demo): Promise<void> {
  const { narrator, patients, inbox } = demo;
  narrator.part(`Train: ${patients.rows.length} patients, uploaded to S3, become version 1`);
  const version = await trainVersion(demo, FIRST, { file: 'patients.csv', content: csv(patients) }, 1);
  narrator.command(`sluice version ${MODEL} 1`);
  narrator.block(versionText(version));
  for (const [name, digest] of [
    ['data', version.dataset],
    ['manifest', version.manifestDigest],
    ['artefact', version.artifact.digest],
  ] as const)
    expectThat(`the digest of the ${name}`, /^[a-z0-9-]+:[0-9a-f]{64}$/.test(digest), '<algorithm>:<64 hex>', digest);
  const mail = await inbox.waitFor('version registered', ({ subject }) => subject.includes(MODEL));
  narrator.ok(`message: ${mail.subject}`);
}
