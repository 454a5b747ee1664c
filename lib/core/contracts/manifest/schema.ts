/**
 * The schema of `model.yaml`. It holds only what Sluice acts on today: every other key is refused. Defaults are filled
 * in here, so that a stored manifest says everything.
 */
import * as z from 'zod';
import { LONGEST_RULE } from '../../data/expression/parse.ts';
import { MODEL_MAX, MODEL_PATTERN, STAGE_MAX, STAGE_PATTERN } from '../names.ts';
import { COLUMN_TYPES, isAmount, TASKS } from '../schema.ts';
import { ScriptTraining, XgboostTraining } from './training.ts';

const columnName = z.string().min(1).max(256);

/** Words that stand for a missing cell, such as `?` or `NA`; an empty cell always does. White space around a cell does not count. */
const nulls = z
  .array(z.string().min(1).max(64))
  .min(1)
  .max(100)
  .superRefine((words, context) => {
    words.forEach((word, index) => {
      const fault = (message: string, mend: string) =>
        context.addIssue({ code: 'custom', path: [index], message, params: { mend } });
      if (word.trim() === '') fault('is blank, which is missing anyway', 'delete it');
      else if (word.trim() !== word) fault('has white space around it', 'delete the white space');
      else if (words.indexOf(word) !== index) fault('stands here twice', 'delete it here');
    });
  });

export const ColumnSpec = z
  .strictObject({
    type: z.enum(COLUMN_TYPES),
    /** Smallest and largest allowed number (integer and number columns). */
    min: z.number().optional(),
    max: z.number().optional(),
    /** Allowed texts (category columns), in the order serving keeps. */
    values: z.array(z.string().min(1).max(256)).min(1).max(10_000).optional(),
    /** Whether an empty cell breaks the contract. */
    required: z.boolean().optional(),
    /** Words that stand for a missing cell in this column, beside those of `data.nulls`. */
    nulls: nulls.optional(),
    /** A row whose value came before, in the same file, breaks the contract; missing cells do not repeat each other. */
    unique: z.boolean().optional(),
    /** Share of the kept rows that may miss the cell before the whole upload is refused. */
    maxNullShare: z.number().min(0).max(1).optional(),
  })
  .superRefine((spec, context) => {
    const fault = (key: 'min' | 'max' | 'values', message: string, mend: string) =>
      context.addIssue({ code: 'custom', path: [key], message, params: { mend } });
    for (const key of ['min', 'max'] as const)
      if (spec[key] !== undefined && !isAmount(spec.type))
        fault(key, `is for integer and number columns, this one is ${spec.type}`, `delete ${key}, or change the type`);
    if (spec.min !== undefined && spec.max !== undefined && spec.min > spec.max)
      fault('max', `is ${spec.max}, below min ${spec.min}`, 'swap the two numbers');
    if (spec.values && spec.type !== 'category')
      fault('values', `is for category columns, this one is ${spec.type}`, 'delete values, or change the type');
    const repeated = spec.values?.find((value, index) => spec.values?.indexOf(value) !== index);
    if (repeated !== undefined) fault('values', `names ${JSON.stringify(repeated)} twice`, 'name each value once');
    const missing = spec.values?.find((value) => spec.nulls?.includes(value.trim()));
    if (missing !== undefined)
      fault('values', `allows ${JSON.stringify(missing)}, which stands in nulls too`, 'delete it in one of them');
  });
export type ColumnSpec = z.infer<typeof ColumnSpec>;

const Data = z
  .strictObject({
    target: columnName,
    /** Names each row: joins late labels and makes the split stable. Never a feature. */
    id: columnName.optional(),
    /** Columns that are never read: what gives the target away, a row number, what may not be used. They need not be in the file. */
    ignore: z.array(columnName).min(1).max(4096).optional(),
    /** Columns that are not named here are inferred from the first upload and then frozen. */
    columns: z.record(columnName, ColumnSpec).default({}),
    /** Share of rows that may break the contract before the whole upload is refused. */
    maxRejectedShare: z.number().min(0).max(1).default(0.01),
    /** Words that stand for a missing cell in any column. */
    nulls: nulls.optional(),
    /** Fewer kept rows than this, and the upload is refused. */
    minRows: z.number().int().min(50).max(1e12).optional(),
    /** What may be ordinary change since the last accepted data is told (`warn`, also when absent), or refuses the upload. */
    changes: z.enum(['warn', 'refuse']).optional(),
    /** Which rows are held out; absent: by the id where there is one, else by the row itself. */
    split: z
      .discriminatedUnion('by', [
        z.strictObject({ by: z.literal('id') }),
        z.strictObject({ by: z.literal('row') }),
        z.strictObject({ by: z.literal('group'), column: columnName }),
        z.strictObject({ by: z.literal('time'), column: columnName }),
      ])
      .optional(),
    /** Conditions each row must keep, in the language of core/data/expression. */
    rules: z.array(z.string().min(1).max(LONGEST_RULE)).min(1).max(100).optional(),
  })
  .superRefine((data, context) => {
    const fault = (path: (string | number)[], message: string, mend: string) =>
      context.addIssue({ code: 'custom', path, message, params: { mend } });
    if (data.id === data.target) fault(['id'], 'is the target too', 'name another column, or delete id');
    if (data.id !== undefined && Object.hasOwn(data.columns, data.id))
      fault(['columns', data.id], 'is the id, which is no feature', 'delete it from data.columns');
    for (const [name, { values }] of Object.entries(data.columns)) {
      const missing = values?.find((value) => data.nulls?.includes(value.trim()));
      if (missing !== undefined)
        fault(
          ['columns', name, 'values'],
          `allows ${JSON.stringify(missing)}, which stands in data.nulls too`,
          'delete it in one of them',
        );
    }
    const by = data.split;
    if (by?.by === 'id' && data.id === undefined)
      fault(['split', 'by'], 'is id, and data.id names none', 'name it in data.id, or split by row');
    if (by && 'column' in by) {
      const place = ['split', 'column'];
      const type = Object.hasOwn(data.columns, by.column) ? data.columns[by.column]?.type : undefined;
      if (by.column === data.target) fault(place, 'is the target', 'name another column');
      else if (by.column === data.id) fault(place, 'is the id', 'write split: { by: id }');
      else if (data.ignore?.includes(by.column))
        fault(place, 'is left out by data.ignore', 'delete it there; to keep it out of training declare it as text');
      else if (by.by === 'time' && type !== undefined && type !== 'timestamp')
        fault(place, `is declared as ${type}`, 'name a column of type timestamp');
    }
    data.ignore?.forEach((name, index) => {
      const place = ['ignore', index];
      if (name === data.target) fault(place, 'is the target', 'name another column, or delete it here');
      if (name === data.id) fault(place, 'is the id, which is no feature anyway', 'delete it here');
      if (Object.hasOwn(data.columns, name))
        fault(place, 'is declared in data.columns too', 'delete it here, or in data.columns');
      if (data.ignore?.indexOf(name) !== index) fault(place, 'stands here twice', 'delete it here');
    });
  });

const Serving = z.strictObject({
  instance: z
    .string()
    .regex(/^ml\.[a-z0-9-]+\.[a-z0-9-]+$/)
    .default('ml.m5.large'),
  count: z.number().int().min(1).default(1),
});

const bakeMinutes = z.number().int().min(0).max(60);
/** `size`: per cent of the new fleet's capacity that takes traffic first. `bakeMinutes`: how long the alarms watch before it is final. */
const Rollout = z.discriminatedUnion('strategy', [
  z.strictObject({ strategy: z.literal('all-at-once'), bakeMinutes: bakeMinutes.default(0) }),
  z.strictObject({
    strategy: z.literal('canary'),
    size: z.number().int().min(1).max(50).default(50),
    bakeMinutes: bakeMinutes.default(10),
  }),
]);
export type Rollout = z.infer<typeof Rollout>;

const StageSpec = z.strictObject({
  serving: Serving.default({ instance: 'ml.m5.large', count: 1 }),
  rollout: Rollout.default({ strategy: 'all-at-once', bakeMinutes: 0 }),
  /** A release is taken back when the new version's share of 5xx answers or its latency (p99, milliseconds) is above this. */
  rollbackOn: z
    .strictObject({
      errorRate: z.number().gt(0).max(1).optional(),
      latencyMs: z.number().gt(0).max(60_000).optional(),
    })
    .default({}),
});
export type StageSpec = z.infer<typeof StageSpec>;

/** Windows that divide a day, so that each hour of it is always in the same window. */
const WINDOW_HOURS = [1, 2, 3, 4, 6, 8, 12, 24] as const;
const Drift = z.strictObject({
  everyHours: z.literal(WINDOW_HOURS).default(1),
  falseAlarmsPerYear: z.number().gt(0).max(365).default(4),
});

/** Days between two runs that drift started, and how many of them in a calendar month (UTC). */
const RetrainLimits = z.strictObject({
  coolDownDays: z.number().min(0).max(365).default(7),
  mostPerMonth: z.number().int().min(1).max(31).default(2),
});
export type RetrainLimits = z.infer<typeof RetrainLimits>;
/** Of a manifest that names none. */
export const RETRAIN_LIMITS: RetrainLimits = { coolDownDays: 7, mostPerMonth: 2 };

/** What is optional here is absent in stored manifests, so that one of before keeps its digest. */
const Monitoring = z.strictObject({
  drift: Drift.default({ everyHours: 1, falseAlarmsPerYear: 4 }),
  /** `onDrift`: an incident of drift starts a run on the newest accepted data. `manual`, also when absent: nothing does. */
  retrain: z.enum(['manual', 'onDrift']).optional(),
  retrainLimits: RetrainLimits.optional(),
  /** `weekly`: a planted fault proves the way from capture to message. `never`, also when absent. */
  drill: z.enum(['never', 'weekly']).optional(),
});

export const Manifest = z
  .strictObject({
    sluice: z.literal(1),
    model: z.string().max(MODEL_MAX).regex(MODEL_PATTERN),
    task: z.enum(TASKS),
    data: Data,
    training: z.discriminatedUnion('algorithm', [XgboostTraining, ScriptTraining]),
    evaluation: z
      .strictObject({ gates: z.array(z.string().min(1).max(200)).max(50).default([]) })
      .default({ gates: [] }),
    stages: z.record(z.string().max(STAGE_MAX).regex(STAGE_PATTERN), StageSpec),
    monitoring: Monitoring.default({ drift: { everyHours: 1, falseAlarmsPerYear: 4 } }),
  })
  .superRefine((manifest, context) => {
    const { columns, target: name } = manifest.data;
    const target = Object.hasOwn(columns, name) ? columns[name] : undefined;
    const path = ['data', 'columns', name];
    if (target && manifest.task !== 'regression')
      context.addIssue({
        code: 'custom',
        path,
        message: 'is the target, whose two labels are taken from the data',
        params: { mend: 'delete it from data.columns' },
      });
    else if (target && !isAmount(target.type))
      context.addIssue({
        code: 'custom',
        path: [...path, 'type'],
        message: `is ${target.type}, but the target of a regression is a number`,
        params: { mend: 'integer or number' },
      });
    if (manifest.training.algorithm === 'xgboost' && manifest.task === 'regression') {
      if (manifest.training.hyperparameters.positiveWeight !== undefined)
        context.addIssue({
          code: 'custom',
          path: ['training', 'hyperparameters', 'positiveWeight'],
          message: 'is for binary classification, this task is regression',
          params: { mend: 'delete the line' },
        });
    }
  });
export type Manifest = z.infer<typeof Manifest>;
