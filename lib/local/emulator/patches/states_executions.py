"""Starting and ending executions.

MiniStack sleeps 150 ms before each execution; it refuses a second StartExecution of a running execution with the
same name and input, where AWS answers as it did the first time; and an execution that was stopped while its task ran
becomes FAILED when that task notices, where AWS leaves it ABORTED.
"""

import logging
import threading
import types

from ministack.core.responses import get_account_id, get_region, json_response
from ministack.services import stepfunctions

from .. import running_task
from ..patching import Hook, wrap
from ..settings import Settings

START_DELAY_SECONDS = 0.15
HOOKS = (
    Hook("services.stepfunctions:_run_execution", "exec_arn", text=f"time.sleep({START_DELAY_SECONDS})"),
    Hook("services.stepfunctions:_start_execution", "data"),
    Hook("services.stepfunctions:_fail_execution", "execution error cause"),
)


def running_twin(data: dict) -> dict | None:
    """The running execution of the same machine, name and input."""
    machine = stepfunctions._resolve_state_machine_arn(data.get("stateMachineArn", "").partition("#")[0])
    if machine is None or not data.get("name"):
        return None
    name = stepfunctions._state_machines[machine]["name"]
    found = stepfunctions._executions.get(
        f"arn:aws:states:{get_region()}:{get_account_id()}:execution:{name}:{data['name']}"
    )
    same = found and found["status"] == "RUNNING" and found["input"] == data.get("input", "{}")
    return found if same else None


def is_news(record: logging.LogRecord) -> bool:
    """Whether a log record is about more than work that was stopped on purpose."""
    return not (record.exc_info and isinstance(record.exc_info[1], running_task.Stopped))


def apply(settings: Settings) -> None:
    stepfunctions.logger.addFilter(is_news)
    real = stepfunctions.time
    starting = threading.local()

    def sleep(seconds: float) -> None:
        if seconds == START_DELAY_SECONDS and getattr(starting, "now", False):
            starting.now = False
            return
        real.sleep(seconds)

    # The module's own `time`, with this sleep in it.
    stepfunctions.time = types.SimpleNamespace(**{**vars(real), "sleep": sleep})

    @wrap("services.stepfunctions:_run_execution")
    def run(original):
        def run_execution(exec_arn):
            starting.now = True
            # An execution that a task started inherits the task's context, and is no part of it.
            running_task.execution.set(stepfunctions._executions.get(exec_arn))
            token = running_task.cancelled.set(())
            try:
                return original(exec_arn)
            finally:
                running_task.cancelled.reset(token)

        return run_execution

    @wrap("services.stepfunctions:_start_execution")
    def start(original):
        def start_execution(data):
            twin = running_twin(data)
            if twin is None:
                return original(data)
            return json_response({"executionArn": twin["executionArn"], "startDate": twin["startDate"]})

        return start_execution

    @wrap("services.stepfunctions:_fail_execution")
    def fail(original):
        def fail_execution(execution, error, cause):
            if execution["status"] == "RUNNING":
                original(execution, error, cause)

        return fail_execution
