import { PlanAnswer, PlanReleaseInput } from '../../../lib/core/contracts/workflow-release.ts';
import { planRelease } from '../../../lib/core/usecases/release/plan-release.ts';
import { once } from '../../_shared/once.ts';
import { taskHandler } from '../../_shared/task.ts';
import { dependencies } from './deps.ts';

const ports = once(() => dependencies(process.env));

export const handler = taskHandler(PlanReleaseInput, PlanAnswer, (input) => planRelease(ports(), input));
