/** Nothing is public, everything at rest is encrypted, and plain HTTP is refused. */
import type { Cloud, Placed } from '../cloud/cloud.ts';
import { resourceStatements, trustStatements } from '../cloud/policies.ts';
import { type CloudRule, findingsOf } from '../cloud/rule.ts';

const BUCKET = 'AWS::S3::Bucket';
const BLOCKS = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];
const sayPublic = findingsOf('private');
const sayPlain = findingsOf('tls-only');
const sayBare = findingsOf('encrypted');

export const isPrivate: CloudRule = {
  id: 'private',
  find: (cloud) => [
    ...cloud
      .all(BUCKET)
      .flatMap((bucket) => [
        ...BLOCKS.filter((block) => bucket.Properties['PublicAccessBlockConfiguration']?.[block] !== true).map(
          (block) => sayPublic(bucket, `${block} is not on`, 'blockPublicAccess: BlockPublicAccess.BLOCK_ALL'),
        ),
        ...(bucket.Properties['AccessControl'] ? [sayPublic(bucket, 'has an ACL', 'use a bucket policy')] : []),
      ]),
    ...[...resourceStatements(cloud), ...trustStatements(cloud)]
      .filter(({ effect, principals }) => effect === 'Allow' && principals.includes('*'))
      .map(({ at }) => sayPublic(at, 'allows everybody', 'name a service or a role')),
    ...cloud
      .all('AWS::Lambda::Permission')
      .filter(({ Properties }) => cloud.text(Properties['Principal']) === '*')
      .map((permission) => sayPublic(permission, 'allows everybody', 'name a service or a role')),
    ...cloud
      .all('AWS::Lambda::Url')
      .filter(({ Properties }) => Properties['AuthType'] !== 'AWS_IAM')
      .map((url) => sayPublic(url, 'is open to everybody', 'AuthType: AWS_IAM')),
    ...cloud
      .all('AWS::ApiGatewayV2::Route')
      .filter(({ Properties }) => Properties['AuthorizationType'] !== 'AWS_IAM')
      .map((route) =>
        sayPublic(route, `may be called by everybody (${route.Properties['AuthorizationType']})`, 'AWS_IAM'),
      ),
  ],
};

/** Services take a Deny of everything over plain HTTP, on the resource and on what is in it. */
export const tlsOnly: CloudRule = {
  id: 'tls-only',
  find(cloud) {
    const denied = resourceStatements(cloud)
      .filter(({ effect, principals }) => effect === 'Deny' && principals.includes('*'))
      .filter(({ conditions }) => conditions['Bool']?.['aws:SecureTransport']?.[0] === 'false');
    const guarded = (resource: string, actions: readonly string[]) =>
      denied.some(
        (statement) => statement.resources.includes(resource) && actions.some((a) => statement.actions.includes(a)),
      );
    const missing = (found: readonly Placed[], arns: (id: string) => string[], actions: string[]) =>
      found.flatMap((resource) =>
        arns(resource.id)
          .filter((arn) => !guarded(arn, actions))
          .map((arn) => sayPlain(resource, `${arn} can be reached over plain HTTP`, 'enforceSSL: true')),
      );
    return [
      ...missing(cloud.all(BUCKET), (id) => [`<${id}.Arn>`, `<${id}.Arn>/*`], ['s3:*']),
      ...missing(cloud.all('AWS::SQS::Queue'), (id) => [`<${id}.Arn>`], ['sqs:*']),
      ...missing(cloud.all('AWS::SNS::Topic'), (id) => [`<${id}>`], ['sns:Publish']),
    ];
  },
};

export const encrypted: CloudRule = {
  id: 'encrypted',
  find: (cloud: Cloud) => [
    ...cloud
      .all(BUCKET)
      .filter(({ Properties }) => !Properties['BucketEncryption'])
      .map((bucket) => sayBare(bucket, 'does not say how it is encrypted', 'encryption: BucketEncryption.S3_MANAGED')),
    ...cloud
      .all('AWS::SQS::Queue')
      .filter(({ Properties }) => !Properties['SqsManagedSseEnabled'] && !Properties['KmsMasterKeyId'])
      .map((queue) => sayBare(queue, 'does not say how it is encrypted', 'encryption: QueueEncryption.SQS_MANAGED')),
    ...cloud
      .all('AWS::SNS::Topic')
      .filter(({ Properties }) => cloud.text(Properties['KmsMasterKeyId'] ?? '').includes('alias/aws/'))
      .map((topic) =>
        sayBare(
          topic,
          'is under an AWS-managed key: what alarms publish is lost without a word',
          'no key, or your own',
        ),
      ),
  ],
};
