import { s3Client, statesClient } from '../../../lib/adapters/aws/clients.ts';
import { awsExecutions } from '../../../lib/adapters/aws/executions.ts';
import { awsObjects } from '../../../lib/adapters/aws/objects.ts';
import { systemBackoff, systemClock, systemIds } from '../../../lib/adapters/aws/system.ts';
import { apiUploads } from '../../../lib/core/contracts/functions/api-uploads.ts';
import { parseEnvironment } from '../../../lib/core/contracts/functions/contract.ts';
import type { AnnounceUploadPorts } from '../../../lib/core/usecases/uploads/announce-upload.ts';
import type { AttemptPorts } from '../../../lib/core/usecases/uploads/next-attempt.ts';
import { policyOf } from '../../_shared/policy.ts';
import { registryOf } from '../../_shared/registry.ts';
import { sessionNameRolesOf } from '../../_shared/session-name-roles.ts';

export interface Dependencies {
  ports: AnnounceUploadPorts & AttemptPorts;
  sessionNameRoles: readonly string[];
}

export function dependencies(environment: NodeJS.ProcessEnv): Dependencies {
  const env = parseEnvironment(apiUploads, environment);
  return {
    ports: {
      registry: registryOf(env),
      clock: systemClock,
      backoff: systemBackoff,
      ids: systemIds,
      executions: awsExecutions({ client: statesClient() }),
      policy: policyOf(env),
      stateMachine: env.TRAINING_STATE_MACHINE,
      objects: awsObjects({ client: s3Client() }),
      dataBucket: env.DATA_BUCKET,
      artifactBucket: env.ARTIFACT_BUCKET,
    },
    sessionNameRoles: sessionNameRolesOf(env.SESSION_NAME_ROLES),
  };
}
