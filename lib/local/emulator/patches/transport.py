"""aws:SecureTransport on a loopback connection.

MiniStack says "false" on plain http, so every bucket, queue and topic with enforceSSL denies everything, the CDK's
asset bucket first. Nothing on 127.0.0.1 crosses a wire: it counts as TLS here, as AWS's own endpoints are.
"""

import contextvars

from ministack.core import iam_evaluator

from ..patching import Hook, wrap
from ..settings import Settings

HOOKS = (
    Hook("core.iam_evaluator:pin_request_origin", "source_ip secure_transport"),
    Hook("core.iam_evaluator:_request_origin"),
    Hook("app:pin_request_origin", "source_ip secure_transport"),
)


def apply(settings: Settings) -> None:
    # Work that no request started (alarm actions, schedules) has the default.
    iam_evaluator._request_origin = contextvars.ContextVar("request_origin", default=("127.0.0.1", True))

    @wrap("app:pin_request_origin")
    def pin(original):
        def pin_request_origin(source_ip, secure_transport):
            original(source_ip, secure_transport or source_ip == "127.0.0.1")

        return pin_request_origin

