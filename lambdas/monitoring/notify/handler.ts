import { NotifyEvent } from '../../../lib/core/contracts/incoming-events.ts';
import { announceIncident } from '../../../lib/core/usecases/incidents/announce-incident.ts';
import { sendNotice } from '../../../lib/core/usecases/send-notice.ts';
import { log } from '../../_shared/log.ts';
import { once } from '../../_shared/once.ts';
import { queueHandler } from '../../_shared/queue.ts';
import { dependencies } from './deps.ts';

const ports = once(() => dependencies(process.env));

export const handler = queueHandler(NotifyEvent, async (event) => {
  if (event['detail-type'] === 'Notice') return sendNotice(ports(), event.detail);
  if (event['detail-type'] === 'CloudWatch Alarm State Change') return log('info', 'an alarm is no message', { event });
  const told = await announceIncident(ports(), event.detail);
  if (!told) log('warn', 'an incident changed and there was nothing to tell of', { ...event.detail });
});
