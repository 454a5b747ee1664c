import { NotifyEvent } from '../../../lib/core/contracts/incoming-events.ts';
import { announceDrift } from '../../../lib/core/usecases/announce-drift.ts';
import { sendNotice } from '../../../lib/core/usecases/send-notice.ts';
import { log } from '../../_shared/log.ts';
import { once } from '../../_shared/once.ts';
import { queueHandler } from '../../_shared/queue.ts';
import { dependencies } from './deps.ts';

const ports = once(() => dependencies(process.env));

export const handler = queueHandler(NotifyEvent, async (event) => {
  if (event['detail-type'] === 'Notice') return sendNotice(ports(), event.detail);
  const { alarmName: alarm, state } = event.detail;
  const told = await announceDrift(ports(), { alarm, state: state.value });
  if (!told) log('info', 'an alarm changed without an incident to tell of', { alarm, state: state.value });
});
