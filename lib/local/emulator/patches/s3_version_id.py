"""The version id in "Object Created" events. MiniStack leaves it out; AWS sends it for versioned buckets."""

import contextvars
import json

from ..patching import Hook, wrap
from ..settings import Settings

HOOKS = (
    Hook("services.s3:_fire_s3_event", text="_eb._dispatch_event(eb_event)"),
    Hook("services.eventbridge:_dispatch_event", "event view"),
)

_version: contextvars.ContextVar[str | None] = contextvars.ContextVar("s3_version", default=None)


def apply(settings: Settings) -> None:
    @wrap("services.s3:_fire_s3_event")
    def fire(original):
        def fire_s3_event(*arguments, **named):
            token = _version.set(named.get("version_id"))
            try:
                return original(*arguments, **named)
            finally:
                _version.reset(token)

        return fire_s3_event

    @wrap("services.eventbridge:_dispatch_event")
    def dispatch(original):
        def dispatch_event(event, view=None):
            version = _version.get()
            if version and event.get("Source") == "aws.s3":
                detail = json.loads(event["Detail"])
                detail["object"]["version-id"] = version
                event = {**event, "Detail": json.dumps(detail)}
            return original(event, view)

        return dispatch_event
