/** `sluice outputs`: names and addresses of the platform's parts. */
import type { CommandSpec } from '../command.ts';
import { table } from '../output/table.ts';

export const outputs: CommandSpec = {
  define: (command, run) =>
    command.examples('sluice outputs', 'sluice outputs --json').action(
      run(async ({ session, out }) => {
        const found = (await session()).outputs;
        out.document(found);
        out.print(table([{ title: 'output' }, { title: 'value' }], Object.entries(found)));
      }),
    ),
};
