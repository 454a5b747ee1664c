/** A notice of each kind, as the platform would send it. */
import type { Notice, NoticeKind, NoticeOf } from '../../../../lib/core/messages/notice.ts';

const place = { v: 1, platform: 'sluice', account: '123456789012', region: 'eu-west-1', alias: 'acme-prod' } as const;
const serving = [{ stage: 'production', version: 6 }];
const gates = [
  {
    gate: 'auc >= 0.80',
    outcome: 'not-met',
    value: 0.791,
    limit: 0.8,
    text: 'auc >= 0.80: found 0.791 (95 %: 0.772 to 0.809, 4021 rows)',
  },
  {
    gate: 'f1 >= 0.5',
    outcome: 'met',
    value: 0.6,
    limit: 0.5,
    text: 'f1 >= 0.5: found 0.6 (95 %: 0.58 to 0.62, 4021 rows)',
  },
  {
    gate: 'auc >= champion',
    outcome: 'not-applicable',
    text: 'auc >= champion: not applicable, there is no champion yet',
  },
] as const satisfies NoticeOf<'version-rejected'>['gates'];

const release = {
  ...place,
  model: 'churn',
  stage: 'production',
  release: '01JD8ZQ4T6',
  action: 'promote',
  version: 7,
  from: 6,
  author: 'arn:aws:iam::123456789012:user/jdoe',
  began: '2026-11-21T13:58:02.000Z',
  ended: '2026-11-21T14:09:12.000Z',
  proved: '2026-11-21T14:09:12.000Z',
} as const;

const approval = {
  ...place,
  model: 'churn',
  stage: 'production',
  approval: '01JD8ZQ4T6AAAAAAAAAAAAAAAA',
  version: 7,
  author: 'unattributed',
  requester: 'arn:aws:iam::123456789012:user/jdoe',
  expires: '2026-11-28T13:58:02.000Z',
} as const;

const incident = {
  ...place,
  model: 'churn',
  stage: 'production',
  version: 6,
  since: '2026-11-21T12:00:00.000Z',
  window: { from: '2026-11-21T12:00:00.000Z', to: '2026-11-21T13:00:00.000Z' },
} as const;
const { window: _first, ...ofIncident } = incident;
const over = { ...ofIncident, closed: '2026-11-21T15:00:00.000Z' };
const suspects: NonNullable<NoticeOf<'drift-opened'>['suspects']> = [
  { what: 'release', version: 6, from: 5, time: '2026-11-21T11:40:12.000Z' },
  { what: 'upload', file: '2026-11.csv', run: '01JD8ZQ4T6', time: '2026-11-21T10:31:00.000Z', columns: ['plan'] },
];

const health = {
  ...incident,
  suspects,
  previous: 5,
  requests: 4_812,
  findings: [
    { name: 'errors', unit: 'share', now: 0.123, before: 0.004, limit: 0.05, urgent: true },
    { name: 'latency', unit: 'ms', percentile: 95, now: 812.4, before: 203, limit: 406 },
  ],
} satisfies Omit<NoticeOf<'health-opened'>, 'kind'>;

const drift = {
  ...place,
  model: 'churn',
  stage: 'production',
  version: 6,
  since: '2026-11-21T12:00:00.000Z',
  window: { from: '2026-11-21T12:00:00.000Z', to: '2026-11-21T13:00:00.000Z' },
  rowsRead: 4_812,
  requests: 4_812,
  compared: 19,
  columns: [
    {
      name: 'radius mean',
      measure: 'median',
      now: 133.7,
      baseline: 13.37,
      effect: 4.21,
      limit: 0.1,
      cause: 'about 10 times the baseline: a change of unit (centimetres to millimetres)?',
    },
    { name: 'tenureMonths', measure: 'null share', now: 0.184, baseline: 0.001, effect: 0.43, limit: 0.1 },
    { name: 'plan', measure: 'new level', now: 0.062, baseline: 0, effect: 0.25, limit: 0.1 },
  ],
} as const satisfies Omit<NoticeOf<'drift-opened'>, 'kind'>;

const performance = {
  ...place,
  model: 'churn',
  stage: 'production',
  version: 6,
  since: '2026-11-21T00:00:00.000Z',
  window: { from: '2026-11-21T00:00:00.000Z', to: '2026-11-22T00:00:00.000Z' },
  asked: { from: '2026-11-19T00:00:00.000Z', to: '2026-11-22T00:00:00.000Z' },
  rows: 9_204,
  labelled: 2_011,
  delayHours: { median: 26.4, p90: 61 },
  metrics: [
    {
      metric: 'accuracy',
      heldOut: { value: 0.851, low: 0.838, high: 0.863 },
      measured: { value: 0.801, low: 0.783, high: 0.818 },
      called: true,
    },
    {
      metric: 'auc',
      heldOut: { value: 0.92, low: 0.91, high: 0.929 },
      measured: { value: 0.913, low: 0.901, high: 0.925 },
      called: false,
    },
  ],
} as const satisfies Omit<NoticeOf<'performance-opened'>, 'kind' | 'metrics'> & { metrics: readonly unknown[] };
const drill = { ...place, model: 'churn', stage: 'production', version: 6, since: '2026-11-21T11:59:59.900Z' };

export const NOTICES: { [K in NoticeKind]: NoticeOf<K> } = {
  'upload-refused': {
    kind: 'upload-refused',
    ...place,
    model: 'churn',
    upload: '01JD8Y0B7C',
    file: '2026-11.csv',
    author: 'arn:aws:iam::123456789012:user/jdoe',
    arrived: '2026-11-21T13:41:00.000Z',
    refused: '2026-11-21T13:42:00.000Z',
    code: 'too-many-rejected-rows',
    message: 'More rows break the contract than the manifest allows.',
    rows: 48_211,
    rejected: 1_912,
    allowed: 0.01,
    findings: [
      { column: 'tenureMonths', what: 'not an integer', count: 1_874, line: 212 },
      { column: 'age', what: 'below min 18', count: 38, line: 9_051 },
    ],
    serving,
  },
  'data-changed': {
    kind: 'data-changed',
    ...place,
    model: 'churn',
    run: '01JD8ZQ4T6AAAAAAAAAAAAAAAA',
    file: '2026-11.csv',
    author: 'arn:aws:iam::123456789012:user/jdoe',
    accepted: '2026-11-21T14:09:12.000Z',
    findings: [
      { column: 'tenure', what: 'location change: another season, region or kind of customer?' },
      { column: 'plan', what: 'new category: a new product, place or code?', count: 412, line: 18 },
    ],
    more: 0,
    serving,
  },
  'run-failed': {
    kind: 'run-failed',
    ...place,
    model: 'churn',
    run: '01JD8Y0B7C',
    file: '2026-11.csv',
    author: 'jdoe',
    failed: '2026-11-21T13:42:00.000Z',
    step: 'train',
    code: 'training-failed',
    job: 'sluice-churn-0123456789ab-1-t0-0',
    serving: [],
  },
  'version-registered': {
    kind: 'version-registered',
    ...place,
    model: 'churn',
    run: '01JD8Y0B7C',
    version: 7,
    author: 'jdoe',
    registered: '2026-11-21T13:52:00.000Z',
    rows: 4_021,
    metrics: { auc: { value: 0.8234, low: 0.81, high: 0.84 }, logloss: { value: 0.31, low: 0.29, high: 0.33 } },
    gates: gates.slice(1),
  },
  'version-rejected': {
    kind: 'version-rejected',
    ...place,
    model: 'churn',
    run: '01JD8Y0B7C',
    author: 'jdoe',
    rejected: '2026-11-21T13:52:00.000Z',
    rows: 4_021,
    gates: [...gates],
    serving,
  },
  'approval-wanted': {
    kind: 'approval-wanted',
    ...approval,
    needed: 2,
    requested: '2026-11-21T13:58:02.000Z',
    serving,
  },
  'approval-decided': {
    kind: 'approval-decided',
    ...approval,
    decision: 'approve',
    by: 'AROAX:asmith@example.com',
    decided: '2026-11-21T15:00:00.000Z',
  },
  'release-live': { kind: 'release-live', ...release, serving: 7, candidate: { requests: 0, errors: 0 } },
  'release-rolled-back': {
    kind: 'release-rolled-back',
    ...release,
    serving: 6,
    cause: { code: 'errors', message: 'alarm errors: 47 of 1,284 requests ended in 5xx (3.66 %, limit 2 %)' },
    candidate: { requests: 1_284, errors: 47 },
    champion: { requests: 1_301, errors: 2 },
  },
  'release-inconclusive': {
    kind: 'release-inconclusive',
    ...release,
    serving: 6,
    cause: { code: 'no-traffic', message: 'no request reached v7 in 10 minutes' },
    candidate: { requests: 0, errors: 0 },
  },
  'release-failed': {
    kind: 'release-failed',
    ...release,
    serving: undefined,
    proved: undefined,
    cause: { code: 'endpoint-failed', message: 'The container said: patient Jane Roe has no cell 3' },
  },
  'drift-opened': { kind: 'drift-opened', ...drift },
  'drift-worsened': {
    kind: 'drift-worsened',
    ...drift,
    window: { from: '2026-11-22T13:00:00.000Z', to: '2026-11-22T14:00:00.000Z' },
    worse: ['radius mean', 'plan'],
  },
  'drift-closed': { kind: 'drift-closed', ...over, columns: ['tenureMonths', 'plan'] },
  'health-opened': { kind: 'health-opened', ...health },
  'health-worsened': { kind: 'health-worsened', ...health, worse: ['latency'] },
  'health-closed': { kind: 'health-closed', ...over, columns: ['errors', 'latency'] },
  'performance-opened': { kind: 'performance-opened', ...performance, metrics: [...performance.metrics] },
  'performance-worsened': {
    kind: 'performance-worsened',
    ...performance,
    metrics: [...performance.metrics],
    worse: ['accuracy'],
  },
  'performance-closed': { kind: 'performance-closed', ...over, columns: ['accuracy'] },
  'labels-refused': {
    kind: 'labels-refused',
    ...place,
    model: 'churn',
    file: 'november.csv',
    arrived: '2026-11-21T12:00:00.000Z',
    labels: 288,
    wrong: 12,
    findings: [
      { column: 'label', what: 'is no label of churned', count: 11, line: 7 },
      { what: 'has 4 cells, not 3', count: 1, line: 212 },
    ],
    mend: 'they are no and yes',
  },
  'drill-opened': { kind: 'drill-opened', ...drill, columns: ['tenureMonths'] },
  'drill-closed': { kind: 'drill-closed', ...drill, closed: '2026-11-21T12:00:14.000Z' },
  'drill-failed': {
    kind: 'drill-failed',
    ...place,
    model: 'churn',
    stage: 'production',
    drill: '20261121T120000000Z',
    began: '2026-11-21T12:00:00.000Z',
    ended: '2026-11-21T12:05:01.000Z',
    failed: 'message',
    reached: ['captured', 'called', 'event'],
    reason: '"message" was not reached within 300 seconds',
    limitSeconds: 300,
  },
};

export const ALL: readonly Notice[] = Object.values(NOTICES);
