/** What the steps of the demo share. */
import type { Access } from '../adapters/aws/access.ts';
import type { Release } from '../cli/release/text.ts';
import type { Session } from '../cli/session.ts';
import type { Inbox } from './inbox.ts';
import type { Narrator } from './narrator.ts';
import type { Table } from './patients.ts';

export interface Demo {
  session: Session;
  /** A temporary folder for `model.yaml` and data files. */
  folder: string;
  narrator: Narrator;
  inbox: Inbox;
  patients: Table;
  /** The application's rights. */
  application: Access;
  /** Takes what was seen of the release that is rolled back, its end last: the picture in the README is drawn from it. */
  record?: (seen: readonly Release[]) => void;
}
