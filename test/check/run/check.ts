import type { Finding } from '../finding.ts';

export interface Outcome {
  readonly findings: readonly Finding[];
  /** What was looked at, in a few words. */
  readonly note?: string;
}

/** One line of `npm run check`. */
export interface Check {
  readonly title: string;
  run(): Outcome | Promise<Outcome>;
}
