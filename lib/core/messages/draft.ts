import type { Severity } from '../contracts/message-attributes.ts';
import type { Sections } from './text/layout.ts';

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
