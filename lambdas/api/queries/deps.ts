import { s3Client } from '../../../lib/adapters/aws/clients.ts';
import { awsObjects } from '../../../lib/adapters/aws/objects.ts';
import { systemClock } from '../../../lib/adapters/aws/system.ts';
import { apiQueries } from '../../../lib/core/contracts/functions/api-queries.ts';
import { parseEnvironment } from '../../../lib/core/contracts/functions/contract.ts';
import type { ReadApprovalPorts } from '../../../lib/core/usecases/approvals/read-approvals.ts';
import type { DriftPorts } from '../../../lib/core/usecases/drift/read-drift.ts';
import type { StagePorts } from '../../../lib/core/usecases/release/read-stages.ts';
import { policyOf } from '../../_shared/policy.ts';
import { registryOf } from '../../_shared/registry.ts';
import { sessionNameRolesOf } from '../../_shared/session-name-roles.ts';

export interface Dependencies {
  ports: StagePorts & DriftPorts & ReadApprovalPorts;
  sessionNameRoles: readonly string[];
}

export function dependencies(environment: NodeJS.ProcessEnv): Dependencies {
  const env = parseEnvironment(apiQueries, environment);
  return {
    ports: {
      registry: registryOf(env),
      clock: systemClock,
      objects: awsObjects({ client: s3Client() }),
      policy: policyOf(env),
      platform: env.PLATFORM,
      artifactBucket: env.ARTIFACT_BUCKET,
    },
    sessionNameRoles: sessionNameRolesOf(env.SESSION_NAME_ROLES),
  };
}
