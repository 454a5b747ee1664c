/** `sluice outputs`: names and addresses of the platform's parts. */
import type { CommandSpec } from '../command.ts';
import { table } from '../output/table.ts';

export const outputs: CommandSpec = {
  register: (program, run) =>
    program
      .command('outputs')
      .description('addresses of the API, buckets, tables, topic, queues and state machines')
      .examples('sluice outputs', 'sluice outputs --json')
      .action(
        run(async ({ session, out }) => {
          const found = (await session()).outputs;
          out.document(found);
          out.print(table([{ title: 'output' }, { title: 'value' }], Object.entries(found)));
        }),
      ),
};
