/** `sluice local down`: ends a local cloud, in order. */
import { setTimeout as sleep } from 'node:timers/promises';
import { chosenInstance } from '../../local/instances/choose.ts';
import { readKept, takeNotKept } from '../../local/instances/kept.ts';
import { type InstanceRecord, readInstance, runningInstances } from '../../local/instances/record.ts';
import { runningExecutions } from '../../local/settle.ts';
import { forgetInstance } from '../../local/target.ts';
import type { CommandSpec } from '../command.ts';

export const localDown: CommandSpec = {
  define: (command, run) =>
    command
      .examples('sluice local down', 'sluice local down --all')
      .option('--all', 'end every local cloud of this checkout')
      .action(
        run(async ({ out, options: { instance } }, { all }: { all?: boolean }) => {
          const running = all ? runningInstances() : [readInstance(chosenInstance(instance)) ?? []].flat();
          const ended = [];
          for (const record of running) ended.push(await down(record, out.say));
          if (!all) forgetInstance(chosenInstance(instance));
          out.document({ ended });
          out.print(ended.length === 0 ? 'none was running' : ended.map(endedText).join('\n'));
        }),
      ),
};

interface Ended {
  instance: string;
  /** Time (ISO) of the state that is kept. */
  kept?: string;
}

/** Ends it and waits for that. */
export async function down(record: InstanceRecord, say: (text: string) => void): Promise<Ended> {
  const { name, pid, port, keepsState, ready } = record;
  if (keepsState && ready) {
    for (const { machine, name: execution } of await runningExecutions(port))
      say(`execution ${execution} of ${machine} is stopped: it could not go on after a restart`);
  }
  process.kill(pid, 'SIGTERM');
  while (readInstance(name)?.pid === pid) await sleep(100);
  forgetInstance(name);
  notKeptWarning(name, say);
  const kept = keepsState ? readKept(name)?.savedAt : undefined;
  return { instance: name, ...(kept ? { kept } : {}) };
}

const endedText = ({ instance, kept }: Ended): string =>
  kept ? `"${instance}" ended; its state is kept: sluice local up goes on with it` : `"${instance}" ended`;

/** Tells, once, that an orderly end could not keep the state. */
export function notKeptWarning(name: string, say: (text: string) => void): void {
  const reason = takeNotKept(name);
  if (reason) say(`the state of "${name}" could not be kept, the one before stays: ${reason}`);
}
