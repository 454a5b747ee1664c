import type { DriftColumn } from './document.ts';

/** Whether it is what the model answered, which people look at first. */
export const isPredictions = (column: DriftColumn): boolean => column.kind === 'number' && column.of === 'predictions';

/** Whether it is a column of the data: not what the model answers, and not how columns go together. */
export const isOfData = (column: DriftColumn): boolean =>
  column.kind === 'category' || (column.kind === 'number' && !isPredictions(column));
