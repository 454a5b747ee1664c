"""MiniStack keeps the account and region of a request in context variables; background work sets its own."""

import contextvars
from collections.abc import Callable
from typing import TypeVar

from ministack.core import responses

Result = TypeVar("Result")


def within(account: str, region: str, work: Callable[[], Result]) -> Result:
    """Run `work` as if a request of this account and region did."""

    def scoped() -> Result:
        responses.set_request_account_id(account)
        responses.set_request_region(region)
        return work()

    return contextvars.copy_context().run(scoped)
