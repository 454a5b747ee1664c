import { ExecutionEnded } from '../../../lib/core/contracts/incoming-events.ts';
import { recordExecutionEnd } from '../../../lib/core/usecases/runs/record-execution-end.ts';
import { log } from '../../_shared/log.ts';
import { once } from '../../_shared/once.ts';
import { queueHandler } from '../../_shared/queue.ts';
import { dependencies } from './deps.ts';

const ports = once(() => dependencies(process.env));

export const handler = queueHandler(ExecutionEnded, async ({ detail }) => {
  const { stateMachineArn: machine, name, status } = detail;
  log('info', 'an execution ended', { machine, name, status, outcome: await recordExecutionEnd(ports(), detail) });
});
