import { DatasetReport } from '../../../data/dataset-report.ts';
import { RunsPage, RunView } from '../../api.ts';
import { DataDiff } from '../../data-diff.ts';
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
  'GET /models/{model}/runs/{run}/report': {
    id: 'readDatasetReport',
    tag: 'runs',
    summary: 'Read the report of the dataset a run accepted',
    description:
      'What was accepted of the upload: rows kept and set aside, what is worth a look, and a summary of each column. It ' +
      'holds no row, and no value of columns whose values are mostly distinct.',
    answers: { 200: { description: 'The report.', schema: DatasetReport } },
    problems: ['unknown-model', 'unknown-run', 'unknown-report'],
  },
  'GET /models/{model}/runs/{run}/difference/{before}': {
    id: 'compareDatasets',
    tag: 'runs',
    summary: 'Compare the datasets of two runs',
    description:
      'Which columns differ, largest effect first, and in which ranges of rows, told from the stored profiles and ' +
      'digests of chunks: no row is read.',
    answers: { 200: { description: 'What differs.', schema: DataDiff } },
    problems: ['unknown-model', 'unknown-run', 'unknown-report'],
  },
} as const satisfies Record<string, Operation>;
