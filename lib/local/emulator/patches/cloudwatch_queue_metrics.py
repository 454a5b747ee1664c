"""The AWS/SQS metrics of each queue, once a minute. MiniStack has none, so no dead-letter alarm ever fires."""

import time
from typing import Any

from ministack.services import cloudwatch, sqs

from ..patching import Hook
from ..scopes import within
from ..settings import Settings
from ..ticker import every

HOOKS = (
    Hook("services.sqs:_queues"),
    Hook("services.sqs:_act_send_message"),
    Hook("services.cloudwatch:record_metric", "namespace metric_name value unit dimensions"),
    Hook("services.cloudwatch:_metric_bucket", "key"),
)

NAMESPACE = "AWS/SQS"
# Points kept a metric: a scaled minute is short, and nobody looks further back.
KEPT_POINTS = 2000


def measure(messages: list[dict[str, Any]], now: float) -> dict[str, tuple[float, str]]:
    """Metric name -> (value, unit) for a queue with these messages."""
    waiting = [message for message in messages if message.get("visible_at", 0) <= now]
    oldest = min((message.get("sent_at", now) for message in messages), default=now)
    return {
        "ApproximateNumberOfMessagesVisible": (len(waiting), "Count"),
        "ApproximateNumberOfMessagesNotVisible": (len(messages) - len(waiting), "Count"),
        "ApproximateAgeOfOldestMessage": (max(now - oldest, 0.0), "Seconds"),
    }


def publish(queue_name: str, messages: list[dict[str, Any]]) -> None:
    """Record the metrics of one queue of the current account and region."""
    dimensions = {"QueueName": queue_name}
    for name, (value, unit) in measure(messages, time.time()).items():
        cloudwatch.record_metric(NAMESPACE, name, value, unit, dimensions)
        points = cloudwatch._metric_bucket((NAMESPACE, name, cloudwatch._dims_key(dimensions)))
        del points[:-KEPT_POINTS]


def publish_all() -> None:
    """Record the metrics of all queues."""
    for (account, region, url), queue in list(sqs._queues._data.items()):
        messages = list(queue["messages"])
        within(account, region, lambda url=url, messages=messages: publish(url.rsplit("/", 1)[-1], messages))


def apply(settings: Settings) -> None:
    every(60 * settings.time_scale, "queue metrics", publish_all)
