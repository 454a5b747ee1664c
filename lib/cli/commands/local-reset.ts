/** `sluice local reset`: throws away what a local cloud kept. */
import { chosenInstance } from '../../local/instances/choose.ts';
import { discardKept, readKept } from '../../local/instances/kept.ts';
import { readInstance } from '../../local/instances/record.ts';
import type { CommandSpec } from '../command.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { utc } from '../output/text.ts';

export const localReset: CommandSpec = {
  define: (command, run) =>
    command.examples('sluice local reset', 'sluice local reset --instance try-out --yes').action(
      run(async ({ out, confirm, options: { instance } }) => {
        const name = chosenInstance(instance);
        const running = readInstance(name);
        if (running) {
          throw new CommandFailure(
            EXIT.usage,
            `the local cloud "${name}" runs: its state is in use`,
            `sluice local down --instance ${name}`,
          );
        }
        const kept = savedAt(name);
        if (kept) await confirm(`The state of "${name}", of ${kept}, will be gone: models, versions, events, data.`);
        const had = discardKept(name);
        out.document({ instance: name, discarded: had });
        out.print(had ? `the kept state of "${name}" is gone` : `"${name}" keeps no state`);
      }),
    ),
};

/** Also of a state that cannot be read: throwing it away is the mend. */
function savedAt(name: string): string | undefined {
  try {
    const kept = readKept(name);
    return kept && utc(kept.savedAt);
  } catch {
    return 'an unknown time';
  }
}
