"""Alarms evaluated as AWS does: exact dimensions, periods, M of N, missing data.

MiniStack throws the datapoints of all dimensions into one pot, ignores periods and missing data, and looks only when
a metric is put, so an alarm never leaves a state by time passing. Periods are scaled by TIME_SCALE.

A state set by hand under `ignore` holds while there is no data. Whether AWS keeps it is not known, so
SET_ALARM_STATE_HOLDS=0 makes it fall back after one period, to show that a workflow asserts it again.
"""

import json
import logging
import threading
import time
from typing import Any

from ministack.services import cloudwatch

from .. import alarm_evaluation
from ..patching import Hook, wrap
from ..scopes import within
from ..settings import Settings
from ..ticker import every

HOOKS = (
    Hook("services.cloudwatch:_evaluate_alarm", "alarm"),
    Hook("services.cloudwatch:_evaluate_all_alarms", ""),
    Hook("services.cloudwatch:_set_alarm_state", "params cbor_data is_cbor is_json"),
    Hook("services.cloudwatch:_dims_key", "dims"),
    Hook("services.cloudwatch:_calc_stats", "points"),
    Hook("services.cloudwatch:_stat_value", "stats stat_name points"),
    Hook("services.cloudwatch:_record_history", "alarm_name old_state new_state reason alarm_type reason_data"),
    Hook("services.cloudwatch:_evaluate_parent_alarms", "child seen"),
    Hook("services.cloudwatch:_alarms"),
    Hook("services.cloudwatch:_metrics"),
)

logger = logging.getLogger("emulator")

# How often all alarms are looked at: an eighth of a scaled minute, within what is worth doing.
SHORTEST_TICK_SECONDS, LONGEST_TICK_SECONDS = 0.1, 1.0

# Alarm ARN -> (the state before it was set by hand, when it was set).
_set_by_hand: dict[str, tuple[str, float]] = {}


def rule_of(alarm: dict[str, Any]) -> alarm_evaluation.Rule:
    """The rule of a stored alarm."""
    periods = int(alarm.get("EvaluationPeriods") or 1)
    return alarm_evaluation.Rule(
        comparison=alarm.get("ComparisonOperator") or "",
        threshold=float(alarm.get("Threshold") or 0),
        periods=periods,
        to_alarm=int(alarm.get("DatapointsToAlarm") or periods),
        missing=alarm.get("TreatMissingData") or "missing",
    )


def values_of(alarm: dict[str, Any], starts: list[float], period: float) -> list[float | None]:
    """The alarm's statistic in each period, None where there is no datapoint."""
    dimensions = {each["Name"]: each["Value"] for each in alarm.get("Dimensions") or []}
    points = cloudwatch._metrics.get(
        (alarm.get("Namespace"), alarm.get("MetricName"), cloudwatch._dims_key(dimensions))
    )
    buckets: list[list[dict[str, Any]]] = [[] for _ in starts]
    for point in list(points or ()):
        index = int((point["Timestamp"] - starts[0]) // period)
        if 0 <= index < len(buckets) and alarm.get("Unit") in (None, "", point.get("Unit")):
            buckets[index].append(point)
    name = alarm.get("ExtendedStatistic") or alarm.get("Statistic") or "Average"
    return [
        cloudwatch._stat_value(cloudwatch._calc_stats(bucket), name, bucket) if bucket else None for bucket in buckets
    ]


def move(alarm: dict[str, Any], state: str, reason: str, reason_data: dict[str, Any]) -> None:
    """Bring an alarm into another state, with history, actions and parents."""
    old = alarm["StateValue"]
    if old == state:
        return
    now = int(time.time())
    alarm |= {
        "StateValue": state,
        "StateReason": reason,
        "StateReasonData": json.dumps(reason_data),
        "StateUpdatedTimestamp": now,
        "StateTransitionedTimestamp": now,
    }
    cloudwatch._record_history(alarm["AlarmName"], old, state, reason, reason_data=reason_data)
    cloudwatch._dispatch_alarm_actions(alarm, old, state, reason)
    cloudwatch._evaluate_parent_alarms(alarm)


def evaluate(alarm: dict[str, Any], settings: Settings) -> None:
    """Judge one alarm of the current account and region, now."""
    if not alarm.get("Namespace") or not alarm.get("MetricName"):
        return
    period, now = float(alarm.get("Period") or 60) * settings.time_scale, time.time()
    rule = rule_of(alarm)
    starts = alarm_evaluation.period_starts(now, period, rule)
    values = alarm_evaluation.window(values_of(alarm, starts, period), rule)
    state = alarm_evaluation.state(values, rule)
    if state is None:
        forget_hand_set(alarm, now - period, settings)
        return
    seen = [value for value in values if value is not None]
    reason = (
        f"Threshold Crossed: {len(seen)} datapoints {seen} against {alarm.get('ComparisonOperator')} {rule.threshold} "
        f"({rule.to_alarm} of {rule.periods} needed, missing data: {rule.missing})"
    )
    move(alarm, state, reason, {"version": "1.0", "recentDatapoints": seen, "threshold": rule.threshold})


def forget_hand_set(alarm: dict[str, Any], before: float, settings: Settings) -> None:
    """With SET_ALARM_STATE_HOLDS=0: take back a state that was set by hand before that time."""
    previous, since = _set_by_hand.get(alarm["AlarmArn"], ("", 0.0))
    if previous and not settings.set_alarm_state_holds and since < before:
        del _set_by_hand[alarm["AlarmArn"]]
        move(alarm, previous, "The state set by hand was not asserted again", {"version": "1.0"})


def evaluate_everywhere(settings: Settings) -> None:
    """Judge the alarms of all accounts and regions. One that cannot be judged is logged and stops no other."""
    for (account, region, name), alarm in list(cloudwatch._alarms._data.items()):
        try:
            within(account, region, lambda alarm=alarm: evaluate(alarm, settings))
        except Exception:
            logger.exception("alarm %s cannot be evaluated", name)


def apply(settings: Settings) -> None:
    wake = threading.Event()

    @wrap("services.cloudwatch:_evaluate_alarm")
    def one(_original):
        return lambda alarm: evaluate(alarm, settings)

    @wrap("services.cloudwatch:_evaluate_all_alarms")
    def soon(_original):
        # Called for each PutMetricData: the ticker does it, not the caller's request.
        return lambda: wake.set()

    @wrap("services.cloudwatch:_set_alarm_state")
    def by_hand(original):
        def set_alarm_state(params, cbor_data, is_cbor, is_json=False):
            name = cbor_data.get("AlarmName") or cloudwatch._p(params, "AlarmName")
            alarm = cloudwatch._alarms.get(name)
            if alarm is not None:
                held, _ = _set_by_hand.get(alarm["AlarmArn"], (alarm["StateValue"], 0.0))
                _set_by_hand[alarm["AlarmArn"]] = (held, time.time())
            return original(params, cbor_data, is_cbor, is_json)

        return set_alarm_state

    tick = min(max(60 * settings.time_scale / 8, SHORTEST_TICK_SECONDS), LONGEST_TICK_SECONDS)
    every(tick, "alarms", lambda: evaluate_everywhere(settings), wake)
