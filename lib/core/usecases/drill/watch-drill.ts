/** Watches the window of a drill: measured and judged as every other, and told of as a drill. */
import { drillConfiguration, drillStage } from '../../contracts/drill.ts';
import { driftReportKey } from '../../contracts/locations.ts';
import type { DriftRequest } from '../../contracts/workflow-monitoring.ts';
import { CommitConflict } from '../../ports/registry.ts';
import { create } from '../../registry/documents.ts';
import { afterWindow } from '../../registry/incident.ts';
import { SK } from '../../registry/keys.ts';
import { countWindow } from '../drift/count-window.ts';
import { driftFinding } from '../drift/drift-finding.ts';
import { measureWindow } from '../drift/measure-window.ts';
import type { WatchDriftPorts, Watched } from '../drift/watch-drift.ts';
import { putChanges } from '../incidents/tell-incident.ts';
import { putJson } from '../json-objects.ts';

/**
 * Nothing of the stage is touched: requests, counts and report lie under a stage of the drill's own, the incident is of a
 * kind of its own, and no metric is published. Safe to repeat.
 *
 * @throws DriftRequestImpossible, and what the ports throw
 */
export async function watchDrill(ports: WatchDriftPorts, drill: string, request: DriftRequest): Promise<Watched> {
  const { registry, objects, artifactBucket, clock } = ports;
  const { model, stage } = request;
  const configuration = drillConfiguration(drill);
  const planted = { ...request, stage: drillStage(stage) };
  const counted = await countWindow(ports, planted, configuration, undefined);
  // What was planted is to no stage what a configuration of its own is.
  const report = await measureWindow(ports, planted, { role: undefined, held: undefined }, counted);
  const { from, to } = report.window;
  const key = driftReportKey(model, drillStage(stage), configuration, from, to);
  await putJson(objects, { bucket: artifactBucket, key }, report);
  const finding = { ...driftFinding(report, key), kind: 'drill' as const, stage };
  const opened = afterWindow([], finding, clock.now().toISOString());
  if (opened) {
    try {
      await registry.put(create(SK.incident(stage, from, 'drill'), opened.incident));
    } catch (error) {
      // Measured before: the drill may be past it by now.
      if (!(error instanceof CommitConflict)) throw error;
    }
  }
  await putChanges(ports, { model, stage, kind: 'drill' });
  return { outcome: report.outcome, report: key, incident: opened?.change ?? 'none', health: 'none' };
}
