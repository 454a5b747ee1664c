/** What the command line aims at: never guessed from what answers, always written down or said. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { SLUICE_DIR } from './paths.ts';

export const TARGETS = ['local', 'aws'] as const;
export type TargetKind = (typeof TARGETS)[number];

/** The account a checkout belongs to. `name` is what people call it; it is shown, not checked. */
const ExpectedAccount = z.strictObject({
  account: z.string().regex(/^\d{12}$/, 'is not an account number of 12 digits'),
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'is not a region, such as eu-west-1'),
  name: z.string().max(40).optional(),
});
export type ExpectedAccount = z.infer<typeof ExpectedAccount>;

const ChosenTarget = z.strictObject({
  target: z.enum(TARGETS).optional(),
  /** Which local cloud, where there are several. */
  instance: z.string().optional(),
  expect: ExpectedAccount.optional(),
});
export type ChosenTarget = z.infer<typeof ChosenTarget>;

export const TARGET_FILE = path.join(SLUICE_DIR, 'target');

/** `.sluice/target` cannot be read as a target. */
export class TargetUnreadable extends Error {
  override readonly name = 'TargetUnreadable';
}

/** @param text JSON `{target, expect: {account, region, name}}`, or the word `local` or `aws` alone. @throws TargetUnreadable */
export function parseTarget(text: string): ChosenTarget {
  const word = text.trim();
  if (word === '') return {};
  let value: unknown = { target: word };
  if (word.startsWith('{')) {
    try {
      value = JSON.parse(word);
    } catch (cause) {
      throw new TargetUnreadable('.sluice/target is no JSON', { cause });
    }
  }
  const parsed = ChosenTarget.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'target'}: ${issue.message}`);
  throw new TargetUnreadable(`.sluice/target: ${faults.join('; ')}`);
}

/** What was chosen for this checkout: `local up` chooses `local`. @throws TargetUnreadable */
export const chosenTarget = (): ChosenTarget =>
  existsSync(TARGET_FILE) ? parseTarget(readFileSync(TARGET_FILE, 'utf8')) : {};

/** Chooses, or with `undefined` takes the choice back. The expected account stays. @throws TargetUnreadable */
export function chooseTarget(kind: TargetKind | undefined, expect = chosenTarget().expect): void {
  write({ ...(kind ? { target: kind } : {}), ...(expect ? { expect } : {}) });
}

/** Chooses a local cloud by its name. @throws TargetUnreadable */
export function chooseInstance(instance: string): void {
  const { expect } = chosenTarget();
  write({ target: 'local', instance, ...(expect ? { expect } : {}) });
}

/** Takes the choice back if it is of this local cloud. @throws TargetUnreadable */
export function forgetInstance(instance: string): void {
  const { target, instance: chosen = instance } = chosenTarget();
  if (target === 'local' && chosen === instance) chooseTarget(undefined);
}

function write(chosen: ChosenTarget): void {
  mkdirSync(SLUICE_DIR, { recursive: true });
  writeFileSync(TARGET_FILE, `${JSON.stringify(chosen)}\n`);
}
