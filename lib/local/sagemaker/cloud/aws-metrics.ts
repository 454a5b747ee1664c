import { type CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { translated } from './aws-errors.ts';
import type { MetricDatum } from './ports.ts';

/** PutMetricData takes at most this many data a call. */
const DATA_A_CALL = 1000;

export async function putMetricData(client: CloudWatchClient, namespace: string, data: readonly MetricDatum[]) {
  for (let from = 0; from < data.length; from += DATA_A_CALL) {
    await translated(
      client.send(
        new PutMetricDataCommand({
          Namespace: namespace,
          MetricData: data.slice(from, from + DATA_A_CALL).map((datum) => ({
            MetricName: datum.name,
            Dimensions: Object.entries(datum.dimensions).map(([Name, Value]) => ({ Name, Value })),
            Unit: datum.unit,
            Values: [...datum.values],
            Counts: [...datum.counts],
            Timestamp: new Date(datum.timestamp),
          })),
        }),
      ),
    );
  }
}
