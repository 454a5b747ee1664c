import { DriftOfStagesView, DriftTrendView, DriftView } from '../../api.ts';
import type { Operation } from '../operation.ts';

const NEWEST =
  'Reports, newest first, `limit` of them at most, and incidents of every kind (drift, health, performance), newest first, `limit` of each kind at most.';

export const driftOperations = {
  'GET /models/{model}/drift': {
    id: 'listDrift',
    tag: 'drift',
    summary: 'Read the drift of every stage',
    description: NEWEST,
    answers: {
      200: { description: 'Drift by stage, in the order a version walks through them.', schema: DriftOfStagesView },
    },
    problems: ['unknown-model'],
  },
  'GET /models/{model}/stages/{stage}/drift': {
    id: 'readDrift',
    tag: 'drift',
    summary: 'Read the drift of a stage',
    description: `${NEWEST} With \`from\` and \`to\`, those of windows that lie between, and the incidents that touch them; with \`at\`, of the windows that hold this time.`,
    answers: { 200: { description: 'Its incidents and reports.', schema: DriftView } },
    problems: ['unknown-model', 'unknown-stage'],
  },
  'GET /models/{model}/stages/{stage}/drift/trend': {
    id: 'readDriftTrend',
    tag: 'drift',
    summary: 'Read the trend of a stage',
    description:
      'Every window in a few numbers, the newest 1,000 of the time; how at most 200 columns stood in them; incidents and releases.',
    answers: { 200: { description: 'Windows, columns, incidents and releases.', schema: DriftTrendView } },
    problems: ['unknown-model', 'unknown-stage'],
  },
} as const satisfies Record<string, Operation>;
