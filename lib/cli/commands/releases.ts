/** `sluice releases <model> [--stage S]`: how versions came to serve, newest first. */
import { ReleaseView } from '../../core/contracts/api.ts';
import { positiveInteger } from '../arguments.ts';
import type { CommandSpec } from '../command.ts';
import { seconds, short, when } from '../output/text.ts';
import { stateTone } from '../output/tones.ts';
import { type Listing, listing, merged, moreText } from '../pages.ts';
import type { Release } from '../release/text.ts';
import type { Api } from '../session.ts';
import { readStages } from './models.ts';

/** Releases of one stage, or of all stages of a model, merged. */
async function readReleases(
  api: Api,
  model: string,
  stage: string | undefined,
  limit: number,
): Promise<Listing<Release>> {
  const stages = stage ? [stage] : (await readStages(api, model)).map((one) => one.stage);
  const found = await Promise.all(
    stages.map((name) => listing(api, `/models/${model}/stages/${name}/releases`, ReleaseView, limit)),
  );
  return merged(found, ({ release }) => release, limit);
}

const took = ({ requested, ended }: Release): string =>
  ended ? seconds((Date.parse(ended) - Date.parse(requested)) / 1000) : '';

/** Why it did not go live, or else why it was asked for. */
const why = ({ cause, reason }: Release): string => {
  const text = cause?.message ?? reason ?? '';
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

export const releases: CommandSpec = {
  define: (command, run) =>
    command
      .arguments('<model>')
      .examples('sluice releases churn', 'sluice releases churn --stage production --json')
      .option('--stage <stage>', 'of one stage only')
      .option('--limit <n>', 'how many, newest first', positiveInteger, 20)
      .action(
        run(async ({ session, out }, model: string, options: { stage?: string; limit: number }) => {
          const api = (await session()).api('DataScientist');
          const found = await readReleases(api, model, options.stage, options.limit);
          out.document(found.items);
          if (found.items.length === 0) {
            out.print(
              `no releases of ${model} yet: sluice promote ${model} 1 --stage ${options.stage ?? 'staging'} --watch`,
            );
            return;
          }
          const now = Date.now();
          out.table(
            [
              { title: 'release' },
              { title: 'stage' },
              { title: 'kind' },
              { title: 'from', align: 'right' },
              { title: 'to', align: 'right' },
              { title: 'state', tone: stateTone },
              { title: 'took', align: 'right' },
              { title: 'asked' },
              { title: 'by' },
              { title: 'why' },
            ],
            found.items.map((one) => [
              short(one.release),
              one.stage,
              one.kind,
              one.from === undefined ? '-' : `v${one.from}`,
              `v${one.version}`,
              one.state,
              took(one),
              when(one.requested, now),
              one.author,
              why(one),
            ]),
          );
          const more = moreText(found);
          if (more) out.print(more);
        }),
      ),
};
