import { topicClient } from '../../../lib/adapters/aws/clients.ts';
import { awsPublisher } from '../../../lib/adapters/aws/publisher.ts';
import { systemBackoff, systemClock, systemIds } from '../../../lib/adapters/aws/system.ts';
import { apiApprovals } from '../../../lib/core/contracts/functions/api-approvals.ts';
import { parseEnvironment } from '../../../lib/core/contracts/functions/contract.ts';
import type { ApprovalPorts } from '../../../lib/core/usecases/approvals/request-approval.ts';
import { policyOf } from '../../_shared/policy.ts';
import { registryOf } from '../../_shared/registry.ts';
import { sessionNameRolesOf } from '../../_shared/session-name-roles.ts';

export interface Dependencies {
  ports: ApprovalPorts;
  sessionNameRoles: readonly string[];
}

export function dependencies(environment: NodeJS.ProcessEnv): Dependencies {
  const env = parseEnvironment(apiApprovals, environment);
  return {
    ports: {
      registry: registryOf(env),
      clock: systemClock,
      backoff: systemBackoff,
      ids: systemIds,
      publisher: awsPublisher({ client: topicClient(), topic: env.NOTIFICATIONS_TOPIC }),
      policy: policyOf(env),
      platform: env.PLATFORM,
      origin: { platform: env.PLATFORM, account: env.ACCOUNT, region: env.REGION },
    },
    sessionNameRoles: sessionNameRolesOf(env.SESSION_NAME_ROLES),
  };
}
