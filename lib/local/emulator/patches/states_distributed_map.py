"""Distributed Map in JSONata: Items, ItemSelector, Output and Assign, and what its children may see and do.

MiniStack reads Items and ItemSelector of a Distributed Map as JSONPath, and drops its Output and Assign. Its children
see the variables and the Execution of the parent, have no role, and go on when the parent is stopped. On AWS a child is
an execution of its own: it sees its input and nothing else, and the machine's role must allow states:StartExecution
on the machine itself.
"""

import copy
from typing import Any

from ministack.services import stepfunctions

from .. import running_task
from ..patching import Hook, wrap
from ..permissions import Permission
from ..settings import Settings
from .states_roles import require
from .states_tasks import role_of

HOOKS = (
    Hook("services.stepfunctions:_run_distributed_map", "state_def raw_input effective iterator execution ctx"),
    Hook("services.stepfunctions:_run_distributed_map", text='"mapRunArn": map_run_arn, "events": [],'),
    Hook("services.stepfunctions:_run_sub_machine", "states start_at input_data execution ctx"),
    Hook("services.stepfunctions:_jsonata_state_field", "state_def field expected raw_input ctx"),
    Hook("services.stepfunctions:_apply_jsonata_template", "value raw_input ctx result error_output"),
    Hook("services.stepfunctions:_apply_jsonata_output", "state_def raw_input ctx result error_output default"),
    Hook("services.stepfunctions:_apply_state_assign", "state_def raw_input ctx result error_output"),
)

NUMBERS = ("MaxConcurrency", "ToleratedFailureCount", "ToleratedFailurePercentage")


class Ended:
    """Like an event: set when an execution no longer runs."""

    def __init__(self, execution: dict[str, Any]) -> None:
        self.execution = execution

    def is_set(self) -> bool:
        return self.execution["status"] != "RUNNING"


def items_of(state_def: dict, raw_input: Any, ctx: dict) -> list[Any]:
    """The inputs of the children."""
    items = stepfunctions._jsonata_state_field(state_def, "Items", "array", raw_input, ctx)
    selector = state_def.get("ItemSelector")
    if selector is None:
        return items

    def select(index: int, item: Any) -> Any:
        of_item = {**ctx, "Map": {"Item": {"Index": index, "Value": item}}}
        return stepfunctions._apply_jsonata_template(selector, raw_input, of_item)

    return [select(index, item) for index, item in enumerate(items)]


def without_expressions(state_def: dict, raw_input: Any, ctx: dict) -> dict:
    """The state as its JSONPath twin: the items are its input."""
    fixed = {key: value for key, value in state_def.items() if key not in ("Items", "ItemSelector")}
    for name in NUMBERS:
        if isinstance(state_def.get(name), str):
            fixed[name] = stepfunctions._jsonata_state_field(state_def, name, "number", raw_input, ctx)
    return fixed


def apply(settings: Settings) -> None:
    @wrap("services.stepfunctions:_run_distributed_map")
    def distributed(original):
        def run_distributed_map(state_def, raw_input, effective, iterator, execution, ctx):
            running_task.execution.set(execution)
            running_task.role_arn.set(role_of(execution))
            require(Permission("states:StartExecution", execution["stateMachineArn"]), "States.Permissions")
            parents = running_task.cancelled.get()
            token = running_task.cancelled.set((*parents, Ended(execution)))
            try:
                if stepfunctions._state_query_language(state_def, ctx) != "JSONata" or "ItemReader" in state_def:
                    return original(state_def, raw_input, effective, iterator, execution, ctx)
                items = items_of(state_def, raw_input, ctx)
                twin = without_expressions(state_def, raw_input, ctx)
                apart = {**copy.deepcopy(ctx), "variables": {}}
                results, following = original(twin, items, items, iterator, execution, apart)
            finally:
                running_task.cancelled.reset(token)
            output = stepfunctions._apply_jsonata_output(state_def, raw_input, ctx, result=results, default=results)
            stepfunctions._apply_state_assign(state_def, raw_input, ctx, result=results)
            return output, following

        return run_distributed_map

    @wrap("services.stepfunctions:_run_sub_machine")
    def child(original):
        def run_sub_machine(states, start_at, input_data, execution, ctx):
            if "mapRunArn" in execution and ctx["Execution"]["Id"] != execution["executionArn"]:
                ctx["Execution"] = {
                    "Id": execution["executionArn"],
                    "Input": input_data,
                    "Name": execution["name"],
                    "StartTime": execution["startDate"],
                }
            return original(states, start_at, input_data, execution, ctx)

        return run_sub_machine
