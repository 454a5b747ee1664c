/** A function as its contract says: own role with exactly its needs, own log group, own environment. */
import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { FunctionContract } from '../../../core/contracts/functions/contract.ts';
import type { Bundles } from './bundle.ts';
import { environmentOf, type Offer } from './offer.ts';
import { statementsOf } from './statements.ts';

export interface PlatformFunctionProps {
  readonly contract: FunctionContract;
  readonly bundles: Bundles;
  readonly offer: Offer;
  /** What its trigger needs beyond the contract: reading its queue, writing to the dead-letter queue. */
  readonly triggerStatements?: readonly PolicyStatement[];
}

/** `training-check` as a construct id: `TrainingCheck`. */
export const constructId = (functionId: string): string =>
  functionId.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());

/** Makes the function of a contract in `scope`, under its own name. */
export function platformFunction(scope: Construct, props: PlatformFunctionProps): LambdaFunction {
  const { contract, bundles, offer, triggerStatements = [] } = props;
  const id = constructId(contract.id);
  // Logs are for looking into faults; the record that counts is the event log. So they go with the stack.
  const logGroup = new LogGroup(scope, `${id}Logs`, {
    retention: offer.logRetentionDays,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  return new LambdaFunction(scope, id, {
    description: contract.description,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: 'index.handler',
    code: Code.fromAsset(bundles.folderOf(contract.id)),
    timeout: Duration.seconds(contract.timeoutSeconds),
    memorySize: contract.memoryMb,
    environment: environmentOf(contract.env, offer, `function ${contract.id}`),
    role: roleOf(scope, `${id}Role`, [
      logStatement(logGroup),
      ...statementsOf(contract.needs, offer, `function ${contract.id}`),
      ...triggerStatements,
    ]),
    logGroup,
    // Handlers write one JSON object a line themselves; Lambda's own format would wrap it as text in another.
    loggingFormat: LoggingFormat.TEXT,
  });
}

/**
 * A role of its own, all rights inline: it is complete before the function exists, and no one else can use it.
 * The trust has no aws:SourceAccount: Lambda assumes a role only for functions of the role's own account.
 */
function roleOf(scope: Construct, id: string, statements: PolicyStatement[]): Role {
  return new Role(scope, id, {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: { needs: new PolicyDocument({ statements, minimize: false }) },
  });
}

/** CreateLogGroup is left out: the group exists, and after a teardown a late call must not bring it back. */
const logStatement = (logGroup: LogGroup): PolicyStatement =>
  new PolicyStatement({
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [
      Stack.of(logGroup).formatArn({
        service: 'logs',
        resource: 'log-group',
        resourceName: `${logGroup.logGroupName}:log-stream:*`,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
    ],
  });
