/** What travels between the steps of training.asl.json: pointers into the registry and the buckets, and arguments of the next call. */
import * as z from 'zod';
import { Notice } from '../messages/notice.ts';

const pointer = {
  v: z.literal(1),
  model: z.string(),
  run: z.string(),
  /** Hash of the upload's claim. */
  upload: z.string(),
};

/** Input of the execution. */
export const TrainingPointer = z.strictObject(pointer);
export type TrainingPointer = z.infer<typeof TrainingPointer>;

/** Arguments of a SageMaker call, made by a function and handed on as they are. */
const CallArguments = z.record(z.string(), z.unknown());

/** One pass over the ranges of a large upload: what each of them is asked for. */
export const RangePass = z.strictObject({
  pass: z.enum(['digests', 'borders', 'types', 'values', 'rows']),
  /** Key of the plan in the artefact bucket. */
  plan: z.string(),
  /** Ranges, numbered from 0. */
  count: z.number().int().positive(),
});
export type RangePass = z.infer<typeof RangePass>;

/** `ranges`: the pass that has been made. */
export const CheckInput = z.strictObject({ ...pointer, ranges: RangePass.optional() });
export type CheckInput = z.infer<typeof CheckInput>;

/** One range of a pass. What comes of it lies beside the plan. */
export const RangeInput = z.strictObject({
  v: z.literal(1),
  pass: RangePass.shape.pass,
  plan: z.string(),
  index: z.number().int().nonnegative(),
});
export type RangeInput = z.infer<typeof RangeInput>;

export const RangeAnswer = z.strictObject({ v: z.literal(1) });
export type RangeAnswer = z.infer<typeof RangeAnswer>;

export const CheckAnswer = z.discriminatedUnion('outcome', [
  /** The pass to make before the check goes on. */
  z.strictObject({ v: z.literal(1), outcome: z.literal('ranges'), ranges: RangePass }),
  z.strictObject({ v: z.literal(1), outcome: z.literal('refused'), notice: Notice }),
  z.strictObject({ v: z.literal(1), outcome: z.literal('linked'), linkedTo: z.string() }),
  z.strictObject({
    v: z.literal(1),
    outcome: z.literal('accepted'),
    /** CreateTrainingJob without the job's name. */
    training: CallArguments,
    /** What the names of the execution's jobs begin with. */
    jobBase: z.string(),
    /** Longest time the job may take, capacity and transfers included. */
    timeoutSeconds: z.number().int().positive(),
    /** The dataset was accepted with warnings. */
    notice: Notice.optional(),
  }),
]);
export type CheckAnswer = z.infer<typeof CheckAnswer>;

/** A training job that ended, from its description. */
const TrainedJob = z.strictObject({
  name: z.string(),
  status: z.string(),
  image: z.string(),
  parameters: z.record(z.string(), z.string()).default({}),
  /** s3:// address of model.tar.gz. */
  artifact: z.string().optional(),
});
export type TrainedJob = z.infer<typeof TrainedJob>;

export const PrepareInput = z.strictObject({ ...pointer, job: TrainedJob });
export type PrepareInput = z.infer<typeof PrepareInput>;

const Champion = z.strictObject({
  version: z.number().int().positive(),
  /** It predicts something else, or from other columns: it was not asked, and the gates that name it do not apply. */
  incomparable: z.literal(true).optional(),
});

export const PrepareAnswer = z.strictObject({
  v: z.literal(1),
  /** CreateModel. */
  model: z.looseObject({ ModelName: z.string() }),
  artifact: z.strictObject({ uri: z.string(), digest: z.string() }),
  /** One for the candidate, one for the champion if there is one: CreateTransformJob without the job's name. */
  transforms: z
    .array(z.strictObject({ who: z.enum(['candidate', 'champion']), jobBase: z.string(), job: CallArguments }))
    .min(1)
    .max(2),
  /** Version that serves production now, if one does. */
  champion: Champion.optional(),
});
export type PrepareAnswer = z.infer<typeof PrepareAnswer>;

/** What Step Functions says of an error it caught. */
export const StepError = z.looseObject({ Error: z.string().optional(), Cause: z.string().optional() });
export type StepError = z.infer<typeof StepError>;

/** `unscored`: why the champion's transform failed, by a fault of the champion's own. */
export const EvaluateInput = z.strictObject({
  ...pointer,
  champion: Champion.optional(),
  unscored: StepError.optional(),
});
export type EvaluateInput = z.infer<typeof EvaluateInput>;

export const EvaluateAnswer = z.strictObject({
  v: z.literal(1),
  /** Key of the evaluation in the artefact bucket. */
  evaluation: z.string(),
  verdict: z.enum(['pass', 'fail']),
  /** Key of what live traffic will be compared with, of a candidate that passed. */
  baseline: z.string().optional(),
});
export type EvaluateAnswer = z.infer<typeof EvaluateAnswer>;

export const RegisterInput = z.discriminatedUnion('outcome', [
  z.strictObject({
    ...pointer,
    outcome: z.literal('evaluated'),
    job: TrainedJob,
    artifact: z.strictObject({ uri: z.string(), digest: z.string() }),
    sagemakerModel: z.string(),
    /** Arguments it was made with. */
    createModel: CallArguments.optional(),
    evaluation: z.string(),
    baseline: z.string().optional(),
    champion: Champion.optional(),
  }),
  z.strictObject({
    ...pointer,
    outcome: z.literal('failed'),
    failure: z.strictObject({
      step: z.enum(['check', 'train', 'prepare', 'model', 'score', 'evaluate', 'register']),
      error: StepError,
    }),
  }),
]);
export type RegisterInput = z.infer<typeof RegisterInput>;
export type EvaluatedRun = Extract<RegisterInput, { outcome: 'evaluated' }>;
export type FailedRun = Extract<RegisterInput, { outcome: 'failed' }>;

export const RegisterAnswer = z.strictObject({
  v: z.literal(1),
  /** `refused` and `linked`: the check had ended the run, and its answer was lost. */
  outcome: z.enum(['registered', 'rejected', 'failed', 'refused', 'linked']),
  version: z.number().int().positive().optional(),
  reason: z.strictObject({ code: z.string(), message: z.string() }).optional(),
  notice: Notice.optional(),
});
export type RegisterAnswer = z.infer<typeof RegisterAnswer>;
