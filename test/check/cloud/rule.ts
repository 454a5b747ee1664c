import type { Finding } from '../finding.ts';
import type { Cloud, Placed } from './cloud.ts';

/** What a configuration is allowed because its documentation says so. */
export interface Allowance {
  /** Resource types that cost money when idle, which this configuration states with their price. */
  readonly stated: readonly string[];
}

/** A rule over one synthesised platform: a pure function of its templates. */
export interface CloudRule {
  readonly id: string;
  find(cloud: Cloud, allowance: Allowance): Finding[] | Promise<Finding[]>;
}

/** Makes the findings of one rule: where, what, mend. */
export const findingsOf =
  (rule: string) =>
  (at: string | Pick<Placed, 'part' | 'id'>, message: string, mend: string): Finding => ({
    rule,
    at: typeof at === 'string' ? at : `${at.part}/${at.id}`,
    message,
    mend,
  });

/** Logical id behind `<Id>` or `<Id.Attribute>`, the texts of a reference. */
export const referred = (text: string): string | undefined => /^<(\w+)(?:\.\w+)?>$/.exec(text)?.[1];
