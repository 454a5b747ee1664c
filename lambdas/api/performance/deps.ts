import { s3Client } from '../../../lib/adapters/aws/clients.ts';
import { awsObjects } from '../../../lib/adapters/aws/objects.ts';
import { systemClock, systemIds } from '../../../lib/adapters/aws/system.ts';
import { apiPerformance } from '../../../lib/core/contracts/functions/api-performance.ts';
import { parseEnvironment } from '../../../lib/core/contracts/functions/contract.ts';
import type { RecordLabelsPorts } from '../../../lib/core/usecases/labels/record-labels.ts';
import type { ReadPerformancePorts } from '../../../lib/core/usecases/performance/read-performance.ts';
import { policyOf } from '../../_shared/policy.ts';
import { registryOf } from '../../_shared/registry.ts';
import { sessionNameRolesOf } from '../../_shared/session-name-roles.ts';

export interface Dependencies {
  ports: ReadPerformancePorts & RecordLabelsPorts;
  sessionNameRoles: readonly string[];
}

export function dependencies(environment: NodeJS.ProcessEnv): Dependencies {
  const env = parseEnvironment(apiPerformance, environment);
  return {
    ports: {
      registry: registryOf(env),
      clock: systemClock,
      ids: systemIds,
      objects: awsObjects({ client: s3Client() }),
      policy: policyOf(env),
      platform: env.PLATFORM,
      dataBucket: env.DATA_BUCKET,
      artifactBucket: env.ARTIFACT_BUCKET,
      captureBucket: env.CAPTURE_BUCKET,
    },
    sessionNameRoles: sessionNameRolesOf(env.SESSION_NAME_ROLES),
  };
}
