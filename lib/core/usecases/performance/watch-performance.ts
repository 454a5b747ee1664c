/** Once a day: is what a stage serves worse than it was when it was evaluated, by the labels that came? */
import { FALSE_ALARM_SHARES } from '../../contracts/false-alarm-shares.ts';
import { performanceReportKey } from '../../contracts/locations.ts';
import { endpointName } from '../../contracts/names.ts';
import type { PerformanceRequest } from '../../contracts/workflow-monitoring.ts';
import { perWindow } from '../../drift/sequential/spending.ts';
import type { ScoredAnswer } from '../../performance/captured-answers.ts';
import type { ConfigurationPerformance } from '../../performance/document.ts';
import { judgePerformance, type Verdict } from '../../performance/judge-performance.ts';
import { answersText } from '../../performance/kept-answers.ts';
import type { LabelBook } from '../../performance/label-book.ts';
import type { PerformanceWatch } from '../../performance/watch-document.ts';
import type { Objects } from '../../ports/objects.ts';
import type { ChangePorts } from '../../registry/change.ts';
import { read } from '../../registry/documents.ts';
import { Stage, type Version } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';
import { captureFiles } from '../capture/captured-records.ts';
import { CAPTURE_DELAY_MS, type Window, windowsPerYear } from '../drift-windows.ts';
import { type TellIncidentPorts, tellIncident } from '../incidents/tell-incident.ts';
import { type IncidentUpdate, updateIncident } from '../incidents/update-incident.ts';
import { putJson } from '../json-objects.ts';
import { knownModel, knownVersion } from '../known.ts';
import { packLabels } from '../labels/pack-labels.ts';
import { MOST_LABEL_BYTES, readNewestLabels } from '../labels/read-labels.ts';
import { manifestOf } from '../manifest-of.ts';
import { releasedConfigurations } from '../release/released-configurations.ts';
import { configurationPerformance, schemaOf } from './configuration-performance.ts';
import { heldOutRows } from './held-out-rows.ts';
import { labelledDays, putAnswers } from './kept-answers.ts';
import { performanceFinding } from './performance-finding.ts';
import { isLookedAt, keepLook } from './performance-looks.ts';
import { isNewestPerformance, performanceWatchBefore } from './performance-reports.ts';

export interface WatchPerformancePorts extends ChangePorts, TellIncidentPorts {
  objects: Objects;
  dataBucket: string;
  artifactBucket: string;
  captureBucket: string;
}

export type PerformanceWatched =
  | { outcome: PerformanceWatch['outcome']; report: string; incident: IncidentUpdate }
  | { outcome: 'nothing-serves' | 'looked-at-before' };

const DAY_MS = 86_400_000;
/** How late a label may be. Answers are kept for as long. */
const LONGEST_DELAY_MS = 100 * DAY_MS;
const HOURS_OF_A_DAY = 24;

/**
 * Keeps the answers of the day, packs the labels that were posted in it, and judges what serves by all labels that are known
 * now. The report is always written, over an earlier one of the day. An incident follows only from the newest day, and
 * only from an outcome that says something. Order: report, incident, event and metric; then the day is noted as looked at.
 * Safe to repeat.
 *
 * @throws Problem unknown-model, unknown-version, Busy, and what the ports throw
 */
export async function watchPerformance(
  ports: WatchPerformancePorts,
  { model, stage, from, to, ifMissing }: PerformanceRequest,
): Promise<PerformanceWatched> {
  const { registry } = ports;
  const window = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  if (ifMissing && (await isLookedAt(registry, { model, stage, from: window.from })))
    return { outcome: 'looked-at-before' };
  const serving = (await read(registry, model, SK.stage(stage), Stage))?.document.serving;
  if (!serving) return { outcome: 'nothing-serves' };
  const watch = await lookAt(ports, { model, stage, window }, serving);
  const report = performanceReportKey(model, stage, window);
  await putJson(ports.objects, { bucket: ports.artifactBucket, key: report }, watch);
  const incident = await incidentAfter(ports, watch, report);
  await keepLook(registry, { model, stage, ...window, report });
  return { outcome: watch.outcome, report, incident };
}

/** Only the newest day speaks, and only by an outcome that says something. @param report its key in the artefact bucket */
async function incidentAfter(
  ports: WatchPerformancePorts,
  watch: PerformanceWatch,
  report: string,
): Promise<IncidentUpdate> {
  const { model, stage, window, outcome } = watch;
  const speaks = outcome === 'decline' || outcome === 'no-decline';
  if (!speaks || !(await isNewestPerformance(ports.objects, ports.artifactBucket, { model, stage, window })))
    return 'none';
  const incident = await updateIncident(ports, performanceFinding(watch, report));
  await tellIncident(ports, { model, stage, kind: 'performance' });
  return incident;
}

/** @param serving what the stage serves now */
async function lookAt(
  ports: WatchPerformancePorts,
  { model, stage, window }: Omit<Day, 'book'>,
  serving: { version: number; configuration: string },
): Promise<PerformanceWatch> {
  const { registry, objects, clock, artifactBucket } = ports;
  const since = Date.parse(window.from) - LONGEST_DELAY_MS;
  const closed = Math.min(Date.parse(window.to), clock.now().getTime() - CAPTURE_DELAY_MS);
  await packLabels(ports, model, closed);
  const { book, unreadable } = await readNewestLabels(ports, model, since, MOST_LABEL_BYTES);
  const configurations = await dayOf(ports, { model, stage, window, book });
  const before = await performanceWatchBefore(objects, artifactBucket, { model, stage, window });
  const stored = (await knownVersion(registry, model, serving.version)).document;
  const judged = await judgedBy(ports, { model, stage, window, book }, serving.configuration, stored, before);
  const { known, corrected } = book.tally();
  return {
    v: 1,
    ...{ model, stage, version: serving.version, configuration: serving.configuration, window },
    ...judged,
    configurations,
    labels: { known, corrected, unreadable },
  };
}

interface Day {
  model: string;
  stage: string;
  window: Window;
  book: LabelBook;
}

/** How well each configuration did in the day. Its answers are kept on the way. */
async function dayOf(
  ports: WatchPerformancePorts,
  { model, stage, window, book }: Day,
): Promise<ConfigurationPerformance[]> {
  const { registry, objects, artifactBucket, captureBucket, platform } = ports;
  const found: ConfigurationPerformance[] = [];
  const endpoint = endpointName(platform, model, stage);
  for (const { configuration, version } of await releasedConfigurations(registry, model, stage, window)) {
    const captured = { bucket: captureBucket, model, stage, endpoint, configuration };
    const files = await captureFiles(objects, captured, window);
    if (files.length === 0) continue;
    const stored = (await knownVersion(registry, model, version)).document;
    const answers: ScoredAnswer[] = [];
    found.push(
      await configurationPerformance(ports, { configuration, stored, files, window, book }, (answer) => {
        answers.push(answer);
      }),
    );
    const place = { bucket: artifactBucket, model, stage, configuration };
    await putAnswers(objects, place, window, answersText(answers));
  }
  return found;
}

async function judgedBy(
  { registry, objects, clock, artifactBucket }: WatchPerformancePorts,
  { model, stage, window, book }: Day,
  configuration: string,
  stored: Version,
  before: PerformanceWatch | undefined,
): Promise<Verdict & Pick<PerformanceWatch, 'budget'>> {
  const { monitoring } = await manifestOf(registry, await knownModel(registry, model));
  const spending = {
    falseAlarmsPerYear: monitoring.drift.falseAlarmsPerYear * FALSE_ALARM_SHARES.performance,
    windowsPerYear: windowsPerYear(HOURS_OF_A_DAY),
  };
  const level = perWindow(spending);
  const schema = await schemaOf(objects, artifactBucket, stored);
  const heldOut = await heldOutRows(objects, artifactBucket, stored, schema);
  if (!heldOut) return { outcome: 'no-held-out-scores', judged: [], budget: { ...spending, spent: 0 } };
  const look = { from: new Date(Date.parse(window.from) - LONGEST_DELAY_MS).toISOString(), to: window.to };
  const place = { bucket: artifactBucket, model, stage, configuration };
  const question = { task: schema.task, labels: schema.target.labels };
  const days = await labelledDays(objects, place, look, book, question);
  const told = before?.configuration === configuration ? before.told : undefined;
  const verdict = judgePerformance(heldOut, { days, now: clock.now(), told, seed: configuration }, level);
  return { ...verdict, budget: { ...spending, spent: verdict.judged.length > 0 ? level : 0 } };
}
