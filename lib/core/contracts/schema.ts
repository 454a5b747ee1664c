/** The schema of a dataset: what training and serving are told about the columns. Written as `schema.json` beside the data. */
import * as z from 'zod';

export const COLUMN_TYPES = ['integer', 'number', 'boolean', 'category', 'text', 'timestamp'] as const;
export const ColumnType = z.enum(COLUMN_TYPES);
export type ColumnType = z.infer<typeof ColumnType>;

/** Whether cells of this type are amounts: a number that is no time. */
export const isAmount = (type: ColumnType): boolean => type === 'integer' || type === 'number';

/** Whether cells of this type are read as numbers, of times their epoch seconds; those of the others as levels. */
export const isNumeric = (type: ColumnType): boolean => isAmount(type) || type === 'timestamp';

export const TASKS = ['binary-classification', 'regression'] as const;
export const Task = z.enum(TASKS);
export type Task = z.infer<typeof Task>;

export const SchemaColumn = z.strictObject({
  name: z.string().min(1),
  type: ColumnType,
  /** Allowed values of a category, in the order the contract names them. */
  values: z.array(z.string()).optional(),
  /** Words that stand for a missing cell, beside the empty one; compared without the white space around. */
  nulls: z.array(z.string()).min(1).optional(),
});
export type SchemaColumn = z.infer<typeof SchemaColumn>;

/** `columns` are the features in contract order: neither the target nor the id is among them. */
export const DatasetSchema = z.strictObject({
  v: z.literal(1),
  task: Task,
  columns: z.array(SchemaColumn).min(1),
  target: z.strictObject({
    name: z.string().min(1),
    type: ColumnType,
    /** Binary classification: the two labels as they are written, the positive one second. */
    labels: z.tuple([z.string(), z.string()]).optional(),
  }),
  /** Name of the id column, where the manifest names one: it is in the raw data, never in the features. */
  id: z.string().optional(),
  /** Columns of the first accepted file that the manifest left out: reading one again begins a new contract. */
  ignored: z.array(z.string()).optional(),
});
export type DatasetSchema = z.infer<typeof DatasetSchema>;
