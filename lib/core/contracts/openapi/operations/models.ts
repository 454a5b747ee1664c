import { ApplyAnswer, ModelsPage, ModelView } from '../../api.ts';
import { Manifest } from '../../manifest/schema.ts';
import { OF_CHANGES, OF_JSON, type Operation } from '../operation.ts';

export const modelOperations = {
  'GET /models': {
    id: 'listModels',
    tag: 'models',
    summary: 'List the models',
    description: 'By name.',
    answers: { 200: { description: 'A page of models.', schema: ModelsPage } },
    problems: [],
  },
  'PUT /models/{model}': {
    id: 'applyModel',
    tag: 'models',
    summary: 'Make a model, or change its manifest',
    description:
      'The body is the whole manifest; what is left out takes its default. A manifest that equals the newest revision ' +
      'changes nothing, so the request may be repeated. Every fault is told at once, and nothing is stored then.',
    headers: ['IfMatch', 'IfNoneMatch'],
    body: { description: '`model.yaml` as JSON.', schema: Manifest },
    answers: {
      200: { description: 'A new revision, or no change.', schema: ApplyAnswer, headers: ['ETag'] },
      201: { description: 'The model was made.', schema: ApplyAnswer, headers: ['ETag'] },
    },
    problems: ['invalid-manifest', 'revision-mismatch', ...OF_JSON, ...OF_CHANGES],
  },
  'GET /models/{model}': {
    id: 'readModel',
    tag: 'models',
    summary: 'Read a model',
    description: 'Its newest manifest with all defaults, and the head of its event chain.',
    answers: { 200: { description: 'The model.', schema: ModelView, headers: ['ETag'] } },
    problems: ['unknown-model'],
  },
} as const satisfies Record<string, Operation>;
