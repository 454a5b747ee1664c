/** Buckets and tables outlive their stacks, and what is overwritten or deleted in them can be brought back. */
import type { CloudRule } from '../cloud/rule.ts';
import { findingsOf } from '../cloud/rule.ts';

const BUCKET = 'AWS::S3::Bucket';
const TABLE = 'AWS::DynamoDB::Table';
const say = findingsOf('retained');
const sayRecoverable = findingsOf('recoverable');

export const retained: CloudRule = {
  id: 'retained',
  find: (cloud) =>
    [BUCKET, TABLE].flatMap((type) =>
      cloud
        .all(type)
        .flatMap((resource) =>
          (['DeletionPolicy', 'UpdateReplacePolicy'] as const)
            .filter((policy) => resource[policy] !== 'Retain')
            .map((policy) =>
              say(
                resource,
                `${policy} is ${resource[policy] ?? 'not set'}`,
                'removalPolicy: RETAIN, so that data outlives its stack',
              ),
            ),
        ),
    ),
};

export const recoverable: CloudRule = {
  id: 'recoverable',
  find: (cloud) => [
    ...cloud
      .all(TABLE)
      .flatMap((table) => [
        ...(table.Properties['PointInTimeRecoverySpecification']?.PointInTimeRecoveryEnabled === true
          ? []
          : [sayRecoverable(table, 'has no point-in-time recovery', 'pointInTimeRecoveryEnabled: true')]),
        ...(table.Properties['DeletionProtectionEnabled'] === true
          ? []
          : [sayRecoverable(table, 'can be deleted by one call', 'deletionProtection: true')]),
      ]),
    // A bucket is versioned, or everything in it is passing: it expires within a year.
    ...cloud
      .all(BUCKET)
      .filter(({ Properties }) => Properties['VersioningConfiguration']?.Status !== 'Enabled')
      .filter(({ Properties }) => !expiresWhole(Properties['LifecycleConfiguration']?.Rules ?? []))
      .map((bucket) =>
        sayRecoverable(
          bucket,
          'overwrites in place what it keeps for good',
          'versioned: true, or let all of it expire',
        ),
      ),
    // What is versioned is kept on purpose: nothing takes current versions away unless the bucket is one of uploads, or they
    // lie where no model's objects do.
    ...cloud
      .all(BUCKET)
      .filter(({ Properties }) => Properties['VersioningConfiguration']?.Status === 'Enabled')
      .filter(({ Properties }) => !Properties['NotificationConfiguration'])
      .filter(({ Properties }) => expiries(ofModels(Properties['LifecycleConfiguration']?.Rules ?? [])).length > 0)
      .map((bucket) =>
        sayRecoverable(
          bucket,
          'lets objects expire that a rollback may need',
          'clean up by the registry, never by a lifecycle rule',
        ),
      ),
  ],
};

interface LifecycleRule {
  Status: string;
  Prefix?: string;
  TagFilters?: unknown;
  ExpirationInDays?: number;
  ExpirationDate?: string;
}
/** Keys begin with the model's name, and no name begins with a low line. */
const ofModels = (rules: readonly LifecycleRule[]) => rules.filter(({ Prefix }) => !Prefix?.startsWith('_'));
const expiries = (rules: readonly LifecycleRule[]) =>
  rules.filter(
    ({ Status, ExpirationInDays, ExpirationDate }) => Status === 'Enabled' && (ExpirationInDays ?? ExpirationDate),
  );
const expiresWhole = (rules: readonly LifecycleRule[]): boolean =>
  expiries(rules).some(
    ({ Prefix, TagFilters, ExpirationInDays }) => !Prefix && !TagFilters && (ExpirationInDays ?? Infinity) <= 366,
  );
