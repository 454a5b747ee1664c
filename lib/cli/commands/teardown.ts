/** `sluice teardown`: shows what dies and what stays, has the platform's name typed, and ends everything that bills by the hour. */
import { registryOf } from '../../adapters/aws/access.ts';
import { remainsOf } from '../../adapters/aws/remains.ts';
import { systemBackoff, systemClock, systemIds } from '../../adapters/aws/system.ts';
import { StageBusy } from '../../core/usecases/release/retire-stage.ts';
import { planTeardown, ReleaseUnderWay, type TeardownPlan } from '../../core/usecases/teardown/plan-teardown.ts';
import { type Torn, tearDown as tearDownBy } from '../../core/usecases/teardown/tear-down.ts';
import type { CommandSpec } from '../command.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { keptText, planText, strangeText, tornText } from '../output/teardown.ts';
import type { Session } from '../session.ts';

const portsOf = ({ kind, admin: access, platform, outputs }: Session) => ({
  registry: registryOf(access, outputs),
  remains: remainsOf({ access, platform, outputs, pollMs: kind === 'local' ? 100 : 5_000 }),
  platform,
  clock: systemClock,
  backoff: systemBackoff,
  ids: systemIds,
});

/** @throws CommandFailure (3) while a release is under way */
export async function teardownPlan(session: Session): Promise<TeardownPlan> {
  try {
    return await planTeardown(portsOf(session));
  } catch (error) {
    throw error instanceof ReleaseUnderWay ? underWay(error) : error;
  }
}

/** @param say called before each step @throws CommandFailure (3) when a release began after the plan was made */
export async function tearDown(session: Session, plan: TeardownPlan, say: (text: string) => void): Promise<Torn> {
  try {
    return await tearDownBy(portsOf(session), plan, 'teardown', say);
  } catch (error) {
    throw error instanceof StageBusy ? underWay(error) : error;
  }
}

const underWay = (error: Error): CommandFailure =>
  new CommandFailure(EXIT.refused, error.message, 'wait for its end (sluice events <model>), then the same command');

export const teardown: CommandSpec = {
  define: (command, run) =>
    command
      .examples('sluice teardown', 'sluice teardown --yes --account 123456789012 --platform sluice')
      .option('--account <number>', 'with --yes: the account that is meant, as --platform names the platform')
      .action(
        run(async ({ out, confirmByName, session }, options: { account?: string }) => {
          const open = await session();
          const plan = await teardownPlan(open);
          await confirmByName(planText(open.platform, plan), open, options.account);
          const torn = await tearDown(open, plan, (text) => out.say(`  ${text}`));
          out.document({ ...torn, kept: plan.kept, strange: plan.strange });
          out.print(
            [
              tornText(torn),
              keptText(plan.kept),
              ...strangeText(plan.strange),
              ...(open.kind === 'aws' ? ['The stacks: npx cdk destroy --all'] : []),
            ].join('\n'),
          );
        }),
      ),
};
