/** `sluice teardown`: takes every stage out of service and removes what workflows made, so that nothing bills on. */
import { systemBackoff, systemClock, systemIds } from '../../adapters/aws/system.ts';
import { remainsOf } from '../../adapters/aws/teardown.ts';
import { retireStage } from '../../core/usecases/retire-stage.ts';
import type { CommandSpec } from '../command.ts';
import type { Session } from '../session.ts';

export interface Torn {
  stages: string[];
  configurations: number;
  models: number;
  alarms: number;
}

/** @param say called before each step */
export async function tearDown(session: Session, say: (text: string) => void): Promise<Torn> {
  const remains = remainsOf(session.admin, session.platform, session.outputs, session.kind === 'local' ? 100 : 5_000);
  const ports = { ...remains, clock: systemClock, backoff: systemBackoff };
  const stages: string[] = [];
  for await (const item of remains.registry.collection('LIVE')) {
    const model = String(item['model']);
    const stage = String(item['stage']);
    say(`retiring ${model}/${stage}`);
    const { retired } = await retireStage(ports, { model, stage, actor: 'teardown', release: systemIds.ulid() });
    if (retired) stages.push(`${model}/${stage}`);
  }
  say('removing endpoint configurations, models and alarms');
  return {
    stages,
    configurations: await remains.deleteConfigurations(),
    models: await remains.deleteModels(),
    alarms: await remains.deleteAlarms(),
  };
}

export const teardown: CommandSpec = {
  register: (program, run) =>
    program
      .command('teardown')
      .description('retire every stage and remove endpoints, models and alarms; data and tables are kept')
      .examples('sluice teardown', 'sluice teardown --yes --account 123456789012 --platform sluice')
      .option('--account <number>', 'with --yes: the account that is meant, as --platform names the platform')
      .action(
        run(async ({ session, out, platform, confirmByName }, options: { account?: string }) => {
          const open = await session();
          const plan = `Every live stage of ${platform} ends: its endpoints, models and alarms are removed. Data and tables are kept.`;
          await confirmByName(plan, open, options.account);
          const torn = await tearDown(open, (text) => out.say(`  ${text}`));
          out.document(torn);
          out.print(
            `retired ${torn.stages.length} stages; removed ${torn.configurations} endpoint configurations, ${torn.models} models, ${torn.alarms} alarms.\nKept: buckets, tables and their data (storage is all they cost).` +
              (open.kind === 'aws' ? '\nTo delete the stacks as well: npm run cdk -- destroy --all' : ''),
          );
        }),
      ),
};
