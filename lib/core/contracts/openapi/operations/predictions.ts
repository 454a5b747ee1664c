import type { Operation } from '../operation.ts';

/** Media types of the built-in algorithm; own code may take and give others. */
const MEDIA = ['text/csv', 'application/json'] as const;

export const predictionOperations = {
  'POST /models/{model}/stages/{stage}/predictions': {
    id: 'predict',
    tag: 'predictions',
    summary: 'Ask the model that a stage serves',
    description:
      'Body and `Content-Type` (absent: `text/csv`) go to the model as they came; its answer comes back as it is. `Accept` goes along, `*/*` excepted. The ' +
      'built-in algorithm takes CSV rows without a header, features in the order of the contract, or JSON. At most 5 MB ' +
      'and 25 s; larger and slower calls go to the endpoint directly, which the refusal names.',
    headers: ['InferenceId'],
    body: { description: 'Rows to predict.', media: MEDIA },
    answers: { 200: { description: 'What the model answered.', media: MEDIA, headers: ['InferenceId'] } },
    problems: ['unknown-model', 'not-live', 'too-large', 'model-fault', 'endpoint-busy', 'prediction-timeout'],
  },
} as const satisfies Record<string, Operation>;
