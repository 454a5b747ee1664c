/** What stays after a teardown, with AWS's own measures of it and what that costs. */
import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Outputs } from '../../core/contracts/outputs.ts';
import { PRICES, storageMonthly } from '../../core/contracts/prices.ts';
import type { Kept } from '../../core/ports/remains.ts';
import type { Access } from './access.ts';

const DAY_MS = 86_400_000;
/** S3 measures once a day, and is a day late at times. */
const LOOK_BACK_DAYS = 4;
const BY_HAND = 'until it is deleted by hand';

export async function keptOf(access: Access, platform: string, outputs: Outputs): Promise<Kept[]> {
  return [
    await bucket(access, 'uploads', outputs['data-bucket']),
    await bucket(access, 'datasets, artefacts, reports', outputs['artifact-bucket']),
    await bucket(access, 'captured requests', outputs['capture-bucket'], 'by its own expiry'),
    await table(access, 'registry', outputs['registry-table']),
    await table(access, 'event log', outputs['events-table']),
    await endpointLogs(access, platform),
    { what: 'alarm over dead letters', monthly: PRICES.alarm.usd, ends: 'with the stacks' },
  ];
}

async function bucket(access: Access, what: string, name: string, ends = BY_HAND): Promise<Kept> {
  const end = Date.now();
  const { Datapoints = [] } = await new CloudWatchClient(access).send(
    new GetMetricStatisticsCommand({
      Namespace: 'AWS/S3',
      MetricName: 'BucketSizeBytes',
      Dimensions: [
        { Name: 'BucketName', Value: name },
        { Name: 'StorageType', Value: 'StandardStorage' },
      ],
      StartTime: new Date(end - LOOK_BACK_DAYS * DAY_MS),
      EndTime: new Date(end),
      Period: DAY_MS / 1000,
      Statistics: ['Average'],
    }),
  );
  const newest = Datapoints.toSorted((a, b) => Number(b.Timestamp ?? 0) - Number(a.Timestamp ?? 0))[0]?.Average;
  const place = { what: `${what} (bucket ${name})`, ends };
  return newest === undefined ? place : { ...place, bytes: newest, monthly: storageMonthly(newest, 's3-storage') };
}

async function table(access: Access, what: string, TableName: string): Promise<Kept> {
  const { Table } = await new DynamoDBClient(access).send(new DescribeTableCommand({ TableName }));
  const indexes = (Table?.GlobalSecondaryIndexes ?? []).reduce(
    (sum, { IndexSizeBytes = 0 }) => sum + IndexSizeBytes,
    0,
  );
  const bytes = (Table?.TableSizeBytes ?? 0) + indexes;
  return {
    what: `${what} (table ${TableName})`,
    bytes,
    monthly: storageMonthly(bytes, 'table-storage', 'table-recovery'),
    ends: BY_HAND,
  };
}

/** SageMaker makes a group an endpoint, without expiry. Those of jobs are the account's, shared with all other jobs. */
async function endpointLogs(access: Access, platform: string): Promise<Kept> {
  const prefix = `/aws/sagemaker/Endpoints/${platform}-`;
  let bytes = 0;
  const client = new CloudWatchLogsClient(access);
  for await (const page of paginateDescribeLogGroups({ client }, { logGroupNamePrefix: prefix }))
    for (const { storedBytes = 0 } of page.logGroups ?? []) bytes += storedBytes;
  return {
    what: `logs of endpoints (${prefix}*)`,
    bytes,
    monthly: storageMonthly(bytes, 'log-storage'),
    ends: BY_HAND,
  };
}
