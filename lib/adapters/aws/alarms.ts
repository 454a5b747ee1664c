/** CloudWatch alarms, read and deleted. */
import {
  type CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import type { AlarmState, Alarms } from '../../core/ports/services.ts';

/** DescribeAlarms and DeleteAlarms take at most 100 names. */
const NAMES_A_CALL = 100;

const stateOf = (alarm: MetricAlarm): AlarmState => ({
  name: alarm.AlarmName ?? '',
  state: alarm.StateValue ?? 'INSUFFICIENT_DATA',
  reason: alarm.StateReason ?? '',
  updated: alarm.StateUpdatedTimestamp ?? new Date(0),
});

export function awsAlarms({ client }: { client: CloudWatchClient }): Alarms {
  const describe = async (names: readonly string[]): Promise<AlarmState[]> => {
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
  };

  return {
    describe,
    async delete(names) {
      // One name that is not there, and CloudWatch may delete none of them.
      const there = (await describe(names)).map(({ name }) => name);
      for (let start = 0; start < there.length; start += NAMES_A_CALL)
        await client.send(new DeleteAlarmsCommand({ AlarmNames: there.slice(start, start + NAMES_A_CALL) }));
    },
  };
}
