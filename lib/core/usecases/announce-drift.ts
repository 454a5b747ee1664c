/** From the drift alarm of a stage to the message about its incident. */
import { driftAlarmName } from '../contracts/names.ts';
import type { Policy } from '../contracts/policy.ts';
import { DriftReport } from '../drift/document.ts';
import { driftOpenedNotice, type Place } from '../messages/drift-notice.ts';
import type { Notice } from '../messages/notice.ts';
import type { Objects } from '../ports/objects.ts';
import { read } from '../registry/documents.ts';
import { Stage } from '../registry/entities.ts';
import { SK } from '../registry/keys.ts';
import { recentIncidents } from './drift-incident.ts';
import { driftClosedNotice } from './notices.ts';
import { type SendNoticePorts, sendNotice } from './send-notice.ts';

export interface AnnounceDriftPorts extends SendNoticePorts {
  objects: Objects;
  policy: Policy;
  origin: Place;
  artifactBucket: string;
}

export interface AlarmChange {
  alarm: string;
  state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
}

/**
 * One message an incident, at its opening and at its end. The incident is written before the metric that moves the alarm,
 * so an alarm without one was set by hand and says nothing.
 * @returns whether there was something to tell
 */
export async function announceDrift(ports: AnnounceDriftPorts, { alarm, state }: AlarmChange): Promise<boolean> {
  const stage = await stageOf(ports, alarm);
  if (!stage || state === 'INSUFFICIENT_DATA') return false;
  const notice = await noticeOf(ports, stage, state);
  if (!notice) return false;
  await sendNotice(ports, notice);
  return true;
}

async function noticeOf(ports: AnnounceDriftPorts, stage: Stage, state: 'OK' | 'ALARM'): Promise<Notice | undefined> {
  const { registry, objects, artifactBucket, origin } = ports;
  const [newest] = await recentIncidents(registry, stage.model, stage.stage);
  if (!newest || (newest.document.state === 'open') !== (state === 'ALARM')) return undefined;
  if (state === 'OK') return driftClosedNotice(origin, newest.document);
  const { report, since } = newest.document;
  const text = await objects.text({ bucket: artifactBucket, key: report });
  return driftOpenedNotice(DriftReport.parse(JSON.parse(text)), origin, since);
}

/**
 * The stage whose alarm has this name. Names join platform, model and stage by hyphens that model and stage may hold too,
 * so each stage of the policy is tried and the registry decides.
 */
async function stageOf({ registry, policy, origin }: AnnounceDriftPorts, alarm: string): Promise<Stage | undefined> {
  for (const { name } of policy.stages) {
    const [before = '', after = ''] = driftAlarmName(origin.platform, '\0', name).split('\0');
    if (!alarm.startsWith(before) || !alarm.endsWith(after)) continue;
    const model = alarm.slice(before.length, alarm.length - after.length);
    const stage = await read(registry, model, SK.stage(name), Stage);
    if (stage) return stage.document;
  }
  return undefined;
}
