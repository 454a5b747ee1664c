/** `sluice local up`: starts a local cloud and deploys the platform to it. */
import { InvalidArgumentError } from 'commander';
import { checkEndpoint, chosenEndpoint } from '../../local/behind/endpoint.ts';
import { workflowFault } from '../../local/behind/workflows.ts';
import { type LocalCloud, PortInUse } from '../../local/cloud.ts';
import { chosenInstance } from '../../local/instances/choose.ts';
import { discardKept, readKept } from '../../local/instances/kept.ts';
import { DEFAULT_INSTANCE } from '../../local/instances/name.ts';
import { portFor } from '../../local/instances/port.ts';
import { readInstance, runningInstances } from '../../local/instances/record.ts';
import type { Restored } from '../../local/instances/state-keeper.ts';
import { endLeashed } from '../../local/process/run.ts';
import { DEFAULT_PORT, DEFAULT_TIME_SCALE } from '../../local/settings.ts';
import { chooseInstance, forgetInstance } from '../../local/target.ts';
import { up } from '../../local/up.ts';
import type { CommandContext, CommandSpec } from '../command.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { printable, seconds, utc } from '../output/text.ts';
import { notKeptWarning } from './local-down.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

interface UpOptions {
  port?: number;
  timeScale: number;
  keepState?: boolean;
  fresh?: boolean;
  stay?: boolean;
  endpoint?: string;
}

export const localUp: CommandSpec = {
  define: (command, run) =>
    command
      .examples('sluice local up', 'sluice local up --keep-state', 'sluice local up --instance try-out --port 4600')
      .option('--port <port>', `of 127.0.0.1; else ${DEFAULT_PORT}, or the one it had`, portNumber)
      .option(
        '--time-scale <factor>',
        'bakes, alarm periods and waits last this share of their time',
        timeScale,
        DEFAULT_TIME_SCALE,
      )
      .option('--keep-state', 'keep what it holds when it is ended in order, from now on')
      .option('--fresh', 'begin without the state that was kept')
      .option(
        '--endpoint <url>',
        'another LocalStack-compatible endpoint for everything but SageMaker; else AWS_ENDPOINT_URL',
      )
      .option('--stay', 'stay in the foreground; Ctrl-C ends it')
      .action(
        run(async (context, options: UpOptions) => {
          const { out, onInterrupt } = context;
          onInterrupt('none'); // it is ended below, with what runs
          const name = chosenInstance(context.options.instance);
          const cloud = await bringUp(name, context, options);
          if (!cloud) return;
          out.document({ instance: name, port: cloud.port, pid: cloud.pid, platform: context.platform });
          out.print(nextSteps(name, cloud.port, options.stay ?? false));
          if (!options.stay) {
            cloud.stay();
            return;
          }
          await new Promise<void>((resolve) => {
            // Not `once`: Ctrl-C reaches the whole group, and whoever started us passes it on as well.
            for (const signal of SIGNALS) process.on(signal, () => resolve());
          });
          out.say('ending ...');
          await cloud.close();
          forgetInstance(name);
          notKeptWarning(name, out.say);
          out.say('ended; nothing was left running');
        }),
      ),
};

/** @returns nothing when Ctrl-C came in the middle and everything was ended */
async function bringUp(
  name: string,
  { platform, out: { say } }: CommandContext,
  options: UpOptions,
): Promise<LocalCloud | undefined> {
  const flag = name === DEFAULT_INSTANCE ? '' : ` --instance ${name}`;
  const running = readInstance(name);
  if (running) {
    throw new CommandFailure(
      EXIT.usage,
      `the local cloud "${name}" runs already, on port ${running.port}`,
      `sluice local down${flag}, or another one beside it: sluice local up --instance <name>`,
    );
  }
  const behind = chosenEndpoint(options.endpoint, process.env, runningInstances());
  if (behind) {
    if (options.keepState)
      throw new CommandFailure(EXIT.usage, `${behind} keeps its state itself`, 'leave out --keep-state');
    await checkEndpoint(behind);
    say(`behind it: ${behind}, for everything but SageMaker`);
  }
  if (options.fresh && discardKept(name)) say(`the kept state of "${name}" is thrown away`);
  const kept = readKept(name);
  const keepState = !behind && (options.keepState === true || kept !== undefined);
  const { port, insteadOf } = await portFor(name, options.port, keepState);
  if (kept && options.port !== undefined && options.port !== port) {
    throw new CommandFailure(
      EXIT.usage,
      `the kept state of "${name}" belongs to port ${port}: the addresses of its queues hold it`,
      `leave out --port, or begin without the state: sluice local up${flag} --port ${options.port} --fresh`,
    );
  }
  if (insteadOf) say(`port ${DEFAULT_PORT} is of the local cloud "${insteadOf}": this one takes ${port}`);
  // Ctrl-C in the middle: what runs is ended first, then our end is the local cloud's too.
  const interrupted = (): void => void endLeashed().then(() => process.exit(EXIT.interrupted));
  for (const signal of SIGNALS) process.on(signal, interrupted);
  try {
    const { cloud, times } = await up({
      port,
      platform,
      instance: name,
      keepState,
      ...(behind ? { behind } : {}),
      timeScale: options.timeScale,
      onStep: (step) => say(`  ${step}`),
    });
    chooseInstance(name);
    if (behind) await sayWhatWorks(behind, port, say);
    if (cloud.restored) sayRestored(cloud.restored, say);
    say(`up and deployed in ${seconds(times.start + times.bootstrapAndSynth + times.deploy)}`);
    return cloud;
  } catch (error) {
    if (!(error instanceof PortInUse)) throw error;
    const mend = kept ? `free it, or begin without the kept state: sluice local up${flag} --fresh` : undefined;
    throw new CommandFailure(EXIT.fault, error.message, mend ?? `sluice local up${flag} --port ${port + 1}`);
  } finally {
    for (const signal of SIGNALS) process.off(signal, interrupted);
  }
}

async function sayWhatWorks(behind: string, port: number, say: (text: string) => void): Promise<void> {
  const fault = await workflowFault(port);
  if (fault === undefined) return;
  say(`the state machines of ${behind} cannot call SageMaker (${printable(fault).slice(0, 200)})`);
  say('  uploads end at the training step, and nothing can be released; see "Another endpoint" in lib/docs/limits.md');
}

function sayRestored({ savedAt, afterCrash, failed }: Restored, say: (text: string) => void): void {
  if (afterCrash)
    say(`it was not ended in order last time: what came after ${savedAt ? utc(savedAt) : 'its start'} is lost`);
  if (savedAt) say(`it goes on with the state of ${utc(savedAt)}`);
  else say('what it holds is kept from now on, whenever it is ended in order');
  for (const each of failed) say(`endpoint ${each}`);
}

/** Commands that work as they stand, in the order one needs them. */
export function nextSteps(name: string, port: number, stays: boolean): string {
  return `local cloud "${name}" on http://127.0.0.1:${port}
next:
  npx sluice init churn --from churn.csv     a manifest from your file
  npx sluice apply churn/model.yaml
  npx sluice upload churn churn.csv          checks, trains, registers version 1
  npx sluice promote churn 1 --stage staging
  eval "$(npx sluice local env)"             for the AWS CLI and SDKs: aws s3 ls
end it: ${stays ? 'Ctrl-C' : 'npx sluice local down'}`;
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) throw new InvalidArgumentError('give a port from 1 to 65535.');
  return port;
}

function timeScale(text: string): number {
  const scale = Number(text);
  if (!(scale > 0 && scale <= 1)) throw new InvalidArgumentError('give a number above 0 and at most 1.');
  return scale;
}
