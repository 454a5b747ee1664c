import { functionContract } from './contract.ts';
import { READ_REGISTRY } from './registry-rights.ts';

export const trainingEvaluate = functionContract({
  area: 'training',
  name: 'evaluate',
  description: 'Compares the scores of candidate and champion with the held-out labels and judges the gates.',
  env: ['REGISTRY_TABLE', 'EVENTS_TABLE', 'ARTIFACT_BUCKET'],
  needs: [
    READ_REGISTRY,
    {
      actions: ['s3:GetObject'],
      on: 'artifact-objects',
      keys: [
        '*/runs/*/scores/*',
        '*/datasets/*/holdout/*',
        '*/datasets/*/schema/*',
        // For the baseline: bins, and how columns go together.
        '*/datasets/*/profile.json',
        '*/datasets/*/train/*',
      ],
    },
    { actions: ['s3:PutObject'], on: 'artifact-objects', keys: ['*/runs/*/evaluation.json', '*/runs/*/baseline.json'] },
  ],
  timeoutSeconds: 300,
  memoryMb: 2048,
});
