"""Metrics embedded in log lines (EMF). MiniStack stores the line and records no metric; AWS extracts them."""

import json
from typing import Any

from ministack.services import cloudwatch

from ..patching import Hook, wrap
from ..settings import Settings

HOOKS = (
    Hook("services.cloudwatch_logs:_append_log_events", "stream events"),
    Hook("services.cloudwatch:record_metric", "namespace metric_name value unit dimensions"),
)


def document_in(message: str) -> dict[str, Any] | None:
    """The embedded metric document of a log line, if it is one."""
    start = message.find("{")
    if start < 0 or '"CloudWatchMetrics"' not in message:
        return None
    try:
        document = json.loads(message[start:])
    except ValueError:
        return None  # an ordinary line that mentions the word
    return document if isinstance(document, dict) and isinstance(document.get("_aws"), dict) else None


def record(document: dict[str, Any]) -> None:
    """Record each metric under each set of dimensions the document declares."""
    for directive in document["_aws"].get("CloudWatchMetrics") or []:
        for names in directive.get("Dimensions") or [[]]:
            dimensions = {name: str(document[name]) for name in names if name in document}
            for metric in directive.get("Metrics") or []:
                values = document.get(metric["Name"], [])
                for value in values if isinstance(values, list) else [values]:
                    unit = metric.get("Unit", "None")
                    cloudwatch.record_metric(directive["Namespace"], metric["Name"], value, unit, dimensions)


def apply(settings: Settings) -> None:
    @wrap("services.cloudwatch_logs:_append_log_events")
    def append(original):
        def append_log_events(stream, events):
            original(stream, events)
            for event in events:
                document = document_in(event.get("message", ""))
                if document is not None:
                    record(document)
                    cloudwatch._evaluate_all_alarms()

        return append_log_events
