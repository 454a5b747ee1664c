/** `sluice logs <model> <run>` or `--stage S`: what the containers of a run's jobs, or of a stage's endpoint, wrote. */
import { type LogLine, type LogReader, logReader } from '../../adapters/aws/logs.ts';
import { StageView } from '../../core/contracts/api.ts';
import { jobBase } from '../../core/contracts/names.ts';
import { positiveInteger } from '../arguments.ts';
import type { CommandSpec } from '../command.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { printable } from '../output/text.ts';
import type { Session } from '../session.ts';
import { findRun, type Run } from './runs.ts';

/** SageMaker's log groups for jobs. */
const JOB_GROUPS = ['/aws/sagemaker/TrainingJobs', '/aws/sagemaker/TransformJobs'] as const;
const endpointGroup = (endpoint: string): string => `/aws/sagemaker/Endpoints/${endpoint}`;
const MOST_LINES = 10_000;

interface Source {
  group: string;
  prefix: string;
}

/** What all jobs of a run write to: training, and the scoring of candidate and champion. */
export const runSources = (platform: string, { model, upload, attempt }: Run): Source[] =>
  JOB_GROUPS.map((group) => ({ group, prefix: `${jobBase(platform, model, upload, attempt)}-` }));

/** The last lines of all streams together, in the order of their times. */
export async function readLogs(reader: LogReader, sources: readonly Source[], count: number): Promise<LogLine[]> {
  const lines: LogLine[] = [];
  for (const { group, prefix } of sources) {
    for (const stream of await reader.streams(group, prefix)) lines.push(...(await reader.tail(group, stream, count)));
  }
  return lines.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0)).slice(-count);
}

/** `sluice-churn-1f2e3d4c5b6a-1-t0-0/algo-1-1763733722` says by its letter what the job was. */
const JOBS: Readonly<Record<string, string>> = { t: 'train', c: 'score', p: 'champion' };
function sourceText(stream: string): string {
  const kind = /-([tcp])\d+-\d+\//.exec(stream)?.[1];
  return kind ? (JOBS[kind] ?? '') : (stream.split('/').at(-1)?.slice(0, 10) ?? '');
}

export const logText = ({ time, stream, message }: LogLine): string =>
  `${time.slice(0, 19).replace('T', ' ')}  ${sourceText(stream).padEnd(8)}  ${printable(message.trimEnd())}`;

async function sourcesOf(session: Session, model: string, run: string | undefined, stage: string | undefined) {
  const api = session.api('DataScientist');
  if (run !== undefined) return runSources(session.platform, await findRun(api, model, run));
  const { endpoint } = StageView.parse((await api({ method: 'GET', path: `/models/${model}/stages/${stage}` })).body);
  return [{ group: endpointGroup(endpoint), prefix: '' }];
}

export const logs: CommandSpec = {
  define: (command, run) =>
    command
      .examples('sluice logs churn 01JD8Y0B', 'sluice logs churn --stage production --lines 500')
      .argument('<model>')
      .argument('[run]', 'any beginning of its id that no other run has')
      .option('--stage <stage>', "the stage's endpoint instead of a run")
      .option('--lines <n>', `how many, at most ${MOST_LINES}`, positiveInteger, 200)
      .action(
        run(
          async (
            { session, out },
            model: string,
            wanted: string | undefined,
            { stage, lines }: { stage?: string; lines: number },
          ) => {
            if ((wanted === undefined) === (stage === undefined))
              throw new CommandFailure(EXIT.usage, 'name a run, or a stage', `sluice runs ${model}`);
            if (lines > MOST_LINES) throw new CommandFailure(EXIT.usage, `--lines is at most ${MOST_LINES}`);
            const open = await session();
            const sources = await sourcesOf(open, model, wanted, stage);
            const found = await readLogs(logReader(await open.access('DataScientist')), sources, lines);
            out.document(found);
            if (found.length > 0) out.print(found.map(logText).join('\n'));
            else if (stage)
              out.print(`the endpoint of ${model} ${stage} wrote nothing: sluice releases ${model} --stage ${stage}`);
            else out.print(`no job of this run wrote anything: sluice runs ${model} ${wanted}`);
          },
        ),
      ),
};
