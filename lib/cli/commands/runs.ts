/** `sluice runs [model] [run]`: passes of the pipeline, newest first; with a run, why it ended as it did. */
import { Option } from 'commander';
import type * as z from 'zod';
import { ModelSummary, RunView, UploadView } from '../../core/contracts/api.ts';
import { DATASET_FILES, datasetPrefix } from '../../core/contracts/locations.ts';
import { DatasetReport } from '../../core/data/dataset-report.ts';
import { RUN_STATES } from '../../core/registry/entities.ts';
import { datasetPage } from '../../core/reports/dataset-page.ts';
import { isoTime, positiveInteger } from '../arguments.ts';
import type { CommandContext, CommandSpec } from '../command.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { printable, seconds, short, utc, when } from '../output/text.ts';
import { stateTone } from '../output/tones.ts';
import { byPrefix, each, type Listing, listing, merged, moreText } from '../pages.ts';
import { type PageOptions, showPage, withPageOptions } from '../report-page.ts';
import type { Api } from '../session.ts';
import { startedByText } from '../started-by.ts';
import { acceptHint, badEnd } from '../upload/watch.ts';
import { warningsText } from '../warnings.ts';

export type Run = z.infer<typeof RunView>;

/** @param prefix any beginning that only one run has */
export const findRun = (api: Api, model: string, prefix: string): Promise<Run> =>
  byPrefix(api, `/models/${model}/runs`, RunView, { what: 'run', prefix, idOf: ({ run }) => run });

/** Runs of every model, merged. */
async function runsOfAll(api: Api, limit: number, filter: Readonly<Record<string, string>>): Promise<Listing<Run>> {
  const { items: models } = await listing(api, '/models', ModelSummary, Number.MAX_SAFE_INTEGER);
  const found = await each(models, ({ model }) => listing(api, `/models/${model}/runs`, RunView, limit, filter));
  return merged(found, ({ run }) => run, limit);
}

/** What became of it, in a few words. */
function outcome({ model, version, linkedTo, reason }: Run): string {
  if (version !== undefined) return `${model} v${version}`;
  if (linkedTo) return `equal to run ${short(linkedTo)}`;
  return reason?.code ?? '';
}

const duration = ({ started, ended }: Run): string =>
  ended ? seconds((Date.parse(ended) - Date.parse(started)) / 1000) : '';

function showRuns(out: CommandContext['out'], found: Listing<Run>): void {
  const now = Date.now();
  out.table(
    [
      { title: 'run' },
      { title: 'model' },
      { title: 'state', tone: stateTone },
      { title: 'outcome' },
      { title: 'took', align: 'right' },
      { title: 'started' },
      { title: 'author' },
    ],
    found.items.map((run) => [
      short(run.run),
      run.model,
      run.state,
      outcome(run),
      duration(run),
      when(run.started, now),
      run.author,
    ]),
  );
  const more = moreText(found);
  if (more) out.print(more);
}

/** What a person does after a run that ended so. */
function nextSteps(found: Run): string[] {
  const { model, run, state, version, linkedTo, job } = found;
  if (state === 'running') return [`sluice logs ${model} ${short(run)}`];
  if (version !== undefined) return [`sluice version ${model} ${version}`];
  if (linkedTo) return [`sluice runs ${model} ${short(linkedTo)}`];
  const accept = state === 'refused' ? acceptHint(model, found) : undefined;
  return [
    ...(job ? [`sluice logs ${model} ${short(run)}`] : []),
    `sluice upload ${model} <mended file>`,
    ...(accept ? [accept] : []),
  ];
}

/** One run: what it was made of, why it ended, what to do next. */
export function runText(run: Run, upload: z.infer<typeof UploadView>, artifactBucket: string): string {
  const facts: [string, string | undefined][] = [
    ['state', run.state],
    ['outcome', outcome(run)],
    ['started', utc(run.started)],
    ['ended', run.ended && `${utc(run.ended)}, after ${duration(run)}`],
    ['cause', startedByText(run)],
    ['author', run.author],
    ['data of', run.dataOf && `run ${run.dataOf}`],
    ['upload', `${upload.upload ?? upload.hash ?? run.upload} (${upload.key})`],
    ['attempt', String(run.attempt)],
    ['manifest', run.manifestRevision === undefined ? undefined : `revision ${run.manifestRevision}`],
    ['data', run.dataset],
    ['contract', run.contract === undefined ? undefined : String(run.contract)],
    [
      'accepted',
      run.acceptance && `by ${run.acceptance.by}, refused as ${run.acceptance.refusal}: ${run.acceptance.reason}`,
    ],
    [
      'rejects',
      run.dataset &&
        `s3://${artifactBucket}/${datasetPrefix(run.model, run.dataOf ?? run.run)}${DATASET_FILES.rejects}`,
    ],
    ['code', run.code],
    ['job', run.job],
    ['execution', run.execution],
  ];
  const ended = ['refused', 'rejected', 'failed'].includes(run.state) ? [badEnd({ upload, run })] : [];
  return [
    `run ${run.run} of ${run.model}`,
    ...facts.flatMap(([name, value]) => (value ? [`  ${name.padEnd(9)}  ${printable(value)}`] : [])),
    ...ended,
    ...warningsText(run.warnings),
    ...nextSteps(run).map((step) => `next: ${step}`),
  ].join('\n');
}

type RunsOptions = PageOptions & { limit: number; state?: string; since?: string };

export const runs: CommandSpec = {
  define: (command, run) =>
    withPageOptions(command)
      .examples(
        'sluice runs churn',
        'sluice runs churn 01JD8Y0B',
        'sluice runs churn 01JD8Y0B --open',
        'sluice runs --limit 50',
      )
      .argument('[model]', 'without it, runs of every model')
      .argument('[run]', 'any beginning of its id that no other run has')
      .addOption(new Option('--state <state>', 'only runs in this state').choices(RUN_STATES))
      .option('--since <time>', 'only runs that started then or later, ISO 8601', isoTime)
      .option('--limit <n>', 'how many, newest first', positiveInteger, 20)
      .action(
        run(
          async (
            { session, out },
            model: string | undefined,
            id: string | undefined,
            { limit, html, open, ...filter }: RunsOptions,
          ) => {
            if ((html !== undefined || open) && id === undefined)
              throw new CommandFailure(
                EXIT.usage,
                '--html and --open show the report of one run',
                'name model and run',
              );
            const opened = await session();
            const api = opened.api('DataScientist');
            if (model !== undefined && id !== undefined) {
              const found = await findRun(api, model, id);
              const answer = await api({ method: 'GET', path: `/models/${model}/uploads/${found.upload}` });
              const upload = UploadView.parse(answer.body);
              out.document({ ...found, refusal: upload.refusal });
              out.print(runText(found, upload, opened.outputs['artifact-bucket']));
              if (html === undefined && !open) return;
              const report = await api({ method: 'GET', path: `/models/${model}/runs/${found.run}/report` });
              const page = datasetPage(DatasetReport.parse(report.body));
              const asked = { ...(html === undefined ? {} : { html }), ...(open ? { open } : {}) };
              await showPage(out, asked, { name: `${model}-${short(found.run)}.html`, text: () => page });
              return;
            }
            const found = model
              ? await listing(api, `/models/${model}/runs`, RunView, limit, filter)
              : await runsOfAll(api, limit, filter);
            out.document(found.items);
            if (found.items.length > 0) showRuns(out, found);
            else if (Object.keys(filter).length > 0)
              out.print('no such runs: leave out --state and --since to see all');
            else out.print(`no runs ${model ? `of ${model} ` : ''}yet: sluice upload ${model ?? '<model>'} data.csv`);
          },
        ),
      ),
};
