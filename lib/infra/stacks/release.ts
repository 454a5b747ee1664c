/** The API and the release workflow. */
import type { Construct } from 'constructs';
import { ROUTES, type RouteFunction } from '../../core/contracts/routes.ts';
import { releaseMachine, trainingMachine } from '../../core/contracts/state-machines.ts';
import { executionsOf, servingRoleArn } from '../config/arns.ts';
import { HttpApi } from '../constructs/api/http-api.ts';
import { PersonaPolicies } from '../constructs/api/personas.ts';
import { guardDeletion } from '../constructs/deletion/deletion-guard.ts';
import { FunctionSet } from '../constructs/functions/function-set.ts';
import { extendOffer } from '../constructs/functions/offer.ts';
import { Published } from '../constructs/outputs/published.ts';
import { machineArn, machineName } from '../constructs/workflows/machine-arns.ts';
import { Workflow } from '../constructs/workflows/workflow.ts';
import { PlatformStack } from './platform-stack.ts';
import type { UpperStackProps } from './upper-stack.ts';

const API_FUNCTIONS: readonly RouteFunction[] = [...new Set(ROUTES.map((route) => route.function))];

export class ReleaseStack extends PlatformStack {
  constructor(scope: Construct, props: UpperStackProps) {
    super(scope, 'release', 'API and releases', props);
    const { settings, bundles, storage } = props;
    const { name: platform } = settings;
    const offer = storage.offerTo(this);
    // By their names, here and below: stacks take values from storage only.
    const servingRole = servingRoleArn(this, platform);
    const steps = new FunctionSet(this, 'Functions', {
      ids: Object.values(releaseMachine.functions),
      bundles,
      offer: extendOffer(offer, { env: { SERVING_ROLE: servingRole } }),
    });
    const workflow = new Workflow(this, 'Workflow', {
      platform,
      contract: releaseMachine,
      logRetentionDays: settings.logRetentionDays,
      functions: steps.byId,
      arns: { 'registry-table': storage.tables.registry.tableArn, 'serving-role': servingRole },
      names: { Platform: platform, RegistryTable: storage.tables.registry.tableName },
    });

    const training = machineArn(this, platform, trainingMachine.id);
    const handlers = new FunctionSet(this, 'Handlers', {
      ids: API_FUNCTIONS,
      bundles,
      offer: extendOffer(offer, {
        arns: {
          'training-state-machine': training,
          'training-executions': executionsOf(this, machineName(platform, trainingMachine.id)),
          'release-state-machine': workflow.arn,
          'release-executions': executionsOf(this, machineName(platform, releaseMachine.id)),
        },
        env: { TRAINING_STATE_MACHINE: training, RELEASE_STATE_MACHINE: workflow.arn },
      }),
    });
    const api = new HttpApi(this, 'HttpApi', { platform, handlers, logRetentionDays: settings.logRetentionDays });
    new PersonaPolicies(this, 'Personas', {
      platform,
      apiId: api.apiId,
      dataBucketArn: storage.buckets.data.bucketArn,
      driftQueueArn: storage.driftQueue.queueArn,
      drillQueueArn: storage.drillQueue.queueArn,
      deadLettersArn: storage.deadLetters.queueArn,
      machines: [trainingMachine, releaseMachine].map(({ id }) => machineName(platform, id)),
    });
    new Published(this, 'Published', {
      platform,
      values: { 'api-url': api.url, 'release-state-machine': workflow.arn },
    });
    guardDeletion(this, storage.guardArn);
  }
}
