/** What the API tells of a stage's drift. */
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { DriftView as ApiDriftView, DriftTrendView, StageView } from '../../core/contracts/api.ts';
import { DriftReport } from '../../core/drift/document.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import type { Session } from '../session.ts';

const DriftView = ApiDriftView.extend({ reports: z.array(DriftReport) });
export type DriftView = z.infer<typeof DriftView>;

type Query = Readonly<Record<string, string>>;

const get = async (session: Session, path: string, query: Query): Promise<unknown> => {
  const text = new URLSearchParams(query).toString();
  return (await session.api('Operator')({ method: 'GET', path: text === '' ? path : `${path}?${text}` })).body;
};

/** @param query `from` and `to`, or `at`, and `limit` */
export const readDrift = async (session: Session, model: string, stage: string, query: Query = {}) =>
  DriftView.parse(await get(session, `/models/${model}/stages/${stage}/drift`, query));

export const readTrend = async (session: Session, model: string, stage: string, query: Query) =>
  DriftTrendView.parse(await get(session, `/models/${model}/stages/${stage}/drift/trend`, query));

/**
 * Has a window of what the stage serves measured, [from, to) by inference time, and waits for its report.
 *
 * @throws CommandFailure (3) when it serves nothing, (124) when the report does not come in time; it may still
 */
export async function measureDrift(
  session: Session,
  model: string,
  stage: string,
  window: { from: string; to: string },
  timeoutSeconds = 300,
): Promise<DriftReport> {
  const { serving } = StageView.parse(await get(session, `/models/${model}/stages/${stage}`, {}));
  if (!serving)
    throw new CommandFailure(EXIT.refused, `${stage} of ${model} serves nothing`, `sluice versions ${model}`);
  const { configuration, version } = serving;
  const queue = await session.driftQueue();
  await queue.send({ v: 1, model, stage, configuration, version, ...window });
  const until = Date.now() + timeoutSeconds * 1000;
  while (Date.now() < until) {
    const { reports } = await readDrift(session, model, stage, window);
    const found = reports.find(
      (report) =>
        report.configuration === configuration && report.window.from === window.from && report.window.to === window.to,
    );
    if (found) return found;
    await sleep(session.kind === 'local' ? 200 : 3_000);
  }
  throw new CommandFailure(EXIT.timeout, 'no report yet; stopped looking', `sluice drift ${model} --stage ${stage}`);
}
