/** The attributes of a message, which subscriptions filter by. */
export const SEVERITIES = ['NOW', 'TODAY', 'INFO'] as const;
/** NOW: users are hurt, or the truth is not known. TODAY: act in working hours. INFO: something ended; nothing to do. */
export type Severity = (typeof SEVERITIES)[number];

/** Kinds of messages that carry attributes. The alarm for dead letters is published by CloudWatch itself and carries none. */
export const MESSAGE_KINDS = [
  'upload-refused',
  'data-changed',
  'run-failed',
  'version-registered',
  'version-rejected',
  'approval-wanted',
  'approval-decided',
  'release-live',
  'release-rolled-back',
  'release-inconclusive',
  'release-failed',
  'drift-opened',
  'drift-worsened',
  'drift-closed',
  'health-opened',
  'health-worsened',
  'health-closed',
  'performance-opened',
  'performance-worsened',
  'performance-closed',
  'labels-refused',
  'drill-opened',
  'drill-closed',
  'drill-failed',
] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** `code` says why, where there is a closed list of reasons; `model` and `stage` are absent where it is about none. */
export type MessageAttribute = 'severity' | 'kind' | 'model' | 'stage' | 'code';
