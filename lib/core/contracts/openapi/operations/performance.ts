import { PerformanceReport } from '../../../performance/document.ts';
import { LabelsAnswer, LabelsRequest } from '../../api.ts';
import { OF_JSON, type Operation } from '../operation.ts';

export const performanceOperations = {
  'POST /models/{model}/labels': {
    id: 'recordLabels',
    tag: 'performance',
    summary: 'Send labels that came after their predictions',
    description:
      'A label belongs to a row of a request, by the inference id that the prediction was asked under. It needs no ' +
      'Idempotency-Key: sent again it counts once, and another label of the same row replaces the one before. A label of ' +
      'a request that nobody knows is kept and counted as such. Files of labels (CSV, `inferenceId,row,label`) below ' +
      '`<model>/labels/` of the data bucket count alike, but for lines that are none, which an event and a message name.',
    body: { description: 'At most 5,000 labels.', schema: LabelsRequest },
    answers: { 201: { description: 'What was kept.', schema: LabelsAnswer } },
    problems: ['unknown-model', 'unknown-contract', ...OF_JSON],
  },
  'GET /models/{model}/stages/{stage}/performance': {
    id: 'readPerformance',
    tag: 'performance',
    summary: 'Read how well the versions of a stage do',
    description:
      'By configuration that served in the time, of inference: metrics on the rows whose label came, with how many those ' +
      'are and how late they came, beside an estimate of all rows that needs no labels (CBPE, classifiers only). What was ' +
      'asked in the last minutes may not be captured yet.',
    answers: { 200: { description: 'Its performance.', schema: PerformanceReport } },
    problems: ['unknown-model', 'unknown-stage', 'too-large'],
  },
} as const satisfies Record<string, Operation>;
