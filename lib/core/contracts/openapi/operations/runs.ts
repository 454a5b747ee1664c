import { RunsPage, RunView } from '../../api.ts';
import type { Operation } from '../operation.ts';

export const runOperations = {
  'GET /models/{model}/runs': {
    id: 'listRuns',
    tag: 'runs',
    summary: 'List the runs of a model',
    description:
      'Newest first. With `state` a page may hold fewer than `limit`, even none, and still name a cursor: one request ' +
      'looks at 500 runs.',
    answers: { 200: { description: 'A page of runs.', schema: RunsPage } },
    problems: ['unknown-model'],
  },
  'GET /models/{model}/runs/{run}': {
    id: 'readRun',
    tag: 'runs',
    summary: 'Read a run',
    description: 'How far it is, or how it ended and why.',
    answers: { 200: { description: 'The run.', schema: RunView } },
    problems: ['unknown-model', 'unknown-run'],
  },
} as const satisfies Record<string, Operation>;
