/** The platform's policy: what stands above every manifest. A manifest can only tighten it. */
import * as z from 'zod';
import type { ManifestIssue } from './manifest/issue.ts';
import { manifestIssue } from './manifest/issue.ts';
import { nearest } from './manifest/nearest.ts';
import type { Manifest } from './manifest/schema.ts';
import { STAGE_MAX, STAGE_PATTERN } from './names.ts';

const sizes = (family: string, ...names: string[]) => names.map((size) => `ml.${family}.${size}`);
const DEFAULT_INSTANCES = [
  ...sizes('t2', 'medium', 'large'),
  ...sizes('m5', 'large', 'xlarge', '2xlarge', '4xlarge'),
  ...sizes('m6i', 'large', 'xlarge', '2xlarge', '4xlarge'),
  ...sizes('c5', 'large', 'xlarge', '2xlarge', '4xlarge'),
  ...sizes('c6i', 'large', 'xlarge', '2xlarge', '4xlarge'),
];

/** An approval is about what is known when it is given; a quarter later it is another question. */
export const MAX_APPROVAL_DAYS = 90;

const GIB = 1024 ** 3;

export const PolicyStage = z.strictObject({
  name: z.string().max(STAGE_MAX).regex(STAGE_PATTERN),
  /** Whether a release to it needs an approval first. */
  approval: z.boolean().default(false),
});

export const Policy = z.strictObject({
  /** In the order a version walks through them; the last one is production. */
  stages: z
    .array(PolicyStage)
    .min(1)
    .max(6)
    .refine((stages) => new Set(stages.map(({ name }) => name)).size === stages.length, 'a stage is named twice')
    .default([
      { name: 'staging', approval: false },
      { name: 'production', approval: false },
    ]),
  /** Instance types for training and serving. */
  instances: z.array(z.string()).min(1).default(DEFAULT_INSTANCES),
  /** Most instances of one endpoint. */
  maxInstances: z.number().int().min(1).default(4),
  maxTrainingMinutes: z.number().int().min(1).default(60),
  /** Of one model. */
  maxTrainingsPerDay: z.number().int().min(1).default(50),
  /** An upload of more bytes is checked in ranges, side by side. */
  rangedAboveBytes: z
    .number()
    .int()
    .min(1024)
    .max(4 * GIB)
    .default(GIB),
  /** Most bytes of a range. */
  rangeBytes: z
    .number()
    .int()
    .min(1024)
    .max(GIB)
    .default(GIB / 8),
  /** Days after which an approval that no release used expires. */
  approvalDays: z.number().int().min(1).max(MAX_APPROVAL_DAYS).default(7),
});
export type Policy = z.infer<typeof Policy>;

/** The policy of a platform that says nothing. */
export const defaultPolicy = (): Policy => Policy.parse({});

/** Where a manifest asks for more than the policy allows. */
export function tighten(manifest: Manifest, policy: Policy): ManifestIssue[] {
  const issues: ManifestIssue[] = [];
  const refuse = (path: string[], message: string, mend: string, value: string | number) =>
    issues.push(manifestIssue('manifest/policy', path, message, mend, value));
  const instance = (path: string[], type: string) => {
    if (!policy.instances.includes(type))
      refuse(
        path,
        `${path.join('.')} ${type} is not allowed on this platform`,
        `one of ${policy.instances.join(', ')}`,
        type,
      );
  };

  instance(['training', 'instance'], manifest.training.instance);
  const minutes = manifest.training.maxMinutes;
  if (minutes !== undefined && minutes > policy.maxTrainingMinutes)
    refuse(
      ['training', 'maxMinutes'],
      `training.maxMinutes is ${minutes}, the platform allows ${policy.maxTrainingMinutes}`,
      `at most ${policy.maxTrainingMinutes}`,
      minutes,
    );
  const known = policy.stages.map(({ name }) => name);
  for (const [stage, { serving }] of Object.entries(manifest.stages)) {
    if (!known.includes(stage)) {
      const near = nearest(stage, known);
      refuse(['stages', stage], `the platform has no stage ${stage}`, near ?? `one of ${known.join(', ')}`, stage);
    }
    instance(['stages', stage, 'serving', 'instance'], serving.instance);
    if (serving.count > policy.maxInstances)
      refuse(
        ['stages', stage, 'serving', 'count'],
        `stages.${stage}.serving.count is ${serving.count}, the platform allows ${policy.maxInstances}`,
        `at most ${policy.maxInstances}`,
        serving.count,
      );
  }
  return issues;
}
