import { PrepareAnswer, PrepareInput } from '../../../lib/core/contracts/workflow-training.ts';
import { prepareScoring } from '../../../lib/core/usecases/runs/prepare-scoring.ts';
import { once } from '../../_shared/once.ts';
import { taskHandler } from '../../_shared/task.ts';
import { dependencies } from './deps.ts';

const ports = once(() => dependencies(process.env));

export const handler = taskHandler(PrepareInput, PrepareAnswer, (input) => prepareScoring(ports(), input));
