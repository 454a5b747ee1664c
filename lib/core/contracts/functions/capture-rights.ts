import type { Need } from './contract.ts';

/** Captured requests of any stage: which files there are, and what is in them. */
export const READ_CAPTURE: readonly Need[] = [
  { actions: ['s3:ListBucket'], on: 'capture-bucket' },
  { actions: ['s3:GetObject'], on: 'capture-objects', keys: ['*'] },
];
