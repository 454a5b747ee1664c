/** Can this be a label of the model? */
import type { DatasetSchema } from '../contracts/schema.ts';
import type { Label, WrongLabel } from './labels.ts';

/** By the contract of the model's data. */
export function wrongLabel({ label }: Label, { task, target }: DatasetSchema): WrongLabel | undefined {
  if (task === 'regression')
    return label !== '' && Number.isFinite(Number(label))
      ? undefined
      : { column: 'label', fault: 'is not a finite number', mend: 'write it with a decimal point, and no unit' };
  if (target.labels?.includes(label)) return undefined;
  return {
    column: 'label',
    fault: `is no label of ${target.name}`,
    mend: `they are ${target.labels?.join(' and ')}`,
  };
}
