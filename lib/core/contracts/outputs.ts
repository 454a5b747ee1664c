/** What a deployed platform tells about itself: stack outputs and SSM parameters `/<platform>/<key>` carry the same names. */
export const OUTPUTS = [
  'api-url',
  'data-bucket',
  'artifact-bucket',
  'capture-bucket',
  'registry-table',
  'events-table',
  'notifications-topic',
  'training-state-machine',
  'release-state-machine',
  'dead-letter-queue',
  'drift-queue',
  'drill-queue',
] as const;
export type OutputKey = (typeof OUTPUTS)[number];
export type Outputs = Record<OutputKey, string>;

export const parameterPath = (platform: string): string => `/${platform}/`;
export const parameterName = (platform: string, key: OutputKey): string => `/${platform}/${key}`;
