import type { Sections } from './text/layout.ts';

/**
 * NOW: users are hurt, or the truth is not known. TODAY: act in working hours. INFO: something ended; nothing to do.
 */
export type Severity = 'NOW' | 'TODAY' | 'INFO';

/** What a kind has to say; the frame (subject, runbook, place) is the same for all and put around it by render.ts. */
export interface Draft {
  readonly severity: Severity;
  /** Subject after `model/stage: `, before the account. */
  readonly subject: string;
  /** Code for filters: why, where there is a closed list of reasons, else the kind. */
  readonly code: string;
  /** How often this is sent. */
  readonly sent: string;
  /** What WHERE ends with, such as `release 01JD8ZQ4T6`. */
  readonly reference: string;
  readonly sections: Omit<Sections, 'more' | 'where'>;
}
