import type { DriftColumn } from './document.ts';

/** Whether it is a column of the data: not what the model answers, and not how columns go together. */
export const isOfData = (column: DriftColumn): boolean =>
  column.kind === 'category' || (column.kind === 'number' && column.of === undefined);
