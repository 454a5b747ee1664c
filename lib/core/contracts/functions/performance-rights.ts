/** What a function needs to tell how well a version does: labels, captured answers, held-out rows, and looks of the days before. */
import { LABELS_KEY_PATTERN } from '../locations.ts';
import { READ_CAPTURE } from './capture-rights.ts';
import type { Need } from './contract.ts';

/** People's files, and those that are kept. */
const LABELS = [LABELS_KEY_PATTERN, '*/kept-labels/*'];

export const READ_PERFORMANCE: readonly Need[] = [
  { actions: ['s3:GetObject'], on: 'data-objects', keys: LABELS },
  { actions: ['s3:ListBucket'], on: 'data-bucket', condition: { StringLike: { 's3:prefix': LABELS } } },
  ...READ_CAPTURE,
  {
    actions: ['s3:GetObject'],
    on: 'artifact-objects',
    // The version's answers for its held-out rows are what an estimate without labels stands on.
    keys: [
      '*/datasets/*/schema/schema.json',
      '*/datasets/*/holdout/labels.csv',
      '*/runs/*/scores/candidate/*',
      '*/reports/performance/*',
    ],
  },
  // Without it an object that is not there is told as one that may not be read.
  {
    actions: ['s3:ListBucket'],
    on: 'artifact-bucket',
    condition: { StringLike: { 's3:prefix': ['*/datasets/*', '*/runs/*', '*/reports/performance/*'] } },
  },
];
