/** CloudWatch metrics. */
import {
  type CloudWatchClient,
  type Dimension,
  GetMetricDataCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import type { MetricPoint, Metrics } from '../../core/ports/services.ts';

const dimensionsOf = (dimensions: Record<string, string>): Dimension[] =>
  Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));

/** Standard-resolution metrics are kept by the minute: a window that begins within one includes the whole minute. */
const PERIOD_SECONDS = 60;

export function awsMetrics({ client }: { client: CloudWatchClient }): Metrics {
  return {
    async put(namespace, name, value, dimensions, time) {
      await client.send(
        new PutMetricDataCommand({
          Namespace: namespace,
          MetricData: [
            {
              MetricName: name,
              Value: value,
              Dimensions: dimensionsOf(dimensions),
              ...(time ? { Timestamp: time } : {}),
            },
          ],
        }),
      );
    },

    async sum(namespace, name, dimensions, from, to) {
      let total = 0;
      let next: string | undefined;
      do {
        const page = await client.send(
          new GetMetricDataCommand({
            StartTime: from,
            EndTime: to,
            MetricDataQueries: [
              {
                Id: 'total',
                MetricStat: {
                  Metric: { Namespace: namespace, MetricName: name, Dimensions: dimensionsOf(dimensions) },
                  Period: PERIOD_SECONDS,
                  Stat: 'Sum',
                },
              },
            ],
            ...(next ? { NextToken: next } : {}),
          }),
        );
        for (const value of page.MetricDataResults?.flatMap(({ Values }) => Values ?? []) ?? []) total += value;
        next = page.NextToken;
      } while (next);
      return total;
    },

    async series(namespace, dimensions, wanted, { from, to, periodSeconds }) {
      const points: MetricPoint[][] = wanted.map(() => []);
      const MetricDataQueries = wanted.map(({ name, statistic }, i) => ({
        Id: `m${i}`,
        MetricStat: {
          Metric: { Namespace: namespace, MetricName: name, Dimensions: dimensionsOf(dimensions) },
          Period: periodSeconds,
          Stat: statistic,
        },
      }));
      const period = { StartTime: from, EndTime: to, ScanBy: 'TimestampAscending' as const };
      let next: string | undefined;
      do {
        const page = await client.send(
          new GetMetricDataCommand({ ...period, MetricDataQueries, ...(next ? { NextToken: next } : {}) }),
        );
        for (const { Id = '', Timestamps = [], Values = [] } of page.MetricDataResults ?? [])
          Timestamps.forEach((time, i) => {
            points[Number(Id.slice(1))]?.push({ time, value: Values[i] ?? 0 });
          });
        next = page.NextToken;
      } while (next);
      return points;
    },
  };
}
