import { RangeAnswer, RangeInput } from '../../../lib/core/contracts/workflow-training.ts';
import { checkRange } from '../../../lib/core/usecases/ranges/check-range.ts';
import { once } from '../../_shared/once.ts';
import { taskHandler } from '../../_shared/task.ts';
import { dependencies } from './deps.ts';

const ports = once(() => dependencies(process.env));

export const handler = taskHandler(RangeInput, RangeAnswer, (input) => checkRange(ports(), input));
