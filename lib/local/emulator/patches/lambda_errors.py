"""What a failed Lambda reports, and how long a good one takes.

MiniStack calls every thrown error Runtime.HandlerError, so a Catch for MyError in a state machine never matches. AWS
reports the error's name and its stack, and Runtime.ExitError for a process that died. It also waits 50 ms after each
call for a first line on stderr, most of a warm call's time; a late line goes to the next call's log instead.
"""

import contextvars
from typing import Any

from ministack.core import lambda_runtime

from ..patching import Hook, wrap
from ..settings import Settings

SETTLED = 'status: "error", error: String(err.message || err), trace: err.stack || ""'
THROWN = 'status: "error", error: e.message, trace: e.stack\n      }) + "\\n");\n    }\n  } catch (e) {'
DIED = "Worker process died"
NAMED = "errorType: ({0} instanceof Error || ({0} && {0}.name)) ? {0}.name : typeof {0}"

HOOKS = (
    Hook("core.lambda_runtime:_NODEJS_WORKER_SCRIPT", text=SETTLED),
    Hook("core.lambda_runtime:_NODEJS_WORKER_SCRIPT", text=THROWN),
    Hook("core.lambda_runtime:Worker.invoke", text=DIED),
    Hook("core.lambda_runtime:Worker._drain_stderr_bounded", "self first_line_wait idle_confirm hard_cap"),
    Hook("services.lambda_svc:_execute_function_warm", text='error_type = "Runtime.HandlerError"'),
)

FIRST_LINE_WAIT_SECONDS = 0.005

_failure: contextvars.ContextVar[dict[str, Any] | None] = contextvars.ContextVar("lambda_failure", default=None)


def apply(settings: Settings) -> None:
    script = lambda_runtime._NODEJS_WORKER_SCRIPT
    script = script.replace(SETTLED, f"{SETTLED}, {NAMED.format('err')}")
    lambda_runtime._NODEJS_WORKER_SCRIPT = script.replace(
        THROWN, THROWN.replace("trace: e.stack", f"trace: e && e.stack, {NAMED.format('e')}")
    )

    @wrap("core.lambda_runtime:Worker.invoke")
    def remember(original):
        def invoke(self, *arguments, **named):
            response = original(self, *arguments, **named)
            _failure.set(response if response.get("status") == "error" else None)
            return response

        return invoke

    @wrap("core.lambda_runtime:Worker._drain_stderr_bounded")
    def drain(original):
        def _drain_stderr_bounded(self, first_line_wait=FIRST_LINE_WAIT_SECONDS, *arguments, **named):
            return original(self, first_line_wait, *arguments, **named)

        return _drain_stderr_bounded

    @wrap("services.lambda_svc:_execute_function_warm")
    def name_error(original):
        def execute_function_warm(*arguments, **named):
            _failure.set(None)
            result = original(*arguments, **named)
            failure, body = _failure.get(), result.get("body")
            if not result.get("error") or failure is None or body.get("errorType") != "Runtime.HandlerError":
                return result
            if failure.get("errorType"):
                body["errorType"] = failure["errorType"]
                body["trace"] = (failure.get("trace") or "").split("\n")
            elif failure.get("error") == DIED:
                body |= {"errorType": "Runtime.ExitError", "errorMessage": "Runtime exited without providing a reason"}
            return result

        return execute_function_warm
