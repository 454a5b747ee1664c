/**
 * AWS's list prices, US dollars, in us-east-1, without free tiers and discounts, as known on the date below. They say what
 * kind of money a thing is; the bill is AWS's. lib/docs/deploy.md shows them, and a test holds it to them.
 */
export const PRICES_OF = { region: 'us-east-1', date: '2026-11-01' } as const;

export const PRICES = {
  's3-storage': { usd: 0.023, unit: 'GB-month', what: 'S3 Standard' },
  'table-storage': { usd: 0.25, unit: 'GB-month', what: 'DynamoDB table' },
  'table-recovery': { usd: 0.2, unit: 'GB-month', what: 'DynamoDB point-in-time recovery' },
  'log-storage': { usd: 0.03, unit: 'GB-month', what: 'CloudWatch Logs, kept' },
  'log-ingestion': { usd: 0.5, unit: 'GB', what: 'CloudWatch Logs, written (flow logs too)' },
  alarm: { usd: 0.1, unit: 'alarm-month', what: 'CloudWatch alarm' },
  metric: { usd: 0.3, unit: 'metric-month', what: 'CloudWatch custom metric' },
  'function-time': { usd: 0.0000133334, unit: 'GB-second', what: 'Lambda on arm64' },
  transitions: { usd: 0.025, unit: '1,000 transitions', what: 'Step Functions' },
  'api-requests': { usd: 1, unit: 'million requests', what: 'HTTP API' },
  mails: { usd: 2, unit: '100,000 mails', what: 'SNS e-mail' },
  'queue-requests': { usd: 0.4, unit: 'million requests', what: 'SQS' },
} as const;
export type PriceName = keyof typeof PRICES;

/** An hour of one instance, training, transform and hosting alike. Not listed: not known here. */
export const INSTANCE_HOUR: Readonly<Record<string, number>> = {
  'ml.t2.medium': 0.056,
  'ml.t2.large': 0.111,
  'ml.m5.large': 0.115,
  'ml.m5.xlarge': 0.23,
  'ml.m5.2xlarge': 0.461,
  'ml.m5.4xlarge': 0.922,
  'ml.c5.large': 0.102,
  'ml.c5.xlarge': 0.204,
  'ml.c5.2xlarge': 0.408,
  'ml.c5.4xlarge': 0.816,
};
const HOURS_A_MONTH = 730;

/** US dollars a month of instances that run all the time; undefined where the type's price is not known here. */
export function instancesMonthly(type: string, count: number): number | undefined {
  const hour = INSTANCE_HOUR[type];
  return hour === undefined ? undefined : hour * count * HOURS_A_MONTH;
}

/** US dollars a month of stored bytes. Several names add up: a table and its recovery. */
export const storageMonthly = (bytes: number, ...names: PriceName[]): number =>
  (bytes / 2 ** 30) * names.reduce((sum, name) => sum + PRICES[name].usd, 0);
