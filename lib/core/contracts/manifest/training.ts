/** The training part of a manifest, one shape an algorithm. Ranges of hyperparameters are those of lib/runtimes/tabular/hyperparameters.py. */
import * as z from 'zod';

const common = {
  instance: z
    .string()
    .regex(/^ml\.[a-z0-9-]+\.[a-z0-9-]+$/)
    .default('ml.m5.large'),
  /** Longest training run; absent: the platform's limit. */
  maxMinutes: z.number().int().min(1).optional(),
};

/** What is left out takes the algorithm's own default: maxDepth 4, eta 0.1, rounds 200, seed 0, all others 1. */
export const XgboostHyperparameters = z.strictObject({
  maxDepth: z.number().int().min(1).max(16).optional(),
  eta: z.number().gt(0).max(1).optional(),
  rounds: z.number().int().min(1).max(5000).optional(),
  subsample: z.number().gt(0).max(1).optional(),
  colsampleBytree: z.number().gt(0).max(1).optional(),
  minChildWeight: z.number().min(0).max(1e6).optional(),
  regLambda: z.number().min(0).max(1e6).optional(),
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .optional(),
  positiveWeight: z.number().gt(0).max(1e6).optional(),
});

export const XgboostTraining = z.strictObject({
  algorithm: z.literal('xgboost'),
  hyperparameters: XgboostHyperparameters.default({}),
  ...common,
});

/** Own code takes what it likes; SageMaker allows at most 100 hyperparameters of 256 characters and 2,500 for their values. */
export const ScriptTraining = z.strictObject({
  algorithm: z.literal('script'),
  hyperparameters: z
    .record(
      z
        .string()
        .max(256)
        .regex(/^[A-Za-z][A-Za-z0-9_-]*$/),
      z.union([z.string().max(2500), z.number(), z.boolean()]),
    )
    .refine((values) => Object.keys(values).length <= 90, { error: 'has more than 90 entries' })
    .default({}),
  ...common,
});
