/** What SageMaker does with a role around every container: pull the image, write its log. */
import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Image } from './image.ts';

/** @param groups names of log groups, `*` allowed at their ends */
export function jobLogStatements(scope: Construct, groups: readonly string[]): PolicyStatement[] {
  const { partition, region, account } = Stack.of(scope);
  const arns = (suffix: string) =>
    groups.map((group) => `arn:${partition}:logs:${region}:${account}:log-group:${group}${suffix}`);
  return [
    new PolicyStatement({ actions: ['logs:CreateLogGroup', 'logs:DescribeLogStreams'], resources: arns(':*') }),
    new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: arns(':log-stream:*'),
    }),
  ];
}

export const pullStatements = (image: Image): PolicyStatement[] => [
  // A token is of the registry, not of a repository: ECR knows no resource for it.
  new PolicyStatement({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] }),
  new PolicyStatement({
    actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    resources: [image.repositoryArn],
  }),
];
