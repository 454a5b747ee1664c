"""Tasks: TimeoutSeconds as an expression or path, the 256 KiB limit, and who is running (running_task).

MiniStack hands TimeoutSeconds to a clock as it stands in the definition, so an expression crashes; TimeoutSecondsPath
is ignored, and results of any size pass.
"""

import json
import time

from ministack.services import stepfunctions

from .. import running_task
from ..patching import Hook, wrap
from ..settings import Settings

HOOKS = (
    Hook("services.stepfunctions:_execute_task", "state_def raw_input execution ctx"),
    Hook("services.stepfunctions:_invoke_resource_with_timeout", "resource input_data timeout"),
    Hook("services.stepfunctions:_jsonata_state_field", "state_def field expected raw_input ctx"),
    Hook("services.stepfunctions:_resolve_path_or_ctx", "path data ctx"),
    Hook("services.stepfunctions:_state_machines"),
)

MAX_PAYLOAD_BYTES = 262_144


def with_timeout(state_def: dict, raw_input, ctx) -> dict:
    """The state with TimeoutSeconds as a number."""
    if isinstance(state_def.get("TimeoutSeconds"), str):
        seconds = stepfunctions._jsonata_state_field(state_def, "TimeoutSeconds", "number", raw_input, ctx)
        return {**state_def, "TimeoutSeconds": seconds}
    if "TimeoutSecondsPath" in state_def:
        seconds = stepfunctions._resolve_path_or_ctx(state_def["TimeoutSecondsPath"], raw_input, ctx)
        return {**state_def, "TimeoutSeconds": seconds}
    return state_def


def role_of(execution: dict) -> str | None:
    """The role of the execution's state machine; a child of a Distributed Map names it with the map's label."""
    machine = execution["stateMachineArn"].partition("/")[0]
    return (stepfunctions._state_machines.get(machine) or {}).get("roleArn")


def apply(settings: Settings) -> None:
    @wrap("services.stepfunctions:_execute_task")
    def execute(original):
        def execute_task(state_def, raw_input, execution, ctx):
            running_task.execution.set(execution)
            running_task.role_arn.set(role_of(execution))
            running_task.deadline.set(None)
            ctx["Execution"].setdefault("RoleArn", role_of(execution))
            ctx["Execution"].setdefault("RedriveCount", 0)
            output, following = original(with_timeout(state_def, raw_input, ctx), raw_input, execution, ctx)
            if len(json.dumps(output).encode()) > MAX_PAYLOAD_BYTES:
                raise stepfunctions._ExecutionError(
                    "States.DataLimitExceeded",
                    f"The state/task '{ctx['State']['Name']}' returned a result with a size exceeding the maximum "
                    "number of bytes service limit.",
                )
            return output, following

        return execute_task

    @wrap("services.stepfunctions:_invoke_resource_with_timeout")
    def limit(original):
        def invoke_resource_with_timeout(resource, input_data, timeout):
            running_task.deadline.set(time.monotonic() + timeout)
            return original(resource, input_data, timeout)

        return invoke_resource_with_timeout
