/** Why an upload is refused: a closed list, one sentence each. The sentence is the same for every occurrence; findings say the rest. */
import * as z from 'zod';

export const REFUSALS = {
  'unknown-model': 'No model of this name has been applied.',
  'unusable-key': 'The key of the object cannot be an upload of a model.',
  'too-many-trainings': 'The model has trained as often today as the platform allows.',
  'code-missing': 'The model trains with its own code, and the upload was announced without any.',
  'empty-file': 'The file holds no rows of data.',
  'unusable-set': 'The closing object of the set does not name its files.',
  'incomplete-set': 'Files of the set are missing, or are not those it names.',
  'too-large': 'The file is larger than the platform takes.',
  unreadable: 'The file cannot be read.',
  'header-mismatch': 'The columns of the file are not those of the contract.',
  'target-missing': 'The target column is not in the file.',
  'one-class-target': 'The target has only one label, so there is nothing to learn.',
  'too-many-labels': 'The target of a binary classification has more than two labels.',
  'too-many-rejected-rows': 'More rows break the contract than the manifest allows.',
  'too-few-rows': 'There are too few rows to train and to evaluate.',
  'too-many-nulls': 'Columns miss more cells than the manifest allows.',
  'rule-unusable': 'What the manifest asks of columns does not fit those of the file.',
  'cut-file': 'The file seems to end too early.',
  'columns-mixed-up': 'Columns hold the values of other columns of the last accepted data.',
  'wrong-encoding': 'Texts were read in the wrong encoding before they came here.',
  'repeated-rows': 'A block of rows is in the file twice.',
  'unit-change': 'Columns look as if their unit had changed since the last accepted data.',
  'distribution-changed': 'Columns are distributed quite differently from the last accepted data.',
} as const satisfies Record<string, string>;

export type RefusalCode = keyof typeof REFUSALS;
export const REFUSAL_CODES = Object.keys(REFUSALS) as [RefusalCode, ...RefusalCode[]];
export const RefusalCode = z.enum(REFUSAL_CODES);
