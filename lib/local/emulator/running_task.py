"""What is known of the task that a Step Functions thread is running.

Context variables: MiniStack copies them into the threads of Parallel, Map and TimeoutSeconds, so an integration
deep down still knows its execution, its role and when to stop.
"""

import threading
import time
from contextvars import ContextVar
from typing import Any

execution: ContextVar[dict[str, Any] | None] = ContextVar("execution", default=None)
role_arn: ContextVar[str | None] = ContextVar("role_arn", default=None)
# time.monotonic() at which the task times out.
deadline: ContextVar[float | None] = ContextVar("deadline", default=None)
# The service of an aws-sdk task, such as "dynamodb".
sdk_service: ContextVar[str | None] = ContextVar("sdk_service", default=None)
# Set when another branch of an enclosing Parallel failed; one event a level of nesting.
cancelled: ContextVar[tuple[threading.Event, ...]] = ContextVar("cancelled", default=())


class Stopped(Exception):
    """The work was stopped. No error of Step Functions, so neither Retry nor Catch applies to it."""


def stopped() -> bool:
    """Whether the execution was stopped, or a branch beside this one failed."""
    running = execution.get()
    return (running is not None and running["status"] != "RUNNING") or any(event.is_set() for event in cancelled.get())


def timed_out() -> bool:
    """Whether TimeoutSeconds of the task are over."""
    end = deadline.get()
    return end is not None and time.monotonic() >= end
