/** `sluice drill <model> --stage S`: a fault is planted beside the traffic, and followed until people were told of it. */
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { EventsPage, ModelView, StageView } from '../../core/contracts/api.ts';
import { DRILL_HOPS, DRILL_SECONDS, type DrillHop, type DrillStep, drillName } from '../../core/contracts/drill.ts';
import { PAGE_LIMIT } from '../../core/contracts/queries.ts';
import type { RegistryEvent } from '../../core/registry/event.ts';
import { positiveInteger } from '../arguments.ts';
import type { CommandSpec } from '../command.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { table } from '../output/table.ts';
import { printable } from '../output/text.ts';
import type { Session } from '../session.ts';

/** What an event `drill-passed` or `drill-failed` says. */
const DrillResult = z.looseObject({
  stage: z.string(),
  drill: z.string(),
  began: z.string(),
  column: z.string().optional(),
  fault: z.string().optional(),
  hops: z.array(z.object({ hop: z.enum(DRILL_HOPS), at: z.string() })),
  failed: z.enum(DRILL_HOPS).optional(),
  reason: z.string().optional(),
});
export type DrillResult = z.infer<typeof DrillResult>;

const PROVES: Readonly<Record<DrillHop, string>> = {
  captured: 'requests with the fault lie where captured ones do',
  called: 'the window was measured, and the column called',
  event: 'the incident is on the event bus',
  message: 'the message went out to the topic',
  closed: 'the incident was closed',
  'end-message': 'the message of its end went out',
  cleaned: 'the requests are removed',
};

/** A line a hop; what was not reached says so. Seconds since the fault was planted, looked at each second. */
export function drillText({ began, hops, failed, column, fault }: DrillResult): string {
  const rows = DRILL_HOPS.map((hop) => {
    const at = hops.find((one) => one.hop === hop)?.at;
    const took = at === undefined ? '' : ((Date.parse(at) - Date.parse(began)) / 1000).toFixed(1);
    return [hop, at === undefined ? (hop === failed ? 'FAILED' : '-') : 'ok', took, PROVES[hop]];
  });
  const planted =
    column === undefined ? [] : [`planted: ${printable(column)}, ${fault === 'missing' ? 'emptied' : 'times 1,000'}`];
  const columns = [
    { title: 'hop' },
    { title: 'state' },
    { title: 'after s', align: 'right' as const },
    { title: 'proves' },
  ];
  return [...planted, table(columns, rows)].join('\n');
}

/**
 * Asks for a drill and waits for its end.
 * @throws CommandFailure (2) where nothing serves, (124) when it has no end in time; it goes on
 */
export async function runDrill(
  session: Session,
  model: string,
  stage: string,
  timeoutSeconds: number,
): Promise<DrillResult> {
  const api = session.api('Operator');
  const { serving } = StageView.parse((await api({ method: 'GET', path: `/models/${model}/stages/${stage}` })).body);
  if (!serving)
    throw new CommandFailure(
      EXIT.usage,
      `nothing serves ${model} ${stage}`,
      `sluice promote ${model} <version> --stage ${stage}`,
    );
  const { head } = ModelView.parse((await api({ method: 'GET', path: `/models/${model}` })).body);
  const drill = drillName(new Date());
  const step: DrillStep = { v: 1, model, stage, drill };
  await (await session.drillQueue()).send(step);
  const until = Date.now() + timeoutSeconds * 1000;
  let cursor = String(head.seq);
  while (Date.now() < until) {
    const query = new URLSearchParams({ limit: String(PAGE_LIMIT), cursor });
    const { items } = EventsPage.parse((await api({ method: 'GET', path: `/models/${model}/events?${query}` })).body);
    const ended = items.find((event) => isEnd(event, drill));
    if (ended) return DrillResult.parse(ended.data);
    cursor = String(items.at(-1)?.seq ?? cursor);
    await sleep(session.kind === 'local' ? 200 : 3_000);
  }
  throw new CommandFailure(
    EXIT.timeout,
    'the drill has no end yet; stopped looking',
    `sluice events ${model} --kind drill-passed`,
  );
}

const isEnd = ({ kind, data }: RegistryEvent, drill: string): boolean =>
  (kind === 'drill-passed' || kind === 'drill-failed') && data['drill'] === drill;

export const drill: CommandSpec = {
  define: (command, run) =>
    command
      .arguments('<model>')
      .examples('sluice drill churn --stage production', 'sluice drill churn --json')
      .option('--stage <stage>', 'staging or production', 'production')
      .option('--timeout <seconds>', 'stop waiting; it goes on', positiveInteger, DRILL_SECONDS + 60)
      .action(
        run(
          async (
            { session, out, onInterrupt },
            model: string,
            { stage, timeout }: { stage: string; timeout: number },
          ) => {
            const open = await session();
            onInterrupt(`stopped looking; the drill goes on, see: sluice events ${model} --kind drill-passed`);
            const result = await runDrill(open, model, stage, timeout);
            out.document(result);
            out.print(drillText(result));
            if (result.failed === undefined) out.print('passed: a real incident would have been told');
            else
              throw new CommandFailure(
                EXIT.endedBadly,
                `the drill failed: ${printable(result.reason ?? result.failed)}`,
                'lib/docs/runbook.md#drill-failed says where to look',
              );
          },
        ),
      ),
};
