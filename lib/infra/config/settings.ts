/** Checks what was chosen: all faults at once, each with its mend. */
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as z from 'zod';
import { PLATFORM_PATTERN } from '../../core/contracts/names.ts';
import { Policy } from '../../core/contracts/policy.ts';
import type { PlatformProps, Settings } from './props.ts';
import { Subscribers } from './subscribers.ts';

/** It travels in the environment of functions, where AWS allows 4 KB for everything. */
const POLICY_CHARACTERS = 2_000;

/** What CloudWatch Logs knows; for ever is not a choice. */
const LOG_DAYS = Object.values(RetentionDays).filter(
  (days): days is number => typeof days === 'number' && days !== RetentionDays.INFINITE,
);
/** A window that waits for late files, and a long weekend. */
const LEAST_CAPTURE_DAYS = 7;

const OwnNetwork = z.strictObject(
  {
    subnetIds: z
      .array(z.string().regex(/^subnet-[0-9a-f]{8,17}$/, 'give ids of subnets, such as subnet-0123456789abcdef0'))
      .min(1)
      .max(16),
    securityGroupIds: z
      .array(z.string().regex(/^sg-[0-9a-f]{8,17}$/, 'give ids of security groups, such as sg-0123456789abcdef0'))
      .min(1)
      .max(5),
  },
  'give "create", or {"subnetIds": [...], "securityGroupIds": [...]} of your own network',
);

const Choices = z
  .strictObject({
    name: z
      .string()
      .regex(PLATFORM_PATTERN, 'give 1 to 10 lower-case letters and digits, a letter first, such as "sluice"')
      .default('sluice'),
    policy: Policy.default(() => Policy.parse({})),
    subscribers: Subscribers.default([]),
    removalPolicy: z.enum(['retain', 'destroy'], 'give "retain" or "destroy"').default('retain'),
    removeDataOnDestroy: z.string().optional(),
    uploadExpiryDays: z.int().min(1, 'give a whole number of days, at least 1').optional(),
    captureExpiryDays: z
      .int()
      .min(LEAST_CAPTURE_DAYS, `give a whole number of days, at least ${LEAST_CAPTURE_DAYS}`)
      .default(90),
    logRetentionDays: z
      .int()
      .refine((days) => LOG_DAYS.includes(days), `give one of ${LOG_DAYS.join(', ')}`)
      .default(90),
    vpc: z.union([z.literal('create'), OwnNetwork]).optional(),
    xgboostImage: z
      .string()
      .regex(
        /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\/[a-z0-9._/-]+[:@][\w.:-]+$/,
        'give the full URI of an ECR image: <account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>',
      )
      .optional(),
    sessionNameRoles: z.array(z.string().regex(/^[\w+=,.@-]{1,64}$/, 'give names of IAM roles, not ARNs')).default([]),
  })
  .superRefine(({ name, policy, removalPolicy, removeDataOnDestroy }, context) => {
    const length = JSON.stringify(policy).length;
    if (length > POLICY_CHARACTERS)
      context.addIssue({
        code: 'custom',
        path: ['policy'],
        message: `is ${length} characters long as JSON, more than ${POLICY_CHARACTERS}; list fewer instance types`,
      });
    if (removalPolicy === 'destroy' && removeDataOnDestroy !== name)
      context.addIssue({
        code: 'custom',
        path: ['removalPolicy'],
        message: `"destroy" deletes the registry, its event log and all artefacts with the stacks; to consent, give removeDataOnDestroy=${name} too`,
      });
  });

/** Of a choice between a word and an object: what is wrong with it as an object, which says what both could be. */
const ofTheObject = (issue: z.core.$ZodIssue): Pick<z.core.$ZodIssue, 'path' | 'message'>[] =>
  issue.code === 'invalid_union'
    ? (issue.errors.at(-1) ?? []).map(({ path, message }) => ({ path: [...issue.path, ...path], message }))
    : [issue];

/** @throws Error that lists every choice that cannot be used, with its mend */
export function settingsOf(props: Omit<PlatformProps, 'env' | 'bundle'>): Settings {
  const parsed = Choices.safeParse(props);
  if (!parsed.success) {
    const faults = parsed.error.issues
      .flatMap(ofTheObject)
      .map(({ path, message }) => `  ${path.join('.') || 'settings'}: ${message}`);
    throw new Error(`the platform's settings cannot be used:\n${faults.join('\n')}`);
  }
  const { removalPolicy, removeDataOnDestroy: _consent, ...rest } = parsed.data;
  return {
    ...rest,
    retainData: removalPolicy === 'retain',
    uploadExpiryDays: rest.uploadExpiryDays,
    vpc: rest.vpc,
    xgboostImage: rest.xgboostImage,
  };
}
