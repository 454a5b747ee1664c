"""Datapoints stamped ahead of now lie as far ahead in scaled time.

AWS takes data up to two hours ahead, and an alarm sees them when their minute comes. With minutes of 60 * TIME_SCALE
seconds a datapoint "a minute from now" must come one such minute later, not 60 seconds.
"""

import time

from ..patching import Hook, wrap
from ..settings import Settings

HOOKS = (Hook("services.cloudwatch:_store_datum", "namespace name dims ts unit value values counts stat_values"),)


def scaled(stamp: float, now: float, scale: float) -> float:
    """Where a datapoint lies: the past as it was, the future nearer by the scale."""
    return now + (stamp - now) * scale if stamp > now else stamp


def apply(settings: Settings) -> None:
    @wrap("services.cloudwatch:_store_datum")
    def store(original):
        def store_datum(namespace, name, dims, ts, *rest):
            return original(namespace, name, dims, scaled(ts, time.time(), settings.time_scale), *rest)

        return store_datum
