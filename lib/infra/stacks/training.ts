/** From an upload to a registered version: intake, the training workflow, the roles of its jobs. */
import type { Construct } from 'constructs';
import { trainingMachine } from '../../core/contracts/state-machines.ts';
import { executionsOf } from '../config/arns.ts';
import { guardDeletion } from '../constructs/deletion/deletion-guard.ts';
import { FunctionSet } from '../constructs/functions/function-set.ts';
import { extendOffer } from '../constructs/functions/offer.ts';
import { jobNetwork } from '../constructs/network/job-network.ts';
import { Published } from '../constructs/outputs/published.ts';
import { xgboostImage } from '../constructs/training/image.ts';
import { Intake } from '../constructs/training/intake.ts';
import { SageMakerRoles } from '../constructs/training/roles.ts';
import { RuntimeCode } from '../constructs/training/runtime-code.ts';
import { machineName } from '../constructs/workflows/machine-arns.ts';
import { Workflow } from '../constructs/workflows/workflow.ts';
import { PlatformStack } from './platform-stack.ts';
import type { UpperStackProps } from './upper-stack.ts';

export class TrainingStack extends PlatformStack {
  constructor(scope: Construct, props: UpperStackProps) {
    super(scope, 'training', 'intake and training', props);
    const { settings, bundles, storage } = props;
    const { name: platform } = settings;
    const image = xgboostImage(this, settings.xgboostImage);
    const code = new RuntimeCode(this, 'RuntimeCode');
    const { artifacts, capture } = storage.buckets;
    const network = jobNetwork(this, {
      platform,
      vpc: settings.vpc,
      logRetentionDays: settings.logRetentionDays,
      bucketArns: [artifacts.bucketArn, capture.bucketArn, code.bucketArn],
    });
    const roles = new SageMakerRoles(this, 'Roles', {
      platform,
      artifacts,
      capture,
      code,
      image,
      network,
    });

    const offer = extendOffer(storage.offerTo(this), {
      env: {
        TRAINING_ROLE: roles.training.roleArn,
        SERVING_ROLE: roles.serving.roleArn,
        VPC_SUBNETS: network?.subnets.join(',') ?? '',
        VPC_SECURITY_GROUPS: network?.securityGroups.join(',') ?? '',
        XGBOOST_IMAGE: image.uri,
        RUNTIME_CODE: code.url,
        RUNTIME_CODE_DIGEST: code.digest,
      },
    });
    const functions = new FunctionSet(this, 'Functions', {
      ids: Object.values(trainingMachine.functions),
      bundles,
      offer,
    });
    const workflow = new Workflow(this, 'Workflow', {
      platform,
      contract: trainingMachine,
      logRetentionDays: settings.logRetentionDays,
      functions: functions.byId,
      arns: { 'training-role': roles.training.roleArn, 'serving-role': roles.serving.roleArn },
    });

    new Intake(this, 'Intake', {
      dataBucket: storage.buckets.data,
      deadLetters: storage.deadLetters,
      bundles,
      offer: extendOffer(offer, {
        arns: {
          'training-state-machine': workflow.arn,
          'training-executions': executionsOf(this, machineName(platform, trainingMachine.id)),
        },
        env: { TRAINING_STATE_MACHINE: workflow.arn },
      }),
    });
    new Published(this, 'Published', { platform, values: { 'training-state-machine': workflow.arn } });
    guardDeletion(this, storage.guardArn);
  }
}
