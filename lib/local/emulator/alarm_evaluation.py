"""When a CloudWatch alarm is in which state: pure, over datapoints.

After https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html ("Configuring how
alarms treat missing data"). Two differences to AWS, both of them faster: the period that still runs counts as soon
as it has data (not for "less than" alarms, whose partial sum would always breach), and only the EvaluationPeriods
are looked at, where AWS reads some more.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

LOWER_BOUNDS = frozenset({"LessThanThreshold", "LessThanOrEqualToThreshold"})


@dataclass(frozen=True)
class Rule:
    """An alarm's rule. `periods` is N and `to_alarm` is M in "M of N"."""

    comparison: str
    threshold: float
    periods: int
    to_alarm: int
    missing: str


def period_starts(now: float, period: float, rule: Rule) -> list[float]:
    """Starts of the N+1 periods that matter, oldest first; the last is the one that still runs."""
    running = math.floor(now / period)
    return [(running - back) * period for back in range(rule.periods, -1, -1)]


def breaches(value: float, rule: Rule) -> bool:
    """Whether one datapoint breaches. Raises ValueError for a comparison of anomaly bands."""
    match rule.comparison:
        case "GreaterThanOrEqualToThreshold":
            return value >= rule.threshold
        case "GreaterThanThreshold":
            return value > rule.threshold
        case "LessThanThreshold":
            return value < rule.threshold
        case "LessThanOrEqualToThreshold":
            return value <= rule.threshold
    raise ValueError(f"comparison {rule.comparison!r} is not supported: use one of the four threshold comparisons")


def window(values: Sequence[float | None], rule: Rule) -> list[float | None]:
    """The N values to judge out of N+1: without the running period while that has no data."""
    skip_running = values[-1] is None or rule.comparison in LOWER_BOUNDS
    return list(values[:-1] if skip_running else values[1:])


def state(values: Sequence[float | None], rule: Rule) -> str | None:
    """OK, ALARM, INSUFFICIENT_DATA, or None to keep what the alarm has. `values` are the N of window()."""
    present = [value for value in values if value is not None]
    breaching = sum(breaches(value, rule) for value in present)
    absent = len(values) - len(present)
    if breaching >= rule.to_alarm:
        return "ALARM"
    match rule.missing:
        case "breaching":
            return "ALARM" if breaching + absent >= rule.to_alarm else "OK"
        case "notBreaching":
            return "OK"
        case "ignore":
            return "OK" if len(present) > breaching else None
    if not present:
        return "INSUFFICIENT_DATA"
    if breaching < len(present):
        return "OK"
    # All data there is breaches. AWS calls that ALARM when the oldest of it is M periods old, and waits until then.
    oldest = next(index for index, value in enumerate(values) if value is not None)
    return "ALARM" if len(values) - oldest >= rule.to_alarm else None
