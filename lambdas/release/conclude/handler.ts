import { ConcludeAnswer, ConcludeInput } from '../../../lib/core/contracts/workflow-release.ts';
import { concludeRelease } from '../../../lib/core/usecases/release/conclude-release.ts';
import { once } from '../../_shared/once.ts';
import { taskHandler } from '../../_shared/task.ts';
import { dependencies } from './deps.ts';

const ports = once(() => dependencies(process.env));

export const handler = taskHandler(ConcludeInput, ConcludeAnswer, (input) => concludeRelease(ports(), input));
