/** What has a place in the design but is not acted on yet: answered with "not supported yet", so that nobody looks for a typing error. */
export const LATER_KEYS: ReadonlySet<string> = new Set([
  'approval',
  'approvers',
  'autoscaling',
  'buildSpec',
  'code',
  'dataCapture',
  'environment',
  'explain',
  'feedback',
  'holdout',
  'image',
  'inputs',
  'joins',
  'kmsKey',
  'labels',
  'mirror',
  'performance',
  'quality',
  'reports',
  'requirements',
  'sample',
  'schedule',
  'serverless',
  'shadow',
  'slices',
  'spot',
  'tags',
  'tuning',
  'vpc',
  'weights',
]);

export const LATER_VALUES: ReadonlySet<string> = new Set(['multiclass-classification', 'linear', 'rolling']);

export const LATER_MEND = 'delete the line; see lib/docs/limits.md';
