/**
 * The AWS side of the contract suites: it runs where `SLUICE_TEST_ENDPOINT` names an emulator, and is skipped with a
 * message elsewhere. Every suite makes resources of its own, under names of its own.
 */
import { randomUUID } from 'node:crypto';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { describe } from 'vitest';
import { dynamoDbClient, s3Client } from '../../lib/adapters/aws/clients.ts';

export const endpoint = process.env['SLUICE_TEST_ENDPOINT'];

if (endpoint) {
  process.env['AWS_ENDPOINT_URL'] = endpoint;
  process.env['AWS_ENDPOINT_URL_S3'] = endpoint;
  process.env['AWS_REGION'] ??= 'us-east-1';
  process.env['AWS_ACCESS_KEY_ID'] ??= '000000000000';
  process.env['AWS_SECRET_ACCESS_KEY'] ??= 'test';
}

export const unique = (): string => randomUUID().slice(0, 8);

/** One suite on each adapter: `make` gives a fresh one, with nothing in it. */
export function onEachAdapter<T>(
  port: string,
  adapters: { memory: () => Promise<T> | T; aws: () => Promise<T> },
  suite: (make: () => Promise<T>) => void,
): void {
  describe(`${port} in memory`, () => suite(async () => adapters.memory()));
  const aws = `${port} on AWS`;
  if (endpoint) describe(aws, () => suite(adapters.aws));
  else describe.skip(`${aws} (skipped: SLUICE_TEST_ENDPOINT names no emulator)`, () => suite(adapters.aws));
}

/** Both tables of the registry, as the storage stack makes them. */
export async function makeTables(): Promise<{ registryTable: string; eventsTable: string }> {
  const client = dynamoDbClient();
  const names = { registryTable: `registry-${unique()}`, eventsTable: `events-${unique()}` };
  const key = [
    { AttributeName: 'pk', KeyType: 'HASH' as const },
    { AttributeName: 'sk', KeyType: 'RANGE' as const },
  ];
  const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' as const });
  await client.send(
    new CreateTableCommand({
      TableName: names.registryTable,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: key,
      AttributeDefinitions: ['pk', 'sk', 'gsi1pk', 'gsi1sk'].map(text),
      GlobalSecondaryIndexes: [
        {
          IndexName: 'gsi1',
          KeySchema: [
            { AttributeName: 'gsi1pk', KeyType: 'HASH' },
            { AttributeName: 'gsi1sk', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
  await client.send(
    new CreateTableCommand({
      TableName: names.eventsTable,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: key,
      AttributeDefinitions: ['pk', 'sk'].map(text),
    }),
  );
  return names;
}

export async function makeBucket(): Promise<string> {
  const bucket = `contract-${unique()}`;
  const client = s3Client();
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  await client.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  return bucket;
}
