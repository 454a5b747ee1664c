import { describe, expect, it } from 'vitest';
import { ANSWERS_PREFIX, RANGES_PREFIX } from '../../lib/core/contracts/locations.ts';
import { MODEL_PATTERN } from '../../lib/core/contracts/names.ts';
import { TRAINING_EXECUTION_SECONDS } from '../../lib/core/contracts/state-machines.ts';
import { PARTS, synthesise } from './_synth.ts';

const platform = synthesise({ uploadExpiryDays: 30 });
const buckets = platform.all('AWS::S3::Bucket');
const tables = platform.all('AWS::DynamoDB::Table');
const STATEFUL = [...buckets, ...tables];

describe('what outlives the stacks', () => {
  it('is three buckets and two tables, all in storage', () => {
    expect(buckets.map(({ id }) => id.replace(/[0-9A-F]{8}$/, '')).sort()).toEqual([
      'BucketsArtifacts',
      'BucketsCapture',
      'BucketsData',
    ]);
    expect(tables).toHaveLength(2);
    expect(new Set(STATEFUL.map(({ part }) => part))).toEqual(new Set(['storage']));
  });

  it.each(STATEFUL)('$id is retained and has no name of its own', (resource) => {
    expect(resource.DeletionPolicy).toBe('Retain');
    expect(resource.UpdateReplacePolicy).toBe('Retain');
    expect(Object.keys(resource.Properties)).not.toEqual(expect.arrayContaining(['BucketName']));
    expect(Object.keys(resource.Properties)).not.toEqual(expect.arrayContaining(['TableName']));
  });

  it.each(PARTS.filter((part) => part !== 'storage'))('%s retains nothing', (part) => {
    const retained = Object.entries(platform.templates[part].Resources).filter(
      ([, { DeletionPolicy }]) => DeletionPolicy !== undefined && DeletionPolicy !== 'Delete',
    );
    expect(retained).toEqual([]);
  });
});

describe('buckets', () => {
  it.each(buckets)('$id is private, encrypted, and forgets parts that nobody completed', ({ Properties }) => {
    expect(Object.values(Properties.PublicAccessBlockConfiguration)).toEqual([true, true, true, true]);
    expect(
      Properties.BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault.SSEAlgorithm,
    ).toBe('AES256');
    expect(Properties.LifecycleConfiguration.Rules).toContainEqual(
      expect.objectContaining({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 }, Status: 'Enabled' }),
    );
  });

  it('keeps versions of data and artefacts, and tells EventBridge of data only', () => {
    const by = (property: string) =>
      buckets.filter(({ Properties }) => Properties[property]).map(({ id }) => id.replace(/[0-9A-F]{8}$/, ''));
    expect(by('VersioningConfiguration').sort()).toEqual(['BucketsArtifacts', 'BucketsData']);
    expect(by('NotificationConfiguration')).toEqual(['BucketsData']);
    expect(platform.one('AWS::S3::Bucket', 'BucketsData').Properties.NotificationConfiguration).toEqual({
      EventBridgeConfiguration: { EventBridgeEnabled: true },
    });
  });

  it('expires uploads and capture, never artefacts', () => {
    const expiry = (id: string): unknown[] =>
      platform
        .one('AWS::S3::Bucket', id)
        .Properties.LifecycleConfiguration.Rules.map(
          (rule: Record<string, unknown>) => !rule.Prefix && rule.ExpirationInDays,
        )
        .filter(Boolean);
    expect(expiry('BucketsData')).toEqual([30]);
    expect(expiry('BucketsCapture')).toEqual([90]);
    expect(expiry('BucketsArtifacts')).toEqual([]);
    const { Rules } = platform.one('AWS::S3::Bucket', 'BucketsArtifacts').Properties.LifecycleConfiguration;
    expect(Rules.map(({ Id }: { Id: string }) => Id)).toEqual(['abort-parts', 'expire-ranges', 'expire-answers']);
    // Kept for labels that are a hundred days late.
    expect(Rules[2]).toMatchObject({ Prefix: ANSWERS_PREFIX, ExpirationInDays: 101 });
    expect(ANSWERS_PREFIX.slice(0, -1)).not.toMatch(MODEL_PATTERN);
  });

  it('deletes what a check in ranges leaves, below a prefix that is no model, when no execution needs it any more', () => {
    const { Rules } = platform.one('AWS::S3::Bucket', 'BucketsArtifacts').Properties.LifecycleConfiguration;
    expect(Rules[1]).toMatchObject({
      Prefix: RANGES_PREFIX,
      ExpirationInDays: 3,
      NoncurrentVersionExpiration: { NoncurrentDays: 3 },
    });
    expect(RANGES_PREFIX.slice(0, -1)).not.toMatch(MODEL_PATTERN);
    expect(3 * 86_400).toBeGreaterThan(TRAINING_EXECUTION_SECONDS);
  });
});

describe('tables', () => {
  it.each(tables)('$id is on demand, restorable to any second, and protected', ({ Properties }) => {
    expect(Properties.BillingMode).toBe('PAY_PER_REQUEST');
    expect(Properties.PointInTimeRecoverySpecification).toEqual({ PointInTimeRecoveryEnabled: true });
    expect(Properties.DeletionProtectionEnabled).toBe(true);
    expect(Properties.KeySchema).toEqual([
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ]);
  });

  it('the registry has its index and its expiry; events never expire', () => {
    const registry = platform.one('AWS::DynamoDB::Table', 'TablesRegistry').Properties;
    expect(registry.TimeToLiveSpecification).toEqual({ AttributeName: 'ttl', Enabled: true });
    expect(registry.GlobalSecondaryIndexes).toEqual([
      expect.objectContaining({
        IndexName: 'gsi1',
        KeySchema: [
          { AttributeName: 'gsi1pk', KeyType: 'HASH' },
          { AttributeName: 'gsi1sk', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      }),
    ]);
    const events = platform.one('AWS::DynamoDB::Table', 'TablesEvents').Properties;
    expect(events).not.toHaveProperty('TimeToLiveSpecification');
    expect(events).not.toHaveProperty('GlobalSecondaryIndexes');
  });
});
