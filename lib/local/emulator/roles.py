"""Whether a role that an AWS service acts with may do something.

MiniStack enforces IAM where a request comes in over HTTP. What it does by itself on behalf of a service (a state
machine's task, a queue poller, a rule's target) it does unchecked; the patches ask here before it does.
"""

import json
from typing import Any

from ministack.core import iam_evaluator
from ministack.core.iam_evaluator import EvalContext
from ministack.core.responses import get_region
from ministack.services import iam

from .permissions import Permission

# IAM action prefixes whose resources have policies of their own, by MiniStack's service name.
RESOURCE_POLICY_SERVICES = frozenset({"sqs", "sns", "s3", "lambda", "kms", "secretsmanager"})


def parts(role_arn: str) -> tuple[str, str]:
    """(account, name) of arn:aws:iam::ACCOUNT:role/PATH/NAME."""
    return role_arn.split(":")[4], role_arn.rsplit("/", 1)[-1]


def trusts(role_arn: str, service_principal: str) -> bool:
    """Whether the role exists and its trust policy names the service."""
    account, name = parts(role_arn)
    role = iam._roles.get_scoped(account, None, name)
    if role is None:
        return False
    trust = role.get("AssumeRolePolicyDocument") or {}
    found = (json.loads(trust) if isinstance(trust, str) else trust).get("Statement", [])
    return any(
        statement.get("Effect") == "Allow"
        and iam_evaluator._service_principal_matches(statement.get("Principal"), service_principal)
        for statement in ([found] if isinstance(found, dict) else found)
    )


def session_arn(role_arn: str, session: str) -> str:
    """The principal a role becomes when it is assumed."""
    account, name = parts(role_arn)
    return f"arn:aws:sts::{account}:assumed-role/{name}/{session}"


def allows(role_arn: str, permission: Permission, session: str) -> bool:
    """The role's policies, its boundary and the resource's own policy, as IAM combines them."""
    account, name = parts(role_arn)
    role = iam._roles.get_scoped(account, None, name) or {}
    keys: dict[str, Any] = {
        f"aws:principaltag/{tag['Key'].lower()}": tag["Value"] for tag in role.get("Tags") or []
    }
    context = EvalContext(
        principal_arn=session_arn(role_arn, session),
        principal_type="AssumedRole",
        principal_account=account,
        action=permission.action,
        resource_arn=permission.resource,
        region=get_region(),
        secure_transport=True,
        service_context={key.lower(): value for key, value in permission.context.items()},
        principal_keys=keys,
    )
    limits = iam_evaluator._permissions_boundary(iam._roles, name, account)
    result = iam_evaluator.evaluate(context, iam_evaluator._gather_role_policies(name, account), *limits)
    service = permission.action.partition(":")[0]
    own = iam_evaluator._resource_policy(service, permission.resource) if service in RESOURCE_POLICY_SERVICES else None
    if own is not None:
        result = iam_evaluator.combine_resource_policy(
            result, context, *own, required=service in iam_evaluator._POLICY_REQUIRED, limits=limits
        )
    return result.decision == "Allow"


def denial(role_arn: str, permission: Permission, session: str) -> str:
    """AWS's sentence for a refused call."""
    return (
        f"User: {session_arn(role_arn, session)} is not authorized to perform: {permission.action} on resource: "
        f"{permission.resource} because no identity-based policy allows the {permission.action} action"
    )
