/** CloudWatch alarms, read. */
import { type CloudWatchClient, DescribeAlarmsCommand, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { AlarmState, Alarms } from '../../core/ports/services.ts';

/** DescribeAlarms takes at most 100 names. */
const NAMES_A_CALL = 100;

const stateOf = (alarm: MetricAlarm): AlarmState => ({
  name: alarm.AlarmName ?? '',
  state: alarm.StateValue ?? 'INSUFFICIENT_DATA',
  reason: alarm.StateReason ?? '',
  updated: alarm.StateUpdatedTimestamp ?? new Date(0),
});

export function awsAlarms({ client }: { client: CloudWatchClient }): Alarms {
  return {
    async describe(names) {
      const found: AlarmState[] = [];
      for (let start = 0; start < names.length; start += NAMES_A_CALL) {
        const { MetricAlarms = [] } = await client.send(
          new DescribeAlarmsCommand({
            AlarmNames: names.slice(start, start + NAMES_A_CALL),
            AlarmTypes: ['MetricAlarm'],
            MaxRecords: NAMES_A_CALL,
          }),
        );
        found.push(...MetricAlarms.map(stateOf));
      }
      return found;
    },
  };
}
