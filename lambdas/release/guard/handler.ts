import { deletionRefusal } from '../../../lib/core/usecases/teardown/refuse-deletion.ts';
import { once } from '../../_shared/once.ts';
import { deletionHandler } from '../../_shared/stack-event.ts';
import { dependencies } from './deps.ts';

const ports = once(() => dependencies(process.env));

export const handler = deletionHandler(() => deletionRefusal(ports()));
