"""A call that moves a stack is answered when the stack rests, if that is soon.

CloudFormation answers at once, and whoever waits looks again every few seconds: the CDK every five. A stack with a
Lambda-backed resource takes about one here, so each of them would cost five. Both answers are ones a caller must be
ready for.
"""

import asyncio
from urllib.parse import parse_qs

from ministack.services import cloudformation

from ..patching import Hook, wrap
from ..settings import Settings

HOOKS = (
    Hook("services.cloudformation:handle_request", "method path headers body query_params"),
    Hook("services.cloudformation:_stacks"),
)

MOVING = {"ExecuteChangeSet", "CreateStack", "UpdateStack", "DeleteStack"}
# Seconds. Clients give up on an answer later than this.
LONGEST, LOOK = 10.0, 0.05


def moved_stack(body: bytes) -> str | None:
    """Name of the stack that a request in the query protocol moves."""
    form = parse_qs(body.decode("utf-8", errors="replace"))
    if form.get("Action", [""])[0] not in MOVING:
        return None
    named = form.get("StackName", [""])[0]
    return named.split("/")[1] if named.startswith("arn:") else named


def moves(name: str) -> bool:
    stack = cloudformation._stacks.get(name) or {}
    return stack.get("StackStatus", "").endswith("_IN_PROGRESS")


def apply(settings: Settings) -> None:
    @wrap("services.cloudformation:handle_request")
    def answer_at_rest(original):
        async def handle_request(method, path, headers, body, query_params):
            answer = await original(method, path, headers, body, query_params)
            name = moved_stack(body)
            for _ in range(round(LONGEST / LOOK)):
                if name is None or not moves(name):
                    break
                await asyncio.sleep(LOOK)
            return answer

        return handle_request
