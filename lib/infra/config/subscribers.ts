/** Who gets which messages by mail: an address alone, or with what it wants to hear of. */
import * as z from 'zod';
import { MESSAGE_KINDS, type MessageAttribute, SEVERITIES } from '../../core/contracts/message-attributes.ts';
import { isModelName, isStageName } from '../../core/contracts/names.ts';

export interface Subscriber {
  readonly email: string;
  /** Values that a message must have, one of each attribute that is named; absent: every message. */
  readonly filter?: Readonly<Partial<Record<MessageAttribute, readonly string[]>>>;
}

/** SNS refuses filters whose values multiply to more. */
const MOST_COMBINATIONS = 150;

const email = z.email('give an e-mail address');
const values = <T extends z.ZodType>(of: T) => z.array(of).min(1, 'name at least one, or leave it out');

const Filtered = z
  .strictObject(
    {
      email,
      severity: values(z.enum(SEVERITIES, `give ${SEVERITIES.join(', ')}`)).optional(),
      kinds: values(
        z.enum(
          MESSAGE_KINDS,
          `give kinds of messages: ${MESSAGE_KINDS.join(', ')}; dead letters go to plain addresses`,
        ),
      ).optional(),
      models: values(z.string().refine(isModelName, 'give names of models')).optional(),
      stages: values(z.string().refine(isStageName, 'give names of stages')).optional(),
    },
    'give an e-mail address, or { email, severity, kinds, models, stages }',
  )
  .superRefine(({ email: _, ...lists }, context) => {
    const combinations = Object.values(lists).reduce((product, list) => product * (list?.length ?? 1), 1);
    if (combinations > MOST_COMBINATIONS)
      context.addIssue({
        code: 'custom',
        message: `has ${combinations} combinations of values, SNS takes ${MOST_COMBINATIONS}; name fewer`,
      });
  })
  .transform(({ email, severity, kinds, models, stages }): Subscriber => {
    const named = Object.entries({ severity, kind: kinds, model: models, stage: stages });
    const filter = Object.fromEntries(named.flatMap(([name, list]) => (list ? [[name, list]] : [])));
    return Object.keys(filter).length === 0 ? { email } : { email, filter };
  });

/** One address is one subscription of the topic, so it stands once; and somebody must hear of dead letters. */
export const Subscribers = z
  .array(z.union([email.transform((address): Subscriber => ({ email: address })), Filtered]))
  .superRefine((subscribers, context) => {
    const addresses = subscribers.map((subscriber) => subscriber.email.toLowerCase());
    addresses.forEach((address, i) => {
      if (addresses.indexOf(address) < i)
        context.addIssue({ code: 'custom', path: [i], message: `${address} stands here twice; join its lists` });
    });
    if (subscribers.length > 0 && subscribers.every(({ filter }) => filter !== undefined))
      context.addIssue({
        code: 'custom',
        message:
          'have filters, all of them; add an address without one: the alarm for dead letters carries no attributes, so SNS gives it to no filtered subscription',
      });
  });
