/** `sluice versions <model>`: what is registered, newest first. */
import { VersionView } from '../../core/contracts/api.ts';
import { positiveInteger } from '../arguments.ts';
import type { CommandSpec } from '../command.ts';
import { number, short, when } from '../output/text.ts';
import { listing, moreText } from '../pages.ts';
import type { Version } from './version.ts';

/** The digest without its algorithm, cut. */
const digest = (text: string): string => short(text.split(':')[1] ?? text);

function gatesText({ gates }: Version): string {
  const judged = gates.filter(({ outcome }) => outcome !== 'not-applicable');
  return gates.length === 0
    ? 'none'
    : `${judged.filter(({ outcome }) => outcome === 'met').length} of ${judged.length} met`;
}

export const versions: CommandSpec = {
  define: (command, run) =>
    command
      .arguments('<model>')
      .examples('sluice versions churn', 'sluice versions churn --limit 100 --json')
      .option('--limit <n>', 'how many, newest first', positiveInteger, 20)
      .action(
        run(async ({ session, out }, model: string, { limit }: { limit: number }) => {
          const api = (await session()).api('DataScientist');
          const found = await listing(api, `/models/${model}/versions`, VersionView, limit);
          out.document(found.items);
          if (found.items.length === 0) {
            out.print(`no versions of ${model} yet: sluice upload ${model} data.csv`);
            return;
          }
          const metric = Object.keys(found.items[0]?.metrics ?? {})[0] ?? '';
          const now = Date.now();
          out.table(
            [
              { title: 'version', align: 'right' },
              { title: metric, align: 'right' },
              { title: '95 % interval' },
              { title: 'gates' },
              { title: 'registered' },
              { title: 'author' },
              { title: 'data' },
              { title: 'run' },
            ],
            found.items.map((one) => {
              const first = one.metrics[metric];
              return [
                `v${one.version}`,
                first ? number(first.value) : '-',
                first ? `${number(first.low)} to ${number(first.high)}` : '-',
                gatesText(one),
                when(one.registered, now),
                one.author,
                digest(one.dataset),
                short(one.run),
              ];
            }),
          );
          const more = moreText(found);
          if (more) out.print(more);
        }),
      ),
};
