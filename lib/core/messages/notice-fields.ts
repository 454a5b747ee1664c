/** What notices of every kind are made of. */
import * as z from 'zod';

/** ISO 8601, UTC. */
export const time = z.string();
export const count = z.number().int().nonnegative();
export const version = z.number().int().positive();

/** The platform that speaks. `alias` is the account's name, when it is known. */
export const place = {
  v: z.literal(1),
  platform: z.string(),
  account: z.string(),
  region: z.string(),
  alias: z.string().optional(),
};
