import { RegisterAnswer, RegisterInput } from '../../../lib/core/contracts/workflow-training.ts';
import { recordFailure } from '../../../lib/core/usecases/runs/record-failure.ts';
import { registerVersion } from '../../../lib/core/usecases/runs/register-version.ts';
import { once } from '../../_shared/once.ts';
import { taskHandler } from '../../_shared/task.ts';
import { dependencies } from './deps.ts';

const ports = once(() => dependencies(process.env));

export const handler = taskHandler(RegisterInput, RegisterAnswer, (input) =>
  input.outcome === 'failed' ? recordFailure(ports(), input) : registerVersion(ports(), input),
);
