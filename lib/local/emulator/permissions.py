"""Which IAM permissions one API call needs: (action, resource ARN, condition keys), first the call's own."""

from dataclasses import dataclass, field
from typing import Any

from ministack.core import iam_actions


@dataclass(frozen=True)
class Permission:
    """One check to make. `context` holds condition keys, such as iam:PassedToService."""

    action: str
    resource: str
    context: dict[str, Any] = field(default_factory=dict)


class ResourceWithMore(str):
    """A resource ARN that carries the further permissions its call needs.

    MiniStack asks for one ARN a call; the further ones travel with it to the place where it is enforced.
    """

    more: tuple[Permission, ...] = ()


def with_more(resource: str, more: list[Permission]) -> str:
    """`resource`, carrying `more` when there is any."""
    if not more:
        return resource
    carrier = ResourceWithMore(resource)
    carrier.more = tuple(more)
    return carrier


def pass_role(role_arn: str, service: str) -> Permission:
    """The right to hand a role to a service principal such as sagemaker.amazonaws.com."""
    return Permission("iam:PassRole", role_arn, {"iam:PassedToService": service})


def required(service: str, headers: dict[str, str], body: bytes, region: str, account: str) -> list[Permission]:
    """What a POST / of a JSON or query service needs; `service` is MiniStack's name of it."""
    action = iam_actions.extract_iam_action(service, "POST", "/", headers, body, {})
    if action is None:
        return []
    context = dict(iam_actions.request_tag_context(service, action, body, {}))
    if service == "dynamodb":
        context |= iam_actions.dynamodb_service_context(body)
        items = iam_actions.dynamodb_transaction_checks(action, body, region, account)
        tables = iam_actions.dynamodb_resource_arns(body, region, account)
        if items or tables:
            return [Permission(each, table, context) for each, table in items or [(action, arn) for arn in tables]]
    if service == "events" and action == "events:PutEvents":
        buses = iam_actions.eventbridge_resource_arns(body, region, account)
        return [Permission(action, bus, context) for bus in buses]
    resource = iam_actions.extract_resource_arn(service, "POST", "/", headers, body, {}, region, account)
    return [Permission(action, str(resource), context), *getattr(resource, "more", ())]
