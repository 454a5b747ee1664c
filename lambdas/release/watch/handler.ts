import { WatchAnswer, WatchInput } from '../../../lib/core/contracts/workflow-release.ts';
import { watchRelease } from '../../../lib/core/usecases/release/watch-release.ts';
import { once } from '../../_shared/once.ts';
import { taskHandler } from '../../_shared/task.ts';
import { dependencies } from './deps.ts';

const ports = once(() => dependencies(process.env));

export const handler = taskHandler(WatchInput, WatchAnswer, (input) => watchRelease(ports(), input));
