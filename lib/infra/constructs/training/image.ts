/** AWS's XGBoost image in a template: the one of the region it is deployed to. */
import { Aws, CfnMapping, Fn, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { IMAGE_ACCOUNTS, IMAGE_REPOSITORY, IMAGE_TAG } from '../../../core/contracts/xgboost-image.ts';

export interface Image {
  /** What a training job or a model names. */
  readonly uri: string;
  /** What the role that pulls it is limited to. */
  readonly repositoryArn: string;
}

/** The image of the region the stack is deployed to, looked up by CloudFormation, or the given one. */
export function xgboostImage(scope: Construct, override: string | undefined): Image {
  const { partition, urlSuffix } = Stack.of(scope);
  if (override !== undefined) return { uri: override, repositoryArn: repositoryArn(override, partition) };
  const accounts = new CfnMapping(scope, 'ImageAccounts', {
    mapping: Object.fromEntries(Object.entries(IMAGE_ACCOUNTS).map(([region, account]) => [region, { account }])),
  });
  const account = accounts.findInMap(Aws.REGION, 'account');
  return {
    uri: Fn.join('', [account, '.dkr.ecr.', Aws.REGION, '.', urlSuffix, `/${IMAGE_REPOSITORY}:${IMAGE_TAG}`]),
    repositoryArn: Fn.join(':', ['arn', partition, 'ecr', Aws.REGION, account, `repository/${IMAGE_REPOSITORY}`]),
  };
}

/** `<account>.dkr.ecr.<region>.<suffix>/<repository>:<tag>` as the ARN of its repository. */
function repositoryArn(uri: string, partition: string): string {
  const found = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.[^/]+\/([^:@]+)[:@]/.exec(uri);
  if (!found) throw new Error(`${uri} is not the URI of an ECR image`);
  const [, account, region, repository] = found;
  return `arn:${partition}:ecr:${region}:${account}:repository/${repository}`;
}
