/** The end of an execution that did not record it itself: it was stopped, ran out of time, or broke while it recorded. */
import type { ExecutionEnded } from '../../contracts/incoming-events.ts';
import { RELEASE_ALARMS, releaseAlarmName, releaseExecutionName } from '../../contracts/names.ts';
import type { Policy } from '../../contracts/policy.ts';
import { ReleasePointer } from '../../contracts/workflow-release.ts';
import { TrainingPointer } from '../../contracts/workflow-training.ts';
import type { Endpoints } from '../../ports/endpoints.ts';
import type { Alarms, Executions } from '../../ports/services.ts';
import { read } from '../../registry/documents.ts';
import { Release, Run } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';
import type { Cause } from '../../release/cause.ts';
import { isMoving } from '../../release/endpoint.ts';
import { causeOfExecution, EXECUTION_CODES } from '../execution-cause.ts';
import { runFailedNotice, servingNow } from '../notices.ts';
import { type ConcludeReleasePorts, concludeRelease } from '../release/conclude-release.ts';
import { theUpload } from '../run-record.ts';
import { type SendNoticePorts, sendNotice } from '../send-notice.ts';
import { failRun } from './fail-run.ts';

export interface RecordExecutionEndPorts extends ConcludeReleasePorts, SendNoticePorts {
  executions: Executions;
  endpoints: Endpoints;
  alarms: Alarms;
  policy: Policy;
  /** ARNs. */
  stateMachines: { training: string; release: string };
}

/**
 * `ended-before`: its workflow recorded the end, as most that fail do. `running`: somebody redrove it, so it goes on by
 * itself. `no-record`: it was started by hand, and no run or release is its.
 */
export type ExecutionEnd = 'recorded' | 'ended-before' | 'running' | 'no-record';

/** What serves is not decided yet: look again later. */
export class EndpointMoving extends Error {
  override readonly name = 'EndpointMoving';
}

/**
 * Safe to repeat: a second delivery tells again what the first recorded, and its message goes out once.
 * @throws EndpointMoving, Busy, NoticeInHand, and what the ports throw: the event is then delivered again
 */
export async function recordExecutionEnd(
  ports: RecordExecutionEndPorts,
  ended: ExecutionEnded['detail'],
): Promise<ExecutionEnd> {
  const { stateMachineArn: machine, name } = ended;
  if ((await ports.executions.status(machine, name)) === 'RUNNING') return 'running';
  const input = inputOf(ended);
  const reason = causeOfExecution(ended);
  if (machine === ports.stateMachines.training) {
    const pointer = TrainingPointer.safeParse(input);
    return pointer.success ? endRun(ports, pointer.data, name, reason) : 'no-record';
  }
  if (machine !== ports.stateMachines.release) throw new Error(`${machine} is no state machine of this platform`);
  const pointer = ReleasePointer.safeParse(input);
  return pointer.success ? endRelease(ports, pointer.data, name, reason) : 'no-record';
}

/** Undefined for an input that is no JSON, which Step Functions would not have taken, or too large for an event. */
function inputOf({ input }: ExecutionEnded['detail']): unknown {
  return typeof input === 'string' ? JSON.parse(input) : undefined;
}

async function endRun(
  ports: RecordExecutionEndPorts,
  pointer: TrainingPointer,
  execution: string,
  reason: Cause,
): Promise<ExecutionEnd> {
  const { registry, policy, origin } = ports;
  const { model } = pointer;
  const found = await read(registry, model, SK.run(pointer.run), Run);
  if (found?.document.execution !== execution) return 'no-record';
  const run = await failRun(ports, { ...pointer, step: 'execution', reason });
  const code = run.reason?.code ?? '';
  if (run.state !== 'failed' || !EXECUTION_CODES.includes(code)) return 'ended-before';
  const upload = (await theUpload(registry, model, run.upload)).document;
  const failed = run.ended ?? run.started;
  const serving = await servingNow(registry, policy, model);
  await sendNotice(ports, runFailedNotice(origin, run, upload, { step: 'execution', code, failed, serving }));
  return 'recorded';
}

async function endRelease(
  ports: RecordExecutionEndPorts,
  pointer: ReleasePointer,
  execution: string,
  cause: Cause,
): Promise<ExecutionEnd> {
  const { model, stage, release } = pointer;
  const found = await read(ports.registry, model, SK.release(stage, release), Release);
  if (!found || releaseExecutionName(model, stage, release) !== execution) return 'no-record';
  const { state, endpoint: name, configuration } = found.document;
  const open = state === 'requested' || state === 'shifting';
  const endpoint = await ports.endpoints.describe(name);
  if (open && endpoint && isMoving(endpoint))
    throw new EndpointMoving(`endpoint ${name} is ${endpoint.EndpointStatus}: release ${release} ends when it rests`);
  const { notice } = await concludeRelease(ports, {
    ...pointer,
    ...(endpoint ? { endpoint } : {}),
    verdict: { outcome: 'failed', cause },
  });
  // Also of a release that had ended: its execution may have broken while it told so.
  await sendNotice(ports, notice);
  // Another release took the stage over while SageMaker goes on with this one, and looks at its alarms.
  if (endpoint?.PendingDeploymentSummary?.EndpointConfigName === configuration)
    throw new EndpointMoving(`endpoint ${name} moves to ${configuration}: the alarms that guard this go when it rests`);
  await ports.alarms.delete(RELEASE_ALARMS.map((alarm) => releaseAlarmName(configuration, alarm)));
  return open ? 'recorded' : 'ended-before';
}
