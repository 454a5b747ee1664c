import { StageAnswer, StagesView } from '../../api.ts';
import type { Operation } from '../operation.ts';

export const stageOperations = {
  'GET /models/{model}/stages': {
    id: 'listStages',
    tag: 'stages',
    summary: 'List the stages with what they serve',
    description: 'All stages of the platform, in the order a version walks through them; not in pages.',
    answers: { 200: { description: 'The stages.', schema: StagesView } },
    problems: ['unknown-model'],
  },
  'GET /models/{model}/stages/{stage}': {
    id: 'readStage',
    tag: 'stages',
    summary: 'Read what a stage serves, or served at a time',
    description: 'With `at`, the answer is of that time, from the history of the stage.',
    answers: { 200: { description: 'The stage.', schema: StageAnswer } },
    problems: ['unknown-model', 'unknown-stage'],
  },
} as const satisfies Record<string, Operation>;
