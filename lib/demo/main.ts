/** `npm run demo`: a model's whole life on this machine, from the first upload to the rollback. `--keep` leaves the cloud up. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { failureOf } from '../cli/failure.ts';
import { seconds } from '../cli/output/text.ts';
import { openSession } from '../cli/session.ts';
import type { LocalCloud } from '../local/cloud.ts';
import { freePort } from '../local/process/ports.ts';
import { endLeashed } from '../local/process/run.ts';
import { chooseInstance } from '../local/target.ts';
import { up } from '../local/up.ts';
import type { Demo } from './demo.ts';
import { openInbox } from './inbox.ts';
import { narrator } from './narrator.ts';
import { readPatients } from './patients.ts';
import { badRelease } from './steps/bad-release.ts';
import { canary } from './steps/canary.ts';
import { firstRelease } from './steps/first-release.ts';
import { firstVersion } from './steps/first-version.ts';
import { incident } from './steps/incident.ts';
import { rollback } from './steps/rollback.ts';
import { timeline } from './steps/timeline.ts';

const PLATFORM = 'sluice';
/** Its name among the local clouds of this checkout, when it stays. */
const INSTANCE = 'demo';
const STEPS = [firstVersion, firstRelease, canary, badRelease, incident, rollback, timeline] as const;

const { values } = parseArgs({
  options: {
    keep: { type: 'boolean', default: false },
    port: { type: 'string' },
    /** A file for what was seen of the release that is rolled back. */
    record: { type: 'string' },
  },
});
const voice = narrator();
let cloud: LocalCloud | undefined;
let ending: Promise<never> | undefined;

/** Ends once, whoever asks first: a signal makes the step under way fail as well. */
function end(code: number): Promise<never> {
  ending ??= (async () => {
    await endLeashed();
    await cloud?.close();
    process.exit(code);
  })();
  return ending;
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(130));

const recorder =
  (file: string): NonNullable<Demo['record']> =>
  (seen) =>
    writeFileSync(file, `${JSON.stringify(seen, null, 2)}\n`);

async function open(): Promise<Demo> {
  const patients = readPatients();
  voice.part('Local cloud: MiniStack with IAM enforced, our SageMaker server, the CDK stacks');
  const port = values.port === undefined ? await freePort() : Number(values.port);
  voice.command(`sluice local up --port ${port}`);
  const running = await up({
    port,
    platform: PLATFORM,
    ...(values.keep ? { instance: INSTANCE } : {}),
    onStep: (step) => voice.step(step),
  });
  cloud = running.cloud;
  const { start, bootstrapAndSynth, deploy } = running.times;
  voice.ok(
    `up in ${seconds(start)}, bootstrapped and synthesised in ${seconds(bootstrapAndSynth)}, deployed in ${seconds(deploy)}`,
  );
  const session = await openSession({ platform: PLATFORM, target: 'local', port });
  // Below the cloud's own folder, which goes with the cloud, however that ends.
  const folder = path.join(cloud.workDir, 'demo');
  mkdirSync(folder);
  return {
    session,
    folder,
    narrator: voice,
    patients,
    inbox: await openInbox(session.admin, session.outputs['notifications-topic']),
    application: await session.access('Application'),
    ...(values.record === undefined ? {} : { record: recorder(values.record) }),
  };
}

try {
  const demo = await open();
  for (const step of STEPS) await step(demo);
  const total = voice.times().reduce((sum, part) => sum + part.seconds, 0);
  console.log(`\nDone in ${seconds(total)}. Every outcome above was checked.`);
  if (values.keep && cloud) {
    chooseInstance(INSTANCE);
    console.log(
      `The local cloud stays up on http://127.0.0.1:${cloud.port}. Try:\n  npx sluice versions tumour\n  npx sluice events tumour\n  eval "$(npx sluice local env)"    for the AWS CLI and SDKs\nEnd it: npx sluice local down`,
    );
    cloud.stay();
    process.exit(0);
  }
  console.log('Nothing was left running. To keep the local cloud: npm run demo -- --keep');
  await end(0);
} catch (error) {
  if (ending) await ending;
  console.error(`\nThe demo failed: ${failureOf(error).text}`);
  const log = cloud?.log().trim();
  if (log) console.error(`\nLast lines of the local cloud's log:\n${log.split('\n').slice(-25).join('\n')}`);
  await end(1);
}
