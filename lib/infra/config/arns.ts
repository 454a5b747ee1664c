/** ARN patterns of what workflows make at run time: everything whose name begins with the platform's. */
import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

export const platformEndpoints = (scope: Construct, platform: string): string =>
  Stack.of(scope).formatArn({ service: 'sagemaker', resource: 'endpoint', resourceName: `${platform}-*` });

export const platformAlarms = (scope: Construct, platform: string): string =>
  Stack.of(scope).formatArn({
    service: 'cloudwatch',
    resource: 'alarm',
    resourceName: `${platform}-*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });

/** The account's own event bus. */
export const defaultBus = (scope: Construct): string =>
  Stack.of(scope).formatArn({ service: 'events', resource: 'event-bus', resourceName: 'default' });

/** Role of models. Fixed, so that the release workflow can pass it from another stack. Regional, for IAM is not. */
export const servingRoleName = (scope: Construct, platform: string): string =>
  `${platform}-serving-${Stack.of(scope).region}`;

export const servingRoleArn = (scope: Construct, platform: string): string =>
  Stack.of(scope).formatArn({
    service: 'iam',
    region: '',
    resource: 'role',
    resourceName: servingRoleName(scope, platform),
  });

/** Executions of a state machine. @param machine its name */
export const executionsOf = (scope: Construct, machine: string): string =>
  Stack.of(scope).formatArn({
    service: 'states',
    resource: 'execution',
    resourceName: `${machine}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });

/** Executions that a Distributed Map of a state machine starts: they carry the map's label. @param machine its name */
export const mapExecutionsOf = (scope: Construct, machine: string): string =>
  Stack.of(scope).formatArn({
    service: 'states',
    resource: 'execution',
    resourceName: `${machine}/*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });

/** The platform's parameters, its path with and without the last slash. */
export const platformParameters = (scope: Construct, platform: string): string[] =>
  [platform, `${platform}/*`].map((resourceName) =>
    Stack.of(scope).formatArn({ service: 'ssm', resource: 'parameter', resourceName }),
  );
