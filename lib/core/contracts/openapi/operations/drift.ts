import { DriftOfStagesView, DriftView } from '../../api.ts';
import type { Operation } from '../operation.ts';

const NEWEST = 'Incidents and reports, newest first, `limit` of each at most.';

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
    description: NEWEST,
    answers: { 200: { description: 'Its incidents and reports.', schema: DriftView } },
    problems: ['unknown-model', 'unknown-stage'],
  },
} as const satisfies Record<string, Operation>;
