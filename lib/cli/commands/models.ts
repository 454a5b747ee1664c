/** `sluice models`: every model, and what serves of it where. */
import { ModelSummary, StagesView, type StageView } from '../../core/contracts/api.ts';
import { positiveInteger } from '../arguments.ts';
import type { CommandSpec } from '../command.ts';
import { when } from '../output/text.ts';
import { each, listing, moreText } from '../pages.ts';
import type { Api } from '../session.ts';

export async function readStages(api: Api, model: string): Promise<StageView[]> {
  return StagesView.parse((await api({ method: 'GET', path: `/models/${model}/stages` })).body).items;
}

export const stageText = ({ serving, unproved, release }: StageView): string =>
  [
    serving ? `v${serving.version}` : '-',
    ...(unproved ? ['(not proved)'] : []),
    ...(release ? ['(release under way)'] : []),
  ].join(' ');

export const models: CommandSpec = {
  define: (command, run) =>
    command
      .examples('sluice models', 'sluice models --json')
      .option('--limit <n>', 'how many, by name', positiveInteger, 20)
      .action(
        run(async ({ session, out }, { limit }: { limit: number }) => {
          const api = (await session()).api('DataScientist');
          const found = await listing(api, '/models', ModelSummary, limit);
          const rows = await each(found.items, async (model) => ({
            ...model,
            stages: await readStages(api, model.model),
          }));
          out.document(rows);
          if (rows.length === 0) {
            out.print('no models yet: sluice init churn --from churn.csv, then sluice apply churn/model.yaml');
            return;
          }
          const stages = [...new Set(rows.flatMap((row) => row.stages.map(({ stage }) => stage)))];
          const now = Date.now();
          out.table(
            [
              { title: 'model' },
              ...stages.map((title) => ({ title })),
              { title: 'manifest', align: 'right' },
              { title: 'created' },
            ],
            rows.map((row) => [
              row.model,
              ...stages.map((name) => {
                const stage = row.stages.find((one) => one.stage === name);
                return stage ? stageText(stage) : '-';
              }),
              `revision ${row.revision}`,
              when(row.created, now),
            ]),
          );
          const more = moreText(found);
          if (more) out.print(more);
        }),
      ),
};
