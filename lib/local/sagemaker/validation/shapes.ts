import * as z from 'zod';

/** Shapes of the public API model that several operations share. Names and limits are the model's. */

export const entityName = z
  .string()
  .min(1)
  .max(63)
  .regex(/^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/);

export const modelName = z
  .string()
  .min(1)
  .max(63)
  .regex(/^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$/);

export const roleArn = z
  .string()
  .min(20)
  .max(2048)
  .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/);

const s3Pattern = /^(https|s3):\/\/([^/]+)\/?(.*)$/;
export const s3Uri = z.string().max(1024).regex(s3Pattern);
export const destinationS3Uri = z.string().max(512).regex(s3Pattern);

export const kmsKeyId = z
  .string()
  .max(2048)
  .regex(/^[a-zA-Z0-9:/_-]*$/);

export const image = z.string().max(255).regex(/^\S+$/);

const tagText = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
export const tag = z.strictObject({
  Key: z.string().min(1).max(128).regex(tagText),
  Value: z.string().max(256).regex(tagText),
});
export type Tag = z.output<typeof tag>;
export const tags = z.array(tag).max(50);

const networkId = z
  .string()
  .max(32)
  .regex(/^[-0-9a-zA-Z]+$/);
/** Recorded and told again by Describe; containers run on this machine whatever it says. */
export const vpcConfig = z.strictObject({
  SecurityGroupIds: z.array(networkId).min(1).max(5),
  Subnets: z.array(networkId).min(1).max(16),
});

/** An environment map with the limits of its operation. */
export function environment(limits: { entries: number; key: number; value: number }) {
  return z
    .record(
      z
        .string()
        .max(limits.key)
        .regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/),
      z.string().max(limits.value),
    )
    .refine((map) => Object.keys(map).length <= limits.entries, {
      error: `Member must have length less than or equal to ${limits.entries}`,
    });
}

/** The mark in an issue's message that makes it a "not supported yet" error. */
export const NOT_YET = 'not-yet';

/** A member that AWS knows and this server does not act on: refused when it is given. */
export const notYet = z
  .unknown()
  .optional()
  .refine((value) => value === undefined, { error: NOT_YET });

/** A switch that this server only knows in its off position. */
export const onlyFalse = z
  .boolean()
  .optional()
  .refine((value) => value !== true, { error: NOT_YET });

/** An enumeration of which this server acts on some values only; the others are known but refused. */
export function partlySupported<const A extends readonly string[], const B extends readonly [string, ...string[]]>(
  all: B,
  supported: A,
) {
  return z.enum(all).refine((value) => (supported as readonly string[]).includes(value), { error: NOT_YET });
}
