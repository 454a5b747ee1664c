import { EventsPage } from '../../api.ts';
import type { Operation } from '../operation.ts';

export const eventOperations = {
  'GET /models/{model}/events': {
    id: 'listEvents',
    tag: 'events',
    summary: 'List what happened to a model',
    description:
      'Oldest first. `hash` is SHA-256 of `previous` and the event without `hash` as canonical JSON (names sorted, no ' +
      'spaces); the last one equals `head.hash` of the model, so a gap, a swap or an edit shows. The cursor is the number ' +
      'of the last event given: come back with it for what is new.',
    answers: { 200: { description: 'A page of events.', schema: EventsPage } },
    problems: ['unknown-model'],
  },
} as const satisfies Record<string, Operation>;
