/** `sluice local up|down|env`: the local cloud of this checkout. */
import { setTimeout as sleep } from 'node:timers/promises';
import { PortInUse } from '../../local/cloud.ts';
import { endLeashed } from '../../local/process/run.ts';
import { readRecord } from '../../local/record.ts';
import { DEFAULT_PORT, DEFAULT_TIME_SCALE, rootEnvironment } from '../../local/settings.ts';
import { chooseTarget } from '../../local/target.ts';
import { up } from '../../local/up.ts';
import type { CommandSpec } from '../command.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { seconds } from '../output/text.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

interface UpOptions {
  port: number;
  timeScale: number;
  stay?: boolean;
}

/** @returns whether one was running */
export async function down(): Promise<boolean> {
  const record = readRecord();
  chooseTarget(undefined);
  if (!record) return false;
  process.kill(record.pid, 'SIGTERM');
  while (readRecord()) await sleep(100);
  return true;
}

async function bringUp(platform: string, options: UpOptions, say: (text: string) => void) {
  const running = readRecord();
  if (running)
    throw new CommandFailure(EXIT.usage, `a local cloud runs already on port ${running.port}`, 'sluice local down');
  // Ctrl-C in the middle: what runs is ended first, then our end is the local cloud's too.
  const interrupted = (): void => void endLeashed().then(() => process.exit(130));
  for (const signal of SIGNALS) process.once(signal, interrupted);
  try {
    const { cloud, times } = await up({
      port: options.port,
      platform,
      timeScale: options.timeScale,
      record: true,
      onStep: (step) => say(`  ${step}`),
    });
    chooseTarget('local');
    say(`up and deployed in ${seconds(times.start + times.bootstrapAndSynth + times.deploy)}`);
    return cloud;
  } catch (error) {
    if (error instanceof PortInUse)
      throw new CommandFailure(EXIT.fault, error.message, `sluice local up --port ${options.port + 1}`);
    throw error;
  } finally {
    for (const signal of SIGNALS) process.off(signal, interrupted);
  }
}

export const local: CommandSpec = {
  register: (program, run) => {
    const group = program
      .command('local')
      .description('the local cloud: no account, no Docker')
      .examples('sluice local up', 'sluice local down');
    group
      .command('up')
      .description('start it and deploy the platform to it')
      .examples('sluice local up', 'sluice local up --port 4600 --stay')
      .option('--port <port>', 'of 127.0.0.1', Number, DEFAULT_PORT)
      .option(
        '--time-scale <factor>',
        'bakes, alarm periods and waits last this share of their time',
        Number,
        DEFAULT_TIME_SCALE,
      )
      .option('--stay', 'stay in the foreground; Ctrl-C ends it')
      .action(
        run(async ({ out, platform, onInterrupt }, options: UpOptions) => {
          onInterrupt('none'); // it is ended below, with what runs
          const cloud = await bringUp(platform, options, out.say);
          out.document({ port: cloud.port, pid: cloud.pid });
          out.print(
            `local cloud on http://127.0.0.1:${cloud.port}\nnext:  npx sluice apply model.yaml\n       eval "$(npx sluice local env)"   (for the AWS CLI and SDKs)`,
          );
          if (!options.stay) {
            cloud.stay();
            return;
          }
          out.say('Ctrl-C ends it.');
          await new Promise<void>((resolve) => {
            for (const signal of SIGNALS) process.once(signal, () => resolve());
          });
          await cloud.close();
          chooseTarget(undefined);
        }),
      );
    group
      .command('down')
      .description('end it; what it held is gone')
      .examples('sluice local down', 'sluice local down --json')
      .action(
        run(async ({ out }) => {
          const was = await down();
          out.document({ ended: was });
          out.print(was ? 'ended' : 'none was running');
        }),
      );
    group
      .command('env')
      .description('environment for the AWS CLI and SDKs, as shell commands')
      .examples('eval "$(sluice local env)"', 'sluice local env --json')
      .action(
        run(async ({ out }) => {
          const record = readRecord();
          if (!record) throw new CommandFailure(EXIT.usage, 'no local cloud is running', 'sluice local up');
          const environment = rootEnvironment(record.port);
          out.document(environment);
          out.print(
            Object.entries(environment)
              .map(([name, value]) => `export ${name}=${value}`)
              .join('\n'),
          );
        }),
      );
  },
};
