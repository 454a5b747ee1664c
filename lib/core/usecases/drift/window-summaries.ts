/** Each window of a stage in a few numbers: written with its report, read by the month. */
import type { DriftReport } from '../../drift/document.ts';
import type { Registry } from '../../ports/registry.ts';
import { encodeCursor } from '../../registry/cursor.ts';
import { itemOf } from '../../registry/documents.ts';
import { WindowSummary } from '../../registry/entities.ts';
import { modelKey, SK } from '../../registry/keys.ts';

/** Columns of a summary: with names of 20 letters it is 9 kB then, 1.6 kB with 25 columns. */
const MOST_COLUMNS = 200;
/** Letters of all their names: an item of the registry holds 400 kB. */
const MOST_LETTERS = 40_000;

/** Too little data gives an effect as well, and it says nothing. */
const isJudged = ({ outcome }: Pick<DriftReport, 'outcome'>): boolean => outcome === 'drift' || outcome === 'no-drift';

/** @param report key of the report in the artefact bucket @param read when the window's files were listed */
export async function keepSummary(
  registry: Registry,
  told: DriftReport,
  { report, read }: Pick<WindowSummary, 'report' | 'read'>,
): Promise<void> {
  const { model, stage, configuration, version, role, outcome, requests, rowsRead, served, budget } = told;
  const { from, to } = told.window;
  const compared = told.columns.flatMap((column) => (column.kind === 'unknown' ? [] : [column]));
  const columns = isJudged(told) ? worst(compared) : [];
  const summary: WindowSummary = {
    ...{ v: 1, model, stage, configuration, version, from, to, outcome, requests, rows: rowsRead, report, read },
    ...(role === undefined ? {} : { role }),
    ...(served === undefined ? {} : { served }),
    called: columns.filter(({ drifted }) => drifted).map(({ name }) => name),
    effects: columns.map(({ name, effect }) => [name, Number(effect.toPrecision(3))]),
    limit: Math.max(0, ...compared.map(({ limit }) => limit)),
    budget: {
      falseAlarmsPerYear: budget.falseAlarmsPerYear,
      windowsPerYear: budget.windowsPerYear,
      spent: budget.spent ?? 0,
    },
  };
  await registry.put({ item: itemOf(summaryKey(summary), summary), when: 'any' });
}

type OneWindow = Pick<WindowSummary, 'model' | 'stage' | 'from' | 'to' | 'configuration'>;

/** Whether a window is done with. */
export async function isMeasured(registry: Registry, window: OneWindow): Promise<boolean> {
  return (await registry.get(modelKey(window.model), summaryKey(window))) !== undefined;
}

export const summaryKey = ({ stage, ...window }: Omit<OneWindow, 'model'>): string =>
  SK.windowSummary(stage, windowKey(window));

/** Names a window of a stage's traffic on one configuration. */
export const windowKey = ({ from, to, configuration }: Pick<WindowSummary, 'from' | 'to' | 'configuration'>): string =>
  `${from}_${to}_${configuration}`;

/** A report has the worst first. */
function worst<C extends { name: string }>(columns: readonly C[]): C[] {
  const kept: C[] = [];
  let letters = 0;
  for (const column of columns.slice(0, MOST_COLUMNS)) {
    letters += column.name.length;
    if (letters > MOST_LETTERS) break;
    kept.push(column);
  }
  return kept;
}

const PAGE = 250;

/** Those that lie within [from, to), newest first. */
export async function* windowSummaries(
  registry: Registry,
  { model, stage, from, to }: { model: string; stage: string; from: string; to: string },
): AsyncGenerator<WindowSummary> {
  // Keys begin with the begin of their window, so this is behind all that begin before `to`.
  let cursor: string | undefined = encodeCursor(SK.windowSummary(stage, to));
  while (cursor !== undefined) {
    const options = { newestFirst: true, limit: PAGE, cursor };
    const page = await registry.list(modelKey(model), SK.windowSummary(stage, ''), options);
    for (const item of page.items) {
      const summary = WindowSummary.parse(item);
      if (summary.from < from) return;
      if (summary.to <= to) yield summary;
    }
    cursor = page.cursor;
  }
}
