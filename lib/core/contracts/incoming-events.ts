/** Events of AWS and of our own that reach a function by way of EventBridge and a queue. Unknown fields are ignored. */
import * as z from 'zod';
import { Notice } from '../messages/notice.ts';
import { INCIDENT_EVENT, IncidentEvent } from './incidents.ts';
import { PerformanceRequest } from './workflow-monitoring.ts';

/** S3 "Object Created". The key is as S3 keeps it, not URL-encoded. */
const ObjectCreated = z.object({
  'detail-type': z.literal('Object Created'),
  detail: z.object({
    bucket: z.object({ name: z.string() }),
    object: z.object({
      key: z.string(),
      size: z.number().optional(),
      /** Absent in a bucket without versions. */
      'version-id': z.string().optional(),
    }),
  }),
});

/** What the queue of `monitoring-performance` carries: a day to look at, or a file of labels that arrived. */
export const PerformanceMessage = z.union([PerformanceRequest, ObjectCreated]);

/** Our own: a look at a set of files that was put off. */
export const UploadSetDue = z.object({
  'detail-type': z.literal('Upload Set Due'),
  detail: z.strictObject({
    bucket: z.string(),
    /** Of the set, with its final slash. */
    folder: z.string(),
    waitsFor: z.enum(['closing', 'files']),
    /** ISO 8601 */
    due: z.string(),
  }),
});
export type UploadSetDue = z.infer<typeof UploadSetDue>;

/** What the queue of `intake-start` carries. */
export const IntakeEvent = z.discriminatedUnion('detail-type', [ObjectCreated, UploadSetDue]);

/** Of the version before, which made messages of alarms; one may still be in the queue when this version begins. */
const AlarmStateChange = z.object({ 'detail-type': z.literal('CloudWatch Alarm State Change') });

/** Source `sluice`: a change of an incident. */
export const IncidentChanged = z.object({ 'detail-type': z.literal(INCIDENT_EVENT), detail: IncidentEvent });

/** Source `sluice`, detail-type `Notice`: what workflows have to tell. */
const NoticeEvent = z.object({ 'detail-type': z.literal('Notice'), detail: Notice });

/** Step Functions "Execution Status Change" of an execution that ended, and not well. */
export const ExecutionEnded = z.object({
  'detail-type': z.literal('Step Functions Execution Status Change'),
  detail: z.object({
    stateMachineArn: z.string(),
    name: z.string(),
    status: z.enum(['FAILED', 'TIMED_OUT', 'ABORTED']),
    /** JSON; null where it is too large for an event. */
    input: z.string().nullish(),
    error: z.string().nullish(),
    cause: z.string().nullish(),
  }),
});
export type ExecutionEnded = z.infer<typeof ExecutionEnded>;

/** What the queue of `monitoring-notify` carries. */
export const NotifyEvent = z.discriminatedUnion('detail-type', [IncidentChanged, NoticeEvent, AlarmStateChange]);
export type NotifyEvent = z.infer<typeof NotifyEvent>;
