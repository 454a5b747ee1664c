/** `sluice doctor [--aws]`: whether this machine, its local clouds, and with `--aws` an account are fit for Sluice. */
import { callerOf, parametersOf, regionOf } from '../../adapters/aws/access.ts';
import { accountOf } from '../../adapters/aws/account.ts';
import { findPlatform, PlatformMissing } from '../../adapters/aws/platform.ts';
import { ModelSummary, ModelView } from '../../core/contracts/api.ts';
import { Manifest } from '../../core/contracts/manifest/schema.ts';
import { runningInstances } from '../../local/instances/record.ts';
import { personaAccess, rootAccess } from '../../local/personas.ts';
import { DEFAULT_PORT } from '../../local/settings.ts';
import { chosenTarget } from '../../local/target.ts';
import { settleAwsTarget } from '../aws-target.ts';
import type { CommandContext, CommandSpec } from '../command.ts';
import { accountChecks } from '../doctor/account.ts';
import { type Check, type Checked, checksText, runChecks, summary } from '../doctor/check.ts';
import { type Demand, quotaDemands } from '../doctor/demand.ts';
import { type LocalClouds, localCloudChecks } from '../doctor/local-cloud.ts';
import { machineChecks } from '../doctor/machine.ts';
import { thisMachine } from '../doctor/this-machine.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { each, listing } from '../pages.ts';
import { openSession, type Session } from '../session.ts';

const ANSWER_MS = 5_000;

const clouds = (platform: string): LocalClouds => ({
  running: runningInstances,
  answer: async ({ port }) => {
    const health = `http://127.0.0.1:${port}/_ministack/health`;
    const response = await fetch(health, { signal: AbortSignal.timeout(ANSWER_MS) });
    if (!response.ok) throw new Error(`its health is ${response.status}`);
    // SageMaker is a server of its own behind the same port.
    await accountOf(rootAccess(port)).endpoints(platform);
  },
  outputs: async ({ port }) =>
    findPlatform({ client: parametersOf(await personaAccess(port, platform, 'Operator')), platform }),
});

/** What the manifests of all models ask for. */
async function demandsOf(open: () => Promise<Session>): Promise<Demand[]> {
  try {
    const api = (await open()).api('DataScientist');
    const { items } = await listing(api, '/models', ModelSummary, Number.MAX_SAFE_INTEGER);
    const manifests = await each(items, async ({ model }) => {
      const { manifest } = ModelView.parse((await api({ method: 'GET', path: `/models/${model}` })).body);
      return Manifest.parse(manifest);
    });
    return quotaDemands(manifests);
  } catch (error) {
    if (error instanceof PlatformMissing) return quotaDemands([]);
    throw error;
  }
}

async function inAccount({ platform }: CommandContext): Promise<Check[]> {
  const target = await settleAwsTarget(
    { region: regionOf, caller: callerOf, environment: process.env },
    chosenTarget().expect,
  );
  const access = { region: target.region };
  return accountChecks({
    target,
    platform,
    account: accountOf(access),
    outputs: () => findPlatform({ client: parametersOf(access), platform }),
    demands: () => demandsOf(() => openSession({ platform, target: 'aws' })),
    now: () => new Date(),
  });
}

/** Where the account cannot be told, there is nothing more to look at there. */
async function accountOrWhy(context: CommandContext): Promise<Check[]> {
  try {
    return await inAccount(context);
  } catch (error) {
    return [{ group: 'account', name: 'target', find: () => Promise.reject(error) }];
  }
}

export const doctor: CommandSpec = {
  define: (command, run) =>
    command
      .examples('sluice doctor', 'AWS_REGION=eu-west-1 sluice doctor --aws')
      .option('--aws', 'look into the account of the credentials too: bootstrap, quotas, image, subscribers, price')
      .action(
        run(async (context, { aws }: { aws?: boolean }) => {
          const { out, platform } = context;
          const local = clouds(platform);
          const held = local.running().some(({ port }) => port === DEFAULT_PORT);
          const checks = [
            ...machineChecks(thisMachine, { number: DEFAULT_PORT, held }),
            ...localCloudChecks(local, platform),
            ...(aws ? await accountOrWhy(context) : []),
          ];
          const found: Checked[] = await runChecks(checks);
          out.document({ checks: found, summary: summary(found) });
          out.print(checksText(found));
          const failed = found.filter(({ result }) => result === 'FAIL').map(({ name }) => name);
          if (failed.length > 0) throw new CommandFailure(EXIT.found, `found: ${failed.join(', ')}`);
        }),
      ),
};
