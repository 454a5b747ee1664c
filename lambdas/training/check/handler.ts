import { CheckAnswer, CheckInput } from '../../../lib/core/contracts/workflow-training.ts';
import { admitUpload } from '../../../lib/core/usecases/check/admit-upload.ts';
import { once } from '../../_shared/once.ts';
import { taskHandler } from '../../_shared/task.ts';
import { dependencies } from './deps.ts';

const ports = once(() => dependencies(process.env));

export const handler = taskHandler(CheckInput, CheckAnswer, (input) => admitUpload(ports(), input));
