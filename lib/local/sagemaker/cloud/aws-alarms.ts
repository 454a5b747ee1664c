import { type CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { translated } from './aws-errors.ts';
import type { RoleSession } from './ports.ts';

export function createAlarmReader(client: CloudWatchClient): Pick<RoleSession, 'alarmStates'> {
  return {
    async alarmStates(names) {
      const answer = await translated(
        client.send(
          new DescribeAlarmsCommand({ AlarmNames: [...names], AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }),
        ),
      );
      const alarms = [...(answer.MetricAlarms ?? []), ...(answer.CompositeAlarms ?? [])];
      return Object.fromEntries(
        alarms.flatMap(({ AlarmName: name, StateValue: state }) => (name && state ? [[name, state]] : [])),
      );
    },
  };
}
