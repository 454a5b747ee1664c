/** `sluice local status`: all local clouds of this checkout. */
import { allStatuses, type InstanceStatus } from '../../local/instances/status.ts';
import { chosenTarget } from '../../local/target.ts';
import type { CommandSpec } from '../command.ts';
import type { Column } from '../output/table.ts';
import { age, number, utc } from '../output/text.ts';

const COLUMNS: readonly Column[] = [
  { title: 'instance' },
  { title: 'port', align: 'right' },
  { title: 'pid', align: 'right' },
  { title: 'platforms' },
  { title: 'up', align: 'right' },
  { title: 'state' },
  { title: 'disk', align: 'right' },
];

export const localStatus: CommandSpec = {
  define: (command, run) =>
    command.examples('sluice local status', 'sluice local status --json').action(
      run(async ({ out }) => {
        const statuses = await allStatuses();
        const { target, instance } = chosenTarget();
        out.document(statuses.map((each) => ({ ...each, chosen: target === 'local' && each.name === instance })));
        if (statuses.length === 0) out.print('no local cloud runs, and none kept anything: sluice local up');
        else
          out.table(
            COLUMNS,
            statuses.map((each) => row(each, Date.now())),
          );
      }),
    ),
};

function row({ name, running, kept, disk }: InstanceStatus, now: number): string[] {
  const size = `${number(Math.ceil(disk / 1e6))} MB`;
  const before = kept ? `kept of ${utc(kept)}` : '';
  if (!running) return [name, '-', '-', '-', 'stopped', before, size];
  const { port, pid, platforms, ready, started, keepsState } = running;
  const state = keepsState ? `keeps it${kept ? `, ${before}` : ''}` : 'gone with it';
  return [
    name,
    String(port),
    String(pid),
    platforms ? platforms.join(', ') || 'none' : ready ? 'does not answer' : 'starting',
    age(started, now),
    state,
    size,
  ];
}
