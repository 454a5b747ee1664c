"""JSONata in Parallel and Succeed states, and what happens to the branches of a Parallel.

MiniStack ignores Arguments, Output and Assign of a Parallel and Output of a Succeed. All branches share one context,
so one overwrites the other's variables and $states.context.State. And when a branch fails, the others run to their
end; AWS stops them.
"""

import contextvars
import copy
import threading
from typing import Any

from ministack.services import stepfunctions

from .. import running_task
from ..patching import Hook, wrap
from ..settings import Settings

HOOKS = (
    Hook("services.stepfunctions:_run_parallel_branches", "state_def raw_input execution ctx"),
    Hook("services.stepfunctions:_run_sub_machine", "states start_at input_data execution ctx"),
    Hook("services.stepfunctions:_apply_output_path", "state_def data ctx"),
    Hook("services.stepfunctions:_apply_jsonata_arguments", "state_def raw_input ctx"),
    Hook("services.stepfunctions:_apply_jsonata_output", "state_def raw_input ctx result error_output default"),
    Hook("services.stepfunctions:_apply_state_assign", "state_def raw_input ctx result error_output"),
    Hook("services.stepfunctions:_run_execution", text="_apply_output_path(state_def, current_input, ctx)"),
)


def run_branches(branches: list[dict], branch_input: Any, execution: dict, ctx: dict) -> list[Any]:
    """Run branches side by side, each with variables of its own; the first error stops the others and is raised."""
    results: list[Any] = [None] * len(branches)
    failures: list[Exception] = []
    failed = threading.Event()

    def run(index: int, branch: dict) -> None:
        running_task.cancelled.set((*running_task.cancelled.get(), failed))
        try:
            results[index] = stepfunctions._run_sub_machine(
                branch.get("States", {}), branch.get("StartAt"), branch_input, execution, copy.deepcopy(ctx)
            )
        except Exception as error:
            if not (failed.is_set() and running_task.stopped()):
                failures.append(error)
            failed.set()

    threads = [
        threading.Thread(target=contextvars.copy_context().run, args=(run, index, branch), daemon=True)
        for index, branch in enumerate(branches)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        error = failures[0]
        known = isinstance(error, stepfunctions._ExecutionError)
        raise error if known else stepfunctions._ExecutionError("States.BranchFailed", str(error)) from error
    return results


def go_on() -> None:
    """Raise Stopped in a branch that has nothing left to work for."""
    if running_task.stopped():
        raise running_task.Stopped("the execution, or a branch beside this one, ended")


def apply(settings: Settings) -> None:
    @wrap("services.stepfunctions:_run_parallel_branches")
    def parallel(original):
        def run_parallel_branches(state_def, raw_input, execution, ctx):
            branches = state_def.get("Branches", [])
            if stepfunctions._state_query_language(state_def, ctx) != "JSONata":
                chosen = stepfunctions._apply_input_path(state_def, raw_input, ctx)
                chosen = stepfunctions._apply_parameters(state_def, chosen, ctx)
                results = run_branches(branches, chosen, execution, ctx)
                selected = stepfunctions._apply_result_selector(state_def, results)
                output = stepfunctions._apply_result_path(state_def, raw_input, selected)
                return stepfunctions._apply_output_path(state_def, output, ctx), stepfunctions._next_or_end(state_def)
            chosen = stepfunctions._apply_jsonata_arguments(state_def, raw_input, ctx)
            results = run_branches(branches, chosen, execution, ctx)
            output = stepfunctions._apply_jsonata_output(state_def, raw_input, ctx, result=results, default=results)
            stepfunctions._apply_state_assign(state_def, raw_input, ctx, result=results)
            return output, stepfunctions._next_or_end(state_def)

        return run_parallel_branches

    @wrap("services.stepfunctions:_apply_output_path")
    def output(original):
        def apply_output_path(state_def, data, ctx=None):
            language = stepfunctions._state_query_language(state_def, ctx)
            if state_def.get("Type") == "Succeed" and language == "JSONata":
                return stepfunctions._apply_jsonata_output(state_def, data, ctx, default=data)
            return original(state_def, data, ctx)

        return apply_output_path

    for name in ("_execute_pass", "_execute_choice", "_execute_wait"):

        @wrap(f"services.stepfunctions:{name}")
        def stop_before(original):
            def execute(state_def, raw_input, ctx=None):
                go_on()
                return original(state_def, raw_input, ctx)

            return execute

    @wrap("services.stepfunctions:_execute_task")
    def stop_before_task(original):
        def execute_task(state_def, raw_input, execution, ctx):
            go_on()
            return original(state_def, raw_input, execution, ctx)

        return execute_task
