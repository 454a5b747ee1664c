import type { DriftRole } from './document.ts';

/** Whether it speaks for its stage: what the stage served, and what no known release made. */
export const isChampion = ({ role }: { readonly role?: DriftRole | undefined }): boolean =>
  role === undefined || role === 'champion';
