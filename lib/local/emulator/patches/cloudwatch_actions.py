"""What an alarm does when it changes state.

MiniStack publishes no "CloudWatch Alarm State Change" event, and it publishes to a topic whatever the topic's policy
says. AWS needs cloudwatch.amazonaws.com to be admitted, which the default topic policy does (aws:SourceOwner).
"""

import json
import logging
from datetime import UTC, datetime
from typing import Any

from ministack.core.responses import get_account_id
from ministack.services import eventbridge, sns

from ..patching import Hook, wrap
from ..settings import Settings

HOOKS = (
    Hook("services.cloudwatch:_dispatch_alarm_actions", "alarm old_state new_state reason"),
    Hook("services.eventbridge:_put_events", "data allow_aws_source"),
    Hook("services.sns:topic_policy_allows", "topic_arn service source_arn source_account"),
)

ACTIONS = {"ALARM": "AlarmActions", "OK": "OKActions", "INSUFFICIENT_DATA": "InsufficientDataActions"}

logger = logging.getLogger("emulator")


def may_publish(action: str, alarm_arn: str) -> bool:
    """Whether an alarm action may run; only topics have a policy to ask."""
    if ":sns:" not in action:
        return True
    admitted = sns.topic_policy_allows(action, "cloudwatch.amazonaws.com", alarm_arn, get_account_id())
    if not admitted:
        logger.warning("the policy of %s does not admit cloudwatch.amazonaws.com for %s", action, alarm_arn)
    return admitted


def configuration(alarm: dict[str, Any]) -> dict[str, Any]:
    """The event's description of what the alarm watches."""
    if "AlarmRule" in alarm:
        return {"description": alarm.get("AlarmDescription", ""), "alarmRule": alarm["AlarmRule"]}
    metric = {
        "namespace": alarm.get("Namespace"),
        "name": alarm.get("MetricName"),
        "dimensions": {each["Name"]: each["Value"] for each in alarm.get("Dimensions") or []},
    }
    statistic = {
        "metric": metric,
        "period": alarm.get("Period"),
        "stat": alarm.get("ExtendedStatistic") or alarm.get("Statistic"),
    }
    return {
        "description": alarm.get("AlarmDescription") or "",
        "metrics": [{"id": "m1", "metricStat": statistic, "returnData": True}],
    }


def event(alarm: dict[str, Any], old_state: str, new_state: str, reason: str) -> dict[str, Any]:
    """The PutEvents entry for a state change."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "+0000"
    state = {"value": new_state, "reason": reason, "timestamp": now}
    if alarm.get("StateReasonData"):
        state["reasonData"] = alarm["StateReasonData"]
    detail = {
        "alarmName": alarm["AlarmName"],
        "state": state,
        "previousState": {"value": old_state},
        "configuration": configuration(alarm),
    }
    return {
        "Source": "aws.cloudwatch",
        "DetailType": "CloudWatch Alarm State Change",
        "Detail": json.dumps(detail),
        "Resources": [alarm["AlarmArn"]],
    }


def apply(settings: Settings) -> None:
    @wrap("services.cloudwatch:_dispatch_alarm_actions")
    def dispatch(original):
        def dispatch_alarm_actions(alarm, old_state, new_state, reason):
            eventbridge._put_events({"Entries": [event(alarm, old_state, new_state, reason)]}, allow_aws_source=True)
            field = ACTIONS[new_state]
            admitted = [action for action in alarm.get(field) or [] if may_publish(action, alarm["AlarmArn"])]
            original({**alarm, field: admitted}, old_state, new_state, reason)

        return dispatch_alarm_actions
