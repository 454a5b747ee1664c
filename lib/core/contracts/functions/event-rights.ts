/** What a function needs to tell others of a change. The default bus of the account, and no other. */
import type { Need } from './contract.ts';

export const PUT_EVENTS: Need = { actions: ['events:PutEvents'], on: 'event-bus' };
