import { EvaluateAnswer, EvaluateInput } from '../../../lib/core/contracts/workflow-training.ts';
import { evaluateCandidate } from '../../../lib/core/usecases/runs/evaluate-candidate.ts';
import { once } from '../../_shared/once.ts';
import { taskHandler } from '../../_shared/task.ts';
import { dependencies } from './deps.ts';

const ports = once(() => dependencies(process.env));

export const handler = taskHandler(EvaluateInput, EvaluateAnswer, (input) => evaluateCandidate(ports(), input));
