import { IncidentChanged } from '../../../lib/core/contracts/incoming-events.ts';
import { retrainOnDrift } from '../../../lib/core/usecases/retrain/retrain-on-drift.ts';
import { log } from '../../_shared/log.ts';
import { once } from '../../_shared/once.ts';
import { queueHandler } from '../../_shared/queue.ts';
import { dependencies } from './deps.ts';

const ports = once(() => dependencies(process.env));

export const handler = queueHandler(IncidentChanged, async ({ detail }) => {
  const { id, model, stage, since } = detail;
  const retrain = await retrainOnDrift(ports(), { model, stage, since });
  log('info', 'drift opened an incident', { id, retrain: retrain?.outcome ?? 'not asked for', ...retrain?.reason });
});
