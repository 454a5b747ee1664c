/** What is wrong with a rule, where, and what to write. */
import type { Span } from './syntax.ts';

export interface RuleFault extends Span {
  /** A sentence without a full stop. */
  readonly message: string;
  readonly mend: string;
}

/** Thrown within the parser only: a text that is no rule has one fault, the first. */
export class NoRule extends Error {
  override readonly name = 'NoRule';
  readonly fault: RuleFault;
  constructor(fault: RuleFault) {
    super(fault.message);
    this.fault = fault;
  }
}

/** The rule with a marker below the place, for people. */
export const marked = (rule: string, { start, end }: Span): string =>
  `${rule}\n${' '.repeat(start)}${'^'.repeat(Math.max(1, end - start))}`;
