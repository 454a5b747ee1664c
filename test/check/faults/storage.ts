/** Buckets and tables. */
import type { CloudFault } from './fault.ts';

const BUCKET = 'AWS::S3::Bucket';
const TABLE = 'AWS::DynamoDB::Table';

export const STORAGE_FAULTS: readonly CloudFault[] = [
  {
    title: 'the artefact bucket is deleted with its stack',
    kind: 'state is not retained',
    document: 'CloudFormation User Guide, DeletionPolicy attribute: Delete removes the resource with the stack',
    sow: (field) => {
      field.resource(BUCKET, 'Artifacts').DeletionPolicy = 'Delete';
    },
  },
  {
    title: 'a change that replaces the registry deletes the old table',
    kind: 'state is not retained',
    document: 'CloudFormation User Guide, UpdateReplacePolicy attribute: the default on replacement is Delete',
    sow: (field) => {
      delete field.resource(TABLE, 'Registry').UpdateReplacePolicy;
    },
  },
  {
    title: 'the registry has no point-in-time recovery',
    kind: 'state is not recoverable',
    document: 'DynamoDB Developer Guide, Point-in-time backups: without it accidental writes cannot be undone',
    sow: (field) => {
      delete field.properties(TABLE, 'Registry')['PointInTimeRecoverySpecification'];
    },
  },
  {
    title: 'anyone who may delete a table can delete the event log',
    kind: 'state is not recoverable',
    document: 'DynamoDB Developer Guide, Using deletion protection: off unless asked for',
    sow: (field) => {
      field.properties(TABLE, 'Events')['DeletionProtectionEnabled'] = false;
    },
  },
  {
    title: 'overwritten artefacts are gone',
    kind: 'state is not recoverable',
    document: 'S3 User Guide, Using versioning in S3 buckets: a suspended bucket overwrites in place',
    sow: (field) => {
      field.properties(BUCKET, 'Artifacts')['VersioningConfiguration'] = { Status: 'Suspended' };
    },
  },
  {
    title: 'a bucket policy may make the data public',
    kind: 'public access',
    document: 'S3 User Guide, Blocking public access: all four settings are needed',
    sow: (field) => {
      field.properties(BUCKET, 'Data')['PublicAccessBlockConfiguration'].RestrictPublicBuckets = false;
    },
  },
  {
    title: 'the capture bucket has a public-read ACL',
    kind: 'public access',
    document:
      'S3 User Guide, Controlling ownership of objects: ACLs are disabled; a bucket with one is refused or public',
    sow: (field) => {
      field.properties(BUCKET, 'Capture')['AccessControl'] = 'PublicRead';
    },
  },
  {
    title: 'plain HTTP is refused for objects, and allowed for the bucket itself',
    kind: 'plain HTTP',
    document: 'S3 User Guide, Security best practices: deny without aws:SecureTransport on bucket and objects',
    sow: (field) => {
      const [statement] = field.properties('AWS::S3::BucketPolicy', 'Data')['PolicyDocument'].Statement;
      statement.Resource = statement.Resource.slice(1);
    },
  },
  {
    title: 'nothing refuses plain HTTP',
    kind: 'plain HTTP',
    document: 'AWS Config rule s3-bucket-ssl-requests-only',
    sow: (field) => field.remove('AWS::S3::BucketPolicy', 'Artifacts'),
  },
  {
    title: 'an encryption S3 does not know',
    kind: 'value AWS refuses',
    document: 'S3 API Reference, ServerSideEncryptionByDefault: AES256 | aws:kms | aws:kms:dsse',
    sow: (field) => {
      const [rule] = field.properties(BUCKET, 'Data')['BucketEncryption'].ServerSideEncryptionConfiguration;
      rule.ServerSideEncryptionByDefault.SSEAlgorithm = 'AES-256';
    },
  },
  {
    title: 'the encryption of a bucket is left to chance',
    kind: 'encryption',
    document: 'AWS Config rule s3-bucket-server-side-encryption-enabled: say which one',
    sow: (field) => {
      delete field.properties(BUCKET, 'Capture')['BucketEncryption'];
    },
  },
  {
    title: 'a retained bucket has a name of its own, and a wrong one',
    kind: 'name AWS refuses',
    document: 'S3 User Guide, General purpose bucket naming rules: lower case, no underscores; a name can exist once',
    sow: (field) => {
      field.properties(BUCKET, 'Data')['BucketName'] = 'Sluice_Data';
    },
  },
  {
    title: 'the registry pays for capacity nobody uses',
    kind: 'costs when idle',
    document: 'DynamoDB Developer Guide, Provisioned capacity mode: billed by the hour, used or not',
    sow: (field) => {
      const table = field.properties(TABLE, 'Events');
      table['BillingMode'] = 'PROVISIONED';
      table['ProvisionedThroughput'] = { ReadCapacityUnits: 5, WriteCapacityUnits: 5 };
    },
  },
  {
    title: 'the index is keyed by an attribute that is not defined',
    kind: 'template AWS refuses',
    document: 'DynamoDB API Reference, CreateTable: KeySchema attributes must be in AttributeDefinitions',
    sow: (field) => {
      const table = field.properties(TABLE, 'Registry');
      table['GlobalSecondaryIndexes'][0].KeySchema[0].AttributeName = 'gsi2pk';
    },
  },
  {
    title: 'artefacts expire, and with them what a rollback needs',
    kind: 'data is lost',
    document: 'S3 User Guide, Expiring objects: current versions are removed after the days given',
    sow: (field) => {
      field.properties(BUCKET, 'Artifacts')['LifecycleConfiguration'].Rules.push({
        Id: 'tidy',
        Status: 'Enabled',
        ExpirationInDays: 30,
      });
    },
  },
];
