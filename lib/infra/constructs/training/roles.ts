/**
 * The two roles that SageMaker acts with. Training and serving are apart: code that serves never writes artefacts, code
 * that trains never sees live traffic. Containers run without network, so it is SageMaker itself that uses these rights.
 */
import { Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import {
  artifactPrefix,
  codeKey,
  DATASET_FILES,
  datasetPrefix,
  scoresPrefix,
} from '../../../core/contracts/locations.ts';
import { platformAlarms, servingRoleName } from '../../config/arns.ts';
import { interfaceStatements } from '../network/interface-statements.ts';
import type { JobNetwork } from '../network/job-network.ts';
import type { Image } from './image.ts';
import { jobLogStatements, pullStatements } from './job-statements.ts';
import type { RuntimeCode } from './runtime-code.ts';

/** Key patterns: the functions of core/contracts/locations with `*` for each part. Labels of held-out rows are in none. */
const ANY = '*';
const KEYS = {
  trainingInput: [
    `${datasetPrefix(ANY, ANY)}${DATASET_FILES.trainPrefix}*`,
    `${datasetPrefix(ANY, ANY)}${DATASET_FILES.schemaPrefix}*`,
    codeKey(ANY, ANY),
  ],
  artifact: `${artifactPrefix(ANY, ANY)}/*`,
  servingInput: [`${datasetPrefix(ANY, ANY)}${DATASET_FILES.holdoutFeatures}`, `${artifactPrefix(ANY, ANY)}/*`],
  scores: [`${scoresPrefix(ANY, ANY, 'candidate')}*`, `${scoresPrefix(ANY, ANY, 'champion')}*`],
} as const;

export interface RolesProps {
  readonly platform: string;
  readonly artifacts: Bucket;
  readonly capture: Bucket;
  readonly code: RuntimeCode;
  readonly image: Image;
  /** Where containers have their interfaces; absent: in SageMaker's own network. */
  readonly network: JobNetwork | undefined;
}

export class SageMakerRoles extends Construct {
  /** Of training jobs. */
  readonly training: Role;
  /** Of models: endpoints and batch transforms. */
  readonly serving: Role;

  constructor(scope: Construct, id: string, props: RolesProps) {
    super(scope, id);
    this.training = sageMakerRole(this, 'Training', undefined, [
      ...readingBelow(props.artifacts.bucketArn, KEYS.trainingInput),
      ...readingBelow(props.code.bucketArn, [props.code.objectKey]),
      new PolicyStatement({ actions: ['s3:PutObject'], resources: [`${props.artifacts.bucketArn}/${KEYS.artifact}`] }),
      // PutMetricData knows no resources; the namespace is the limit there is.
      new PolicyStatement({
        actions: ['cloudwatch:PutMetricData'],
        resources: ['*'],
        conditions: { StringEquals: { 'cloudwatch:namespace': '/aws/sagemaker/TrainingJobs' } },
      }),
      ...jobLogStatements(this, ['/aws/sagemaker/TrainingJobs']),
      ...pullStatements(props.image),
      ...interfaceStatements(this, props.network),
    ]);
    const servingName = servingRoleName(this, props.platform);
    this.serving = sageMakerRole(this, 'Serving', servingName, [
      ...readingBelow(props.artifacts.bucketArn, KEYS.servingInput),
      new PolicyStatement({
        actions: ['s3:PutObject'],
        resources: KEYS.scores.map((key) => `${props.artifacts.bucketArn}/${key}`),
      }),
      new PolicyStatement({ actions: ['s3:PutObject'], resources: [`${props.capture.bucketArn}/*`] }),
      // SageMaker watches the alarms of an endpoint update with the role of the model.
      new PolicyStatement({
        actions: ['cloudwatch:DescribeAlarms'],
        resources: [platformAlarms(this, props.platform)],
      }),
      ...jobLogStatements(this, ['/aws/sagemaker/TransformJobs', `/aws/sagemaker/Endpoints/${props.platform}-*`]),
      ...pullStatements(props.image),
      ...interfaceStatements(this, props.network),
    ]);
  }
}

/** The trust names the account: SageMaker must not use the role for somebody else's job. */
function sageMakerRole(scope: Construct, id: string, name: string | undefined, statements: PolicyStatement[]): Role {
  return new Role(scope, id, {
    ...(name ? { roleName: name } : {}),
    assumedBy: new ServicePrincipal('sagemaker.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
    inlinePolicies: { needs: new PolicyDocument({ statements, minimize: false }) },
  });
}

/** A channel is a prefix: SageMaker lists it, then gets what it found. */
const readingBelow = (bucketArn: string, keys: readonly string[]): PolicyStatement[] => [
  new PolicyStatement({ actions: ['s3:GetObject'], resources: keys.map((key) => `${bucketArn}/${key}`) }),
  new PolicyStatement({
    actions: ['s3:ListBucket'],
    resources: [bucketArn],
    conditions: { StringLike: { 's3:prefix': [...keys] } },
  }),
];
